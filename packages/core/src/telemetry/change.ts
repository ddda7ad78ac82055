// What is told of one try at one change.
import type { SettledChange } from '../apply/outcome.ts';
import type { Change } from '../plan/change.ts';
import type { Session } from '../read/session.ts';
import type { TaskRow } from '../store/collections.ts';

/** What a try came to, as far as it is told. */
interface Tried {
  readonly kind: string;
  readonly settled?: SettledChange | undefined;
}

/** Tries a change and tells of it: whom, what and where by id, how long, and what came of it. */
export function observeTry<Result extends Tried>(session: Session, task: TaskRow, work: () => Promise<Result>): Promise<Result> {
  const { telemetry, tenant, context } = session;
  const { target, person, plan, run } = task;
  const { kind: change, class: of } = task.change as Change;
  const facts = { tenant, target, change, class: of, person, plan, run, attempt: task.attempts + 1 };
  return telemetry.span('tenure.change', facts, async (note) => {
    const begun = context.now();
    const result = await work();
    const outcome = result.settled?.outcome ?? result.kind;
    note({ outcome, code: result.settled?.code });
    telemetry.took('tenure.change.duration', context.now() - begun, { tenant, target, class: of, outcome });
    return result;
  });
}
