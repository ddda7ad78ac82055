// What the steps of one account are made of: their shape, and how a change, a case that waits and a question are put.
import type { AccountProfile, ProfileAttribute } from '../model/account.ts';
import { toInstant } from '../model/dates.ts';
import type { Change, ChangeClass, ChangeKind, Priority, WaitingCase } from './change.ts';
import type { DesiredAccount, DesiredGroup } from './desired.ts';
import type { PersonInput } from './person-input.ts';
import { type AskedQuestion, accountFacts, type QuestionKind, questionId } from './questions.ts';

export interface AccountInput extends PersonInput {
  readonly account: DesiredAccount;
  readonly profile: AccountProfile;
  readonly groups: ReadonlyMap<string, DesiredGroup>;
}

export interface AccountSteps {
  readonly changes: readonly Change[];
  readonly waiting: readonly WaitingCase[];
  readonly questions?: readonly AskedQuestion[];
  /** Changes a protection holds back, with the reason. */
  readonly spared?: readonly { readonly change: Change; readonly because: string }[];
}

export const nothing: AccountSteps = { changes: [], waiting: [] };

interface ChangeFacts {
  readonly because: string;
  readonly priority: Priority;
  readonly accountId?: string;
  readonly attributes?: readonly ProfileAttribute[];
  readonly groups?: Change['groups'];
  readonly state?: Change['state'];
  readonly mode?: Change['mode'];
  readonly due?: number | null;
  readonly irreversible?: boolean;
  readonly beside?: readonly string[];
  readonly names?: string;
  readonly payload: unknown;
}

export function makeChange(input: AccountInput, kind: ChangeKind, changeClass: ChangeClass, facts: ChangeFacts): Change {
  const { payload, due, irreversible, ...rest } = facts;
  const target = input.account.target.id;
  const group = kind === 'group.add' || kind === 'group.remove' ? `/${facts.groups?.[0]?.id ?? ''}` : '';
  return {
    id: `${target}/${input.person.id.replaceAll('/', '%2F')}/${kind}${group}`,
    kind,
    class: changeClass,
    person: input.person.id,
    target,
    ...rest,
    due: due === null || due === undefined ? null : toInstant(due),
    ...(irreversible === true ? { irreversible } : {}),
    payloadHash: input.digest.keyed(JSON.stringify([kind, payload])),
  };
}

export function kindsOf(role: 'identity' | 'app') {
  return role === 'identity'
    ? ({ disable: 'user.disable', delete: 'user.delete', enable: 'user.enable', update: 'user.update' } as const)
    : ({ disable: 'account.disable', delete: 'account.delete', enable: 'account.enable', update: 'account.update' } as const);
}

export const onlyChanges = (...changes: Change[]): AccountSteps => ({ changes, waiting: [] });

export function waitingFor(input: AccountInput, kind: WaitingCase['kind'], because: string, accountIds?: readonly string[]): AccountSteps {
  const { person, account } = input;
  const facts = { person: person.id, target: account.target.id, kind, because };
  return { changes: [], waiting: [accountIds === undefined ? facts : { ...facts, accountIds }] };
}

/** A question about one account, apart from what may be answered. */
export function questionAbout({ person, account }: AccountInput, kind: QuestionKind, accountId: string, because: string) {
  const { id } = account.target;
  return {
    id: questionId(kind, id, person.id),
    person: person.id,
    target: id,
    facts: accountFacts(accountId),
    because,
    severity: 'normal' as const,
    candidates: [{ accountId, state: kind === 'gone' ? ('gone' as const) : ('unknown' as const) }],
  };
}

export function asked(input: AccountInput, kind: WaitingCase['kind'], question: AskedQuestion, because = question.because): AccountSteps {
  const accountIds = question.candidates.map(({ accountId }) => accountId);
  const [waiting] = waitingFor(input, kind, because, accountIds).waiting;
  return { changes: [], waiting: waiting === undefined ? [] : [{ ...waiting, question: question.id }], questions: [question] };
}
