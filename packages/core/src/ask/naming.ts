// Whether an id names a person. One of several employments does not.
import type { Session } from '../read/session.ts';
import { refused } from './decline.ts';

/** Refuses the id of an employment that is somebody else's: what is decided under it would reach nobody. False: nobody has it. */
export async function notAnEmployment(
  { store, tenant }: Pick<Session, 'store' | 'tenant'>,
  verb: string,
  person: string,
): Promise<boolean> {
  const [head] = await store.get(tenant, 'employee', [[person]], ['id', 'person']);
  if (head !== undefined && head.person !== person)
    throw refused(verb, 'person', `this employment belongs to ${head.person}; name the person`);
  return head !== undefined;
}
