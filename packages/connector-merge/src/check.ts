// What can be known before the first run, line by line. It only reads.
import { type CheckItem, type CheckReport, type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { listGroups, listTeams } from './api/hris.ts';
import type { AccountFacts } from './api/wire.ts';
import { onlyAccountRefused, stateOf } from './connection.ts';
import { evidenceOf, factsOf } from './evidence.ts';
import { departmentRecords, directoryOfGroups, directoryOfTeams } from './mapping/department.ts';
import type { MergeSettings } from './options.ts';
import type { People } from './reading/people.ts';
import type { MergeHttp } from './transport/open.ts';

export async function checkMerge(
  http: MergeHttp,
  settings: MergeSettings,
  people: People,
  context: ConnectorContext,
): Promise<CheckReport> {
  const report = (items: readonly CheckItem[]) => ({ system: 'merge', items });
  const accepted = 'the API key and the account token are accepted';
  let facts: AccountFacts;
  try {
    facts = await factsOf(http.account, context);
  } catch (error) {
    if (!isTenureError(error)) throw error;
    const unlinked = await onlyAccountRefused(http, error, context).catch(() => false);
    return report([
      unlinked ? { title: accepted, state: 'problem', detail: 'the API key is good; the account token is not' } : failed(accepted, error),
    ]);
  }
  return report([
    { title: accepted, state: 'ok' },
    connectionItem(facts),
    completenessItem(facts, settings, context.now()),
    await item('employees can be read', context, () => sampleItem(people, context)),
    await item('departments can be read', context, () => departmentsItem(http, settings, context)),
    webhookItem(settings, facts),
  ]);
}

type Finding = Omit<CheckItem, 'title'>;

function connectionItem({ account, statuses }: AccountFacts): CheckItem {
  const { state, system, detail } = stateOf(account, statuses);
  const said = [system, detail].filter((text) => text !== undefined).join(': ');
  const good = state === 'connected' || state === 'syncing';
  return { title: `the HR system is ${state}`, state: good ? 'ok' : 'problem', ...(said === '' ? {} : { detail: said }) };
}

function completenessItem(facts: AccountFacts, settings: MergeSettings, now: number): CheckItem {
  const title = 'Merge holds everything, and it is fresh';
  const { complete, reasons = [], freshAt } = evidenceOf(facts, settings, now);
  if (!complete) return { title, state: 'warning', detail: `${reasons.join('; ')}. Nobody is taken for gone until then` };
  return { title, state: 'ok', ...(freshAt === undefined ? {} : { detail: `as of ${new Date(freshAt).toISOString()}` }) };
}

async function sampleItem(people: People, context: ConnectorContext): Promise<Finding> {
  const { items } = await people.page({ limit: 100 }, {}, context);
  if (items.length === 0) return { state: 'warning', detail: 'there is nobody; has the first sync been finished?' };
  const read = items.flatMap((record) => (record.kind === 'record' ? [record.value] : []));
  const lacking = (['workEmail', 'departmentId', 'jobTitle', 'startDate', 'status'] as const)
    .map((field) => ({ field, without: read.filter((employee) => employee[field] === null || employee[field] === undefined).length }))
    .filter(({ without }) => without > 0)
    .map(({ field, without }) => `${without} of ${read.length} lack ${field}`);
  return lacking.length === 0 ? { state: 'ok', detail: `a sample of ${items.length}` } : { state: 'warning', detail: lacking.join('; ') };
}

async function departmentsItem(
  { account }: MergeHttp,
  { departmentTypes, without }: MergeSettings,
  context: ConnectorContext,
): Promise<Finding> {
  if (departmentTypes === undefined)
    return counted(departmentRecords(directoryOfTeams(await listTeams(account, context)), undefined).length);
  if (without.has('Group')) return { state: 'not-checked', detail: 'by option, groups are left out' };
  const directory = directoryOfGroups(await listGroups(account, context));
  const found = departmentRecords(directory, departmentTypes).length;
  if (found > 0 || directory.size === 0) return counted(found);
  const types = new Set([...directory.values()].map(({ type }) => type ?? 'no type'));
  return { state: 'warning', detail: `no group is a department; there are groups of ${[...types].sort().join(', ')}: see departmentsFrom` };
}

function counted(found: number): Finding {
  return found === 0 ? { state: 'warning', detail: 'there is none' } : { state: 'ok', detail: `${found} departments` };
}

function webhookItem({ webhook }: MergeSettings, { account }: AccountFacts): CheckItem {
  const title = 'webhooks are received';
  if (webhook === undefined) return { title, state: 'not-checked', detail: 'no signature key is set; changes show at the next reading' };
  if (webhook.linkedAccountId === account.id) return { title, state: 'ok', detail: 'for this account' };
  return { title, state: 'problem', detail: `linkedAccountId is not this account's id, ${account.id}` };
}

async function item(title: string, context: ConnectorContext, look: () => Promise<Finding>): Promise<CheckItem> {
  try {
    return { title, ...(await look()) };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isTenureError(error)) throw error;
    return failed(title, error);
  }
}

function failed(title: string, error: { readonly message: string; readonly hint: string }): CheckItem {
  return { title, state: 'problem', detail: `${error.message}. ${error.hint}` };
}
