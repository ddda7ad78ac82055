// The official client against the simulator: neither was written for the other.
import { MergeClient } from '@mergeapi/merge-node-client';
import { expect, test } from 'vitest';
import { type MergeServer, startMergeServer } from './server.ts';

const at = '2026-08-03T08:00:00Z';

function clientOf({ baseUrl, apiKey, account }: MergeServer, accountToken: string = account.token): MergeClient {
  return new MergeClient({ apiKey, accountToken, baseUrl, maxRetries: 0 });
}

async function company(): Promise<MergeServer> {
  const server = await startMergeServer({ at });
  const { hr } = server.account;
  hr.put('groups', { remote_id: 'D-1', name: 'Engineering', type: 'Department' });
  hr.put('locations', { remote_id: 'L-1', name: 'Lisbon', country: 'PT', location_type: 'WORK' });
  server.account.seed([
    { remote_id: 'E-1', first_name: 'Ada', work_email: 'ada@company.example', groups: ['D-1'], start_date: '2024-02-01' },
    { remote_id: 'E-2', first_name: 'Zoë', manager: 'E-1', work_location: 'L-1', groups: ['D-1', null], job: { job_title: 'Engineer' } },
    { remote_id: 'E-3', first_name: 'Øyvind', employment_status: 'On Leave' },
  ]);
  return server;
}

test('it lists people over several pages, with references expanded and enum origins', async () => {
  const server = await company();
  const employees = clientOf(server).hris.employees;
  const names: (string | undefined)[] = [];
  for await (const person of await employees.list({ pageSize: 2 })) names.push(person.firstName);
  expect(names).toEqual(['Ada', 'Zoë', 'Øyvind']);
  const [zoe] = (await employees.list({ remoteId: 'E-2', expand: ['manager', 'employments', 'groups', 'work_location'] })).data;
  expect(zoe).toMatchObject({
    manager: { firstName: 'Ada' },
    employments: [{ jobTitle: 'Engineer' }],
    workLocation: { country: 'PT' },
    employmentStatus: 'ACTIVE',
  });
  expect(zoe?.groups).toMatchObject([{ name: 'Engineering', type: 'DEPARTMENT' }, undefined]);
  const origins = await employees.list({ showEnumOrigins: 'employment_status' });
  expect(origins.data.map(({ employmentStatus }) => employmentStatus)).toEqual(['Active', 'Active', 'On Leave']);
  await server.close();
});

test('it reads incrementally, with deleted people on request only', async () => {
  const server = await company();
  const { account, clock } = server;
  const modifiedAfter = new Date(clock.now());
  clock.advance(60_000);
  account.hr.change('E-1', { last_name: 'Lovelace' });
  account.hr.remove('employees', 'E-3');
  account.sync.run();
  const { employees } = clientOf(server).hris;
  expect((await employees.list({ modifiedAfter })).data.map(({ lastName }) => lastName)).toEqual(['Lovelace']);
  const all = await employees.list({ modifiedAfter, includeDeletedData: true });
  expect(all.data.map(({ remoteId, remoteWasDeleted }) => [remoteId, remoteWasDeleted])).toEqual([
    ['E-1', false],
    ['E-3', true],
  ]);
  const gone = account.idOf('employees', 'E-3');
  await expect(employees.retrieve(gone, {})).rejects.toMatchObject({ statusCode: 404 });
  await server.close();
});

test('it goes the whole way of a customer: link token, exchange, details, status, resync, scopes, a new token, unlinking', async () => {
  const server = await company();
  const { hris } = clientOf(server);
  const { linkToken, integrationName } = await hris.linkToken.create({
    endUserEmailAddress: 'it@second.example',
    endUserOrganizationName: 'Second',
    endUserOriginId: 'tenant-2',
    categories: ['hris'],
    integration: 'workday',
  });
  expect(integrationName).toBe('Workday');
  const publicToken = server.completeLink(linkToken ?? '');
  const { accountToken, integration } = await hris.accountToken.retrieve(publicToken);
  expect(integration.slug).toBe('workday');
  await expect(hris.accountToken.retrieve(publicToken)).rejects.toMatchObject({ statusCode: 404 });

  const second = clientOf(server, accountToken).hris;
  expect(await second.accountDetails.retrieve()).toMatchObject({
    integrationSlug: 'workday',
    status: 'COMPLETE',
    endUserOriginId: 'tenant-2',
  });
  const initial = await second.syncStatus.list({});
  expect(initial.data.map(({ isInitialSync }) => isInitialSync)).toContain(true);
  expect((await second.forceResync.syncStatusResyncCreate()).length).toBe(6);
  expect((await second.syncStatus.list({})).data.every(({ status }) => status === 'DONE')).toBe(true);
  expect((await second.scopes.linkedAccountScopesRetrieve()).commonModels.length).toBe(6);
  expect((await second.availableActions.retrieve()).integration.name).toBe('Workday');
  expect((await hris.linkedAccounts.list({})).data.length).toBe(2);

  const renewed = await second.accountToken.regenerateCreate();
  await expect(second.accountDetails.retrieve()).rejects.toMatchObject({ statusCode: 401 });
  const third = clientOf(server, renewed.accountToken).hris;
  await third.deleteAccount.delete();
  await expect(third.accountDetails.retrieve()).rejects.toMatchObject({ statusCode: 401 });
  await server.close();
});

test('its iterator ends quietly on broken second pages, as measured against a server of another author', async () => {
  for (const kind of ['cut', 'html', 'detail', 'results-null'] as const) {
    const server = await company();
    server.fail({ path: '/api/hris/v1/employees', nth: 2, effect: { kind } });
    const names: unknown[] = [];
    for await (const person of await clientOf(server).hris.employees.list({ pageSize: 2 })) names.push(person.firstName);
    expect(names, kind).toEqual(['Ada', 'Zoë']);
    await server.close();
  }
});
