// What people decide and any process may leave in the inbox: answers, approvals, protections, promotions. Here they are judged and
// become steps of the store.
import type { AuditEntry } from '../audit/entry.ts';
import { problemsIn } from '../connector/options.ts';
import { inPlainWords } from '../connector/words.ts';
import { accountFacts, type Choice, offers, questionId } from '../plan/questions.ts';
import { accountProtection, personProtection } from '../read/protected.ts';
import { storedQuestion } from '../read/questions.ts';
import { readSetting, type Session } from '../read/session.ts';
import type { QuestionRow } from '../store/collections.ts';
import { accessDeciders } from './access.ts';
import { approvalDeciders } from './approvals.ts';
import { refused, refusedFor } from './decline.ts';
import { type Effect, recheck } from './effect.ts';
import { type DecisionKind, type DecisionOf, decisionSchemas } from './inbox-entries.ts';
import { joiningDeciders } from './join.ts';
import { notAnEmployment, unknownPerson } from './naming.ts';
import { taskDeciders } from './tasks.ts';

type Decider<Kind extends DecisionKind> = (session: Session, decision: DecisionOf<Kind>, at: number) => Promise<Effect>;

/**
 * Judges one decision as it was handed in. Reads; the caller writes.
 *
 * @throws {TenureError} `OPTIONS_INVALID` when it is malformed, or about what is not there; `PLAN_STALE` for a held part that is
 *   not; `STORE_BUSY` when it cannot be done yet.
 */
export async function decide<Kind extends DecisionKind>(session: Session, kind: Kind, data: unknown, at: number): Promise<Effect> {
  const parsed = decisionSchemas[kind].safeParse(data, { error: inPlainWords });
  if (!parsed.success) throw refusedFor(kind, problemsIn(parsed.error, '(decision)'));
  return (deciders[kind] as Decider<Kind>)(session, parsed.data as DecisionOf<Kind>, at);
}

const deciders: { readonly [Kind in DecisionKind]: Decider<Kind> } = {
  ...accessDeciders,
  ...approvalDeciders,
  ...taskDeciders,
  ...joiningDeciders,
  answer: async (session, { question: id, choice: chosen, by: who }, at) => {
    const [row] = await session.store.get(session.tenant, 'question', [[id]]);
    if (row === undefined)
      throw refused('answer', id, 'nobody asks this, or not any more', 'Nothing was changed; questions() lists what is asked now.');
    const stored = storedQuestion(row);
    if (!offers(stored.choices, chosen)) throw refused('answer', id, `it may be answered by ${stored.choices.map(choiceText).join(', ')}`);
    const value = { ...stored, answer: { facts: stored.facts, choice: chosen, by: who, at } };
    const facts = { by: who, kind: row.kind, target: row.target, severity: stored.severity };
    return {
      ops: [{ op: 'update', in: 'question', key: [id], set: { state: 'answered', value } }, recheck(row.subject)],
      audit: [{ kind: 'answer', person: row.subject, facts, detail: { question: id, choice: choiceText(chosen) } }],
    };
  },
  protect: async (session, { what, reason: because, by: who }, at) => {
    // Before the first reading nobody is known, and somebody may be protected from it.
    if (typeof what === 'string' && !(await notAnEmployment(session, 'protect', what)) && (await hasReading(session)))
      throw refused('protect', 'person', 'nobody has this id', unknownPerson);
    return {
      ops: [{ op: 'put', in: 'protection', row: { id: idOf(what), because, by: who, at } }],
      audit: [await protectionEntry(session, what, { by: who, protected: true }, because)],
    };
  },
  unprotect: async (session, { what, by: who }) => {
    const [row] = await session.store.get(session.tenant, 'protection', [[idOf(what)]]);
    if (row === undefined) throw refused('unprotect', 'what', 'it is not protected');
    const entry = await protectionEntry(session, what, { by: who, protected: false }, row.because);
    const looked = entry.person === undefined ? [] : [recheck(entry.person)];
    return { ops: [{ op: 'delete', in: 'protection', key: [row.id] }, ...looked], audit: [entry] };
  },
  promote: async ({ store, tenant }, { person, target, by: who }, at) => {
    const [row] = await store.get(tenant, 'account', [[target, person]]);
    if (row === undefined) throw refused('promote', `${target}/${person}`, 'the person has no account there');
    const id = questionId('removal', target, person);
    const facts = accountFacts(row.accountId);
    const answer = { facts, choice: 'delete', by: who, at } as const;
    const value = {
      facts,
      because: 'promoted: it may be deleted like one we created',
      severity: 'normal',
      candidates: [{ accountId: row.accountId, state: row.state }],
      choices: ['delete', 'keep'],
      answer,
    };
    const question: QuestionRow = { id, kind: 'removal', subject: person, target, state: 'answered', askedAt: at, value };
    return {
      ops: [{ op: 'put', in: 'question', row: question }],
      audit: [{ kind: 'promotion', person, facts: { by: who, target }, detail: { accountId: row.accountId } }],
    };
  },
};

const hasReading = async (session: Session): Promise<boolean> => (await readSetting(session, 'accepted-feed')) !== undefined;

type Protected = DecisionOf<'protect'>['what'];

const idOf = (what: Protected): string =>
  typeof what === 'string' ? personProtection(what) : accountProtection(what.target, what.accountId);

async function protectionEntry(
  { store, tenant }: Session,
  what: Protected,
  facts: { readonly by: string; readonly protected: boolean },
  because: string,
): Promise<AuditEntry> {
  if (typeof what === 'string') return { kind: 'protection', person: what, facts, detail: { reason: because } };
  const { target, accountId } = what;
  const owner = await store.scan(tenant, 'account', { index: 'account', equals: [target, accountId], limit: 1 });
  const person = owner.rows[0]?.person;
  if (person === undefined) return { kind: 'protection', facts: { ...facts, target, accountId } };
  return { kind: 'protection', person, facts: { ...facts, target }, detail: { accountId, reason: because } };
}

const choiceText = (chosen: Choice): string => (typeof chosen === 'string' ? chosen : `adopt ${chosen.adopt}`);
