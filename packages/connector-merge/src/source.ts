// The source as a table of contents: which file answers which verb.
import type { ConnectorContext, HrisSource } from '@tenure/core/connector';
import { getAccount, getScopes, listSyncStatus } from './api/account.ts';
import { checkMerge } from './check.ts';
import { connectionOf } from './connection.ts';
import { evidenceOf, factsOf, fingerprintOf } from './evidence.ts';
import { type MergeSourceOptions, settingsOf } from './options.ts';
import { changesSince } from './reading/changes.ts';
import { openDepartments } from './reading/departments.ts';
import { openPeople } from './reading/people.ts';
import { keepSight } from './sight.ts';
import { openMerge } from './transport/open.ts';
import { webhookOf } from './webhook.ts';

/**
 * The HR system behind one linked account of Merge, as the source of a lifecycle. Creating it requests nothing and holds
 * nothing open; it never writes to the HR system, and to Merge only by `connection`.
 *
 * A full reading costs one request for every 100 employees, one for every 100 groups, and eight for the evidence around it.
 * Every page is held to what Merge documents; half a page, an error under status 200 or a list that leads back to itself is
 * an error, never the end of the list.
 *
 * @example
 * const source = mergeSource({ apiKey: process.env.MERGE_API_KEY ?? '', accountToken: () => vault.read('merge-acme') });
 * @throws {TenureError} `OPTIONS_INVALID` with every problem at once.
 */
export function mergeSource(options: MergeSourceOptions): HrisSource {
  const settings = settingsOf(options);
  const http = openMerge(settings.access, settings.http);
  const sight = keepSight(http.account);
  const people = openPeople(http.account, settings, sight);
  const evidence = async (context: ConnectorContext) => {
    const facts = await factsOf(http.account, context);
    sight.note(facts, context.now());
    return evidenceOf(facts, settings, context.now());
  };
  const fingerprint = async (context: ConnectorContext) => {
    const account = await getAccount(http.account, context);
    const facts = { account, statuses: await listSyncStatus(http.account, context), scopes: await getScopes(http.account, context) };
    sight.note(facts, context.now());
    return fingerprintOf(facts, settings);
  };
  const changes = { http: http.account, people, settings, fingerprint };
  return {
    id: 'merge',
    contract: 1,
    // A row that is stored anew while the list is read moves to a later page.
    repeats: 'newer',
    limits: { requests: { count: settings.requestsPerMinute, perMs: 60_000 } },
    check: (context) => checkMerge(http, settings, people, context),
    employees: {
      list: (request, context) => {
        if (request.cursor === undefined) people.begin();
        return people.page(request, {}, context);
      },
      get: ({ id }, context) => people.get(id, context),
      changes: (request, context) => changesSince(changes, request, context),
    },
    departments: { list: openDepartments(http.account, settings) },
    evidence,
    webhook: settings.webhook === undefined ? undefined : webhookOf(settings.webhook),
    connection: connectionOf(http),
  };
}
