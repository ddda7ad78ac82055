// Incremental readings: who changed since the mark. A mark is moved on only after everybody it covers has been looked at.
import type { ConnectorContext } from '../connector/context.ts';
import { TenureError } from '../connector/errors.ts';
import type { HrisSource } from '../connector/source.ts';
import { readSetting, type Session, settingOp } from '../read/session.ts';

const setting = 'changes-mark';
/** A source that never ends its list is broken. */
const mostPages = 100_000;

/** The mark of this moment, to be kept once a full reading that begins now has been accepted. Undefined: the source has none. */
export async function markNow(source: HrisSource, context: ConnectorContext, limit: number): Promise<string | undefined> {
  const changes = source.employees.changes?.bind(source.employees);
  return changes === undefined ? undefined : (await changes({ limit }, context)).mark;
}

export async function keepMark({ store, tenant }: Session, mark: string | undefined): Promise<void> {
  if (mark !== undefined) await store.commit(tenant, [settingOp(setting, mark)]);
}

/** Everybody who changed since the kept mark, once each, and the mark to keep afterwards. Without one: `undefined`. */
export async function changedSince(
  session: Session,
  source: HrisSource,
  context: ConnectorContext,
  limit: number,
): Promise<{ readonly employees: readonly string[]; readonly mark: string | undefined } | undefined> {
  const changes = source.employees.changes?.bind(source.employees);
  const since = await readSetting<string>(session, setting);
  if (changes === undefined || since === undefined) return undefined;
  const employees = new Set<string>();
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await changes({ since, cursor, limit }, context);
    for (const item of answer.items) {
      const id = item.kind === 'record' ? item.value.id : item.id;
      if (id !== undefined) employees.add(id);
    }
    if (answer.next === undefined) return { employees: [...employees], mark: answer.mark };
    if (cursors.has(answer.next)) break;
    cursors.add(answer.next);
    cursor = answer.next;
  }
  throw new TenureError('CONTRACT_CURSOR_REPEATED', {
    system: source.id,
    verb: 'list changes',
    fact: 'the list of changes does not end',
    details: { page: cursors.size },
  });
}
