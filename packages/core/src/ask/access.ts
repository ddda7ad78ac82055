// What people decide about one person beside HR and policy: whether they are managed, and apps given or taken.
import { isGone, recordsOf } from '../read/people.ts';
import type { Session } from '../read/session.ts';
import { personOf } from '../roster/phase.ts';
import type { EmployeeRow } from '../store/collections.ts';
import { refused } from './decline.ts';
import { type Effect, recheck } from './effect.ts';
import type { DecisionOf } from './inbox-entries.ts';
import { notAnEmployment, unknownPerson } from './naming.ts';

export const accessDeciders = {
  activate: (session: Session, { person, by: who }: DecisionOf<'activate'>, at: number) => activation(session, person, true, who, at),
  deactivate: (session: Session, { person, by: who, reason: because }: DecisionOf<'deactivate'>, at: number) =>
    activation(session, person, false, who, at, because),
  grant: (session: Session, decision: DecisionOf<'grant'>, at: number) => exception(session, 'grant', decision, at),
  revoke: (session: Session, decision: DecisionOf<'revoke'>, at: number) => exception(session, 'revoke', decision, at),
  withdraw: async (session: Session, { person, target, by: who }: DecisionOf<'withdraw'>): Promise<Effect> => {
    const [row] = await session.store.get(session.tenant, 'exception', [[person, target]]);
    if (row === undefined) throw refused('withdraw', `${target}/${person}`, 'nothing was granted or revoked there');
    const kind = row.kind === 'grant' ? ('grant' as const) : ('revocation' as const);
    return {
      ops: [{ op: 'delete', in: 'exception', key: [person, target] }, recheck(person)],
      audit: [{ kind, person, facts: { by: who, target, withdrawn: true } }],
    };
  },
};

async function activation(session: Session, person: string, managed: boolean, who: string, at: number, because?: string): Promise<Effect> {
  await personNamed(session, managed ? 'activate' : 'deactivate', person);
  const detail = because === undefined ? {} : { detail: { reason: because } };
  return {
    ops: [{ op: 'put', in: 'activation', row: { person, managed, by: who, at } }, recheck(person)],
    audit: [{ kind: 'activation', person, facts: { by: who, managed }, ...detail }],
  };
}

async function exception(session: Session, kind: 'grant' | 'revoke', decision: DecisionOf<'grant'>, at: number): Promise<Effect> {
  const { person, target, by: who, reason: because, until, untilMove } = decision;
  await personNamed(session, kind, person);
  if (until !== undefined && until <= at) throw refused(kind, 'until', 'expected a time that is still to come');
  const untilMoveFrom = untilMove === true ? await departmentOf(session, person) : null;
  const row = { person, target, kind, by: who, reason: because, at, until: until ?? null, untilMoveFrom };
  return {
    ops: [{ op: 'put', in: 'exception', row }, recheck(person)],
    audit: [{ kind: kind === 'grant' ? 'grant' : 'revocation', person, facts: { by: who, target, until }, detail: { reason: because } }],
  };
}

async function departmentOf(session: Session, person: string): Promise<string> {
  const [plural] = await session.store.get(session.tenant, 'person', [[person]]);
  const heads = await session.store.get(
    session.tenant,
    'employee',
    (plural?.employees ?? [person]).map((id) => [id]),
  );
  return departmentAmong(
    session,
    heads.filter((head) => head !== undefined),
  );
}

/** The department of the employment that counts among these; empty for none. */
export async function departmentAmong(session: Session, heads: readonly EmployeeRow[]): Promise<string> {
  const records = [
    ...(
      await recordsOf(
        session,
        heads.filter((head) => !isGone(head)),
      )
    ).values(),
  ];
  // On a last day the hour may be another; then there is nothing to move from any more.
  return records.length === 0 ? '' : (personOf('', records, session.calendar, 'end-of-last-day').primary.departmentId ?? '');
}

async function personNamed(session: Session, verb: string, person: string): Promise<void> {
  if (!(await notAnEmployment(session, verb, person))) throw refused(verb, 'person', 'nobody has this id', unknownPerson);
}
