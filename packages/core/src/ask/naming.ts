// Whether an id names a person, which one of several employments does not, or a target.
import type { Session } from '../read/session.ts';
import { refused } from './decline.ts';

export const unknownPerson = 'Nothing was changed; give the id of a person that people() lists.';

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

/** What is decided about a target that is not configured would protect or reach nobody. */
export function mustBeConfigured(targets: ReadonlySet<string>, verb: string, target: string): void {
  if (targets.has(target)) return;
  throw refused(verb, 'target', 'no target of this id is configured', `Nothing was changed; the targets are ${[...targets].join(', ')}.`);
}
