// Whether what Merge holds is whole and fresh, by what Merge says of itself. Judged purely; asked before and after a reading.
import type { ConnectorContext, Evidence } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { getAccount, getScopes, listIssues, listSyncStatus } from './api/account.ts';
import type { AccountFacts, MergeAccount, MergeIssue, MergeSyncStatus } from './api/wire.ts';
import { modelOf, modelsOf, wordOf } from './models.ts';
import type { MergeSettings } from './options.ts';
import { digestOf } from './reading/mark.ts';
import { shownBy } from './sight.ts';

export async function factsOf(http: HttpClient, context: ConnectorContext): Promise<AccountFacts> {
  const account = await getAccount(http, context);
  const statuses = await listSyncStatus(http, context);
  const scopes = await getScopes(http, context);
  return { account, statuses, scopes, issues: await listIssues(http, context) };
}

/** Changes when the account shows other people or fields than before: another link, other scopes, other options of ours. */
export function fingerprintOf({ account, scopes, statuses }: Omit<AccountFacts, 'issues'>, settings: MergeSettings): string {
  const { departmentTypes, without, statuses: words, employmentTypes, customFields } = settings;
  const off = statuses.filter(({ status }) => wordOf(status) === 'DISABLED').map(modelOf);
  const options = [departmentTypes, [...without].sort(), words, employmentTypes, ...(customFields.size === 0 ? [] : [[...customFields]])];
  return digestOf([account.id, account.integration_slug, scopes, off.sort(), options]);
}

/** How many intervals without a finished sync make the data stale. */
const mostIntervals = 3;

/** Pure; every reason is a clause without values of people. */
export function evidenceOf(facts: AccountFacts, settings: MergeSettings, now: number): Evidence {
  const { account, issues } = facts;
  const rows = modelsOf(settings).map((model) => ({ model, row: facts.statuses.find((status) => modelOf(status) === model) }));
  const joined = rows.flatMap(({ model, row }) => (row === undefined ? [] : [{ model, row }]));
  const reasons = [
    ...accountReasons(account),
    ...(rows[0]?.row === undefined ? ['Merge states no sync of Employee'] : []),
    ...joined.flatMap(({ model, row }) => syncReasons(model, row, now)),
    ...issueReasons(issues),
  ];
  const fresh = joined.map(({ row }) => freshAtOf(row)).filter((at) => at !== undefined);
  const runs = joined.map(({ model, row }) => [model, row.status, row.last_sync_start, row.last_sync_finished, row.last_sync_result]);
  return {
    complete: reasons.length === 0,
    ...(fresh.length < joined.length || fresh.length === 0 ? {} : { freshAt: Math.min(...fresh) }),

    shows: shownBy(facts, settings),
    revision: digestOf([fingerprintOf(facts, settings), account.status, runs]),
    ...(reasons.length === 0 ? {} : { reasons }),
  };
}

function accountReasons({ status, is_duplicate: duplicate }: MergeAccount): string[] {
  const linked = wordOf(status) === 'COMPLETE' ? [] : [`the linked account is ${namedWord(status)}`];
  return duplicate === true ? [...linked, 'the same HR system is linked a second time'] : linked;
}

function issueReasons(issues: readonly MergeIssue[]): string[] {
  const ongoing = issues.filter(({ status, is_muted: muted }) => muted !== true && wordOf(status) !== 'RESOLVED').length;
  return ongoing === 0 ? [] : [`${ongoing} problems of the connection go on in Merge`];
}

function syncReasons(model: string, row: MergeSyncStatus, now: number): string[] {
  if (row.is_initial_sync === true) return [`${model}: the first sync is not finished`];
  const status = wordOf(row.status);
  if (status === 'SYNCING') return [`${model}: a sync is running`];
  if (status !== 'DONE') return [`${model}: the sync is ${namedWord(row.status)}`];
  const result = wordOf(row.last_sync_result);
  if (result !== 'DONE') return [`${model}: the last sync ended ${namedWord(row.last_sync_result)}`];
  return isStale(row, now) ? [`${model}: no sync was finished for ${mostIntervals} intervals`] : [];
}

/** Without a next sync the customer starts them by hand: there is no interval to be late by. */
function isStale({ last_sync_start: start, last_sync_finished: finished, next_sync_start: next }: MergeSyncStatus, now: number): boolean {
  const [startAt, finishedAt, nextAt] = [instantOf(start), instantOf(finished), instantOf(next)];
  if (startAt === undefined || finishedAt === undefined || nextAt === undefined || nextAt <= startAt) return false;
  return now - finishedAt > mostIntervals * (nextAt - startAt);
}

/** When what a model holds was last known to be right. */
export function freshAtOf(row: MergeSyncStatus): number | undefined {
  return instantOf(row.data_fresh_as_of) ?? (wordOf(row.last_sync_result) === 'DONE' ? instantOf(row.last_sync_finished) : undefined);
}

/** A word of Merge's own lists; anything else is not repeated. */
function namedWord(word: string | null | undefined): string {
  return word !== null && word !== undefined && /^[A-Z_]{1,40}$/.test(word) ? word : 'in a state we do not know';
}

function instantOf(text: string | null | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}
