// A change that keeps failing over runs becomes a dead letter: it is not planned any more until a person says so or something
// else is wanted. Access cuts never do: they are tried in every run, and whoever is on stands in the open access.
import { type ErrorCode, errorTable } from '../connector/errors.ts';
import { type Change, isAccessCut } from '../plan/change.ts';
import { isRefusedName } from '../read/refused-names.ts';
import type { Session } from '../read/session.ts';
import type { FailureRow, TaskRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import type { SettledChange } from './outcome.ts';

/** So many runs may try a change in vain. */
const mostRuns = 5;
/** So many when the error says that trying again is of no use. */
const mostRunsOfNever = 2;

/** Said about the target as a whole: they tell nothing about the change. */
const aboutTheTarget: ReadonlySet<ErrorCode> = new Set(['CONNECTOR_UNAVAILABLE', 'CONNECTOR_UNAUTHENTICATED', 'CONNECTOR_RATE_LIMITED']);

/** The steps by which the end of a task is counted for or against its change. Reads one row for a failure, else none. */
export async function failureOps({ store, tenant, context }: Session, task: TaskRow, settled: SettledChange): Promise<StoreOp[]> {
  const change = task.change as Change;
  if (task.priority === 0 || isAccessCut(change) || settled.outcome === 'skipped') return [];
  if (settled.outcome !== 'failed' && settled.outcome !== 'unknown') return [{ op: 'delete', in: 'failure', key: [change.id] }];
  const { code } = settled;
  if (code !== undefined && aboutTheTarget.has(code)) return [];
  const [known] = await store.get(tenant, 'failure', [[change.id]]);
  const again = known?.payloadHash === change.payloadHash ? known : undefined;
  const runs = (again?.runs ?? 0) + (again?.run === task.run ? 0 : 1);
  const never = code !== undefined && errorTable[code].retry === 'never';
  const row: FailureRow = {
    id: change.id,
    person: task.person,
    change,
    payloadHash: change.payloadHash,
    run: task.run,
    runs,
    since: again?.since ?? context.now(),
    code: code ?? null,
    because: settled.because ?? settled.outcome,
    // A name that is refused is a question at once.
    dead: !isRefusedName({ change, code: code ?? null }) && runs >= (never ? mostRunsOfNever : mostRuns),
  };
  return [{ op: 'put', in: 'failure', row }];
}
