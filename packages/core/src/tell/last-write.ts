// What was done last for one person in one target, from the queue's own index.
import type { ChangeReport, SettledChange } from '../apply/outcome.ts';
import { type Change, isAccessCut } from '../plan/change.ts';
import type { Session } from '../read/session.ts';
import { scanAll } from '../store/scan.ts';

export interface LastWrite extends ChangeReport {
  readonly run: string;
}

/** The last change that came to an end and fits; undefined when there is none. */
export async function lastWrite(
  { store, tenant }: Pick<Session, 'store' | 'tenant'>,
  person: string,
  target: string,
  fits: (change: Change, settled: SettledChange) => boolean = () => true,
): Promise<LastWrite | undefined> {
  // Ids begin with the number of their run: the newest come first.
  for await (const rows of scanAll(store, tenant, 'task', { index: 'person', equals: [person, target], reverse: true, limit: 20 })) {
    for (const { outcome, change, run } of rows) {
      if (outcome !== null && fits(change as Change, outcome as SettledChange))
        return { change: change as Change, run, ...(outcome as SettledChange) };
    }
  }
  return undefined;
}

export function lastCut(session: Pick<Session, 'store' | 'tenant'>, person: string, target: string): Promise<LastWrite | undefined> {
  return lastWrite(session, person, target, isAccessCut);
}
