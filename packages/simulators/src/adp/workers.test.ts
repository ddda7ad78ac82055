import { expect, test } from 'vitest';
import { type Asking, startAsking } from './asking.ts';
import { type ProductName, productNames } from './products.ts';

const list = '/hr/v2/workers';
const ids = (rows: readonly Readonly<Record<string, unknown>>[]): unknown[] => rows.map(({ associateOID: id }) => id);

async function company(
  number: number,
  options?: Parameters<typeof startAsking>[0],
): Promise<Asking & { readonly people: readonly string[] }> {
  const asking = await startAsking(options);
  const people = asking.server.subscriber.hr.bulkLoad(Array.from({ length: number }, (_, index) => ({ givenName: `P${index}` })));
  return Object.assign(asking, { people });
}

test('pages go by offset, 50 by default and 100 at most, and end with 204, by switch with an empty list', async () => {
  for (const [endOfList, status, text] of [
    [204, 204, ''],
    ['empty-list', 200, '{"workers":[],"meta":null,"confirmMessage":null}'],
  ] as const) {
    await using asking = await company(120, { switches: { endOfList } });
    expect((await asking.ask(list)).rows.length).toBe(50);
    expect((await asking.ask(`${list}?$top=200`)).rows.length).toBe(100);
    expect((await asking.ask(`${list}?$top=100&$skip=100`)).rows.length).toBe(20);
    expect(await asking.ask(`${list}?$top=100&$skip=120`)).toMatchObject({ status, text });
  }
});

test('meta is null, or filled by switch', async () => {
  await using plain = await company(3);
  expect((await plain.ask(list)).body['meta']).toBeNull();
  await using filled = await company(3, { switches: { meta: 'filled' } });
  const { meta } = (await filled.ask(`${list}?$top=2`)).body;
  expect(meta).toMatchObject({ completeIndicator: true, startSequence: 0, totalNumber: 3, links: [{ rel: 'first' }, { rel: 'next' }] });
});

test('someone hired or removed between two pages makes a row come twice or never', async () => {
  await using asking = await company(4, { switches: { order: 'newest-first' } });
  const { hr } = asking.server.subscriber;
  const first = await asking.ask(`${list}?$top=2`);
  asking.server.fail({ path: list, effect: { kind: 'meanwhile', does: () => hr.hire({}) } });
  const second = await asking.ask(`${list}?$top=2&$skip=2`);
  expect(ids(second.rows)[0], 'twice').toBe(ids(first.rows)[1]);
  const again = await asking.ask(`${list}?$top=2`);
  hr.remove(String(ids(again.rows)[0]));
  const rest = await asking.ask(`${list}?$top=3&$skip=2`);
  expect([...ids(again.rows), ...ids(rest.rows)], 'never').not.toContain(asking.people[2]);
});

test('by switch every call starts elsewhere', async () => {
  await using asking = await company(4, { switches: { order: 'unstable' } });
  const [one, other] = [await asking.ask(list), await asking.ask(list)];
  expect(ids(one.rows)).not.toEqual(ids(other.rows));
  expect(new Set(ids(one.rows))).toEqual(new Set(ids(other.rows)));
});

test('$select drops everything that is not listed, the associate OID included', async () => {
  await using asking = await company(1);
  const { rows } = await asking.ask(`${list}?$select=workers/person/legalName,workers/workAssignments/jobTitle`);
  expect(rows).toEqual([{ person: { legalName: expect.objectContaining({ givenName: 'P0' }) }, workAssignments: [{}] }]);
});

test('$filter takes eq and and for the documented paths; a second one counts for nothing, others are 500', async () => {
  await using asking = await company(2);
  const { hr } = asking.server.subscriber;
  const id = hr.hire({ department: { code: '001000', name: 'Engineering' } });
  hr.terminate(asking.people[0] ?? '');
  const by = async (query: string) => ids((await asking.ask(`${list}?${query}`)).rows);
  const status = 'workers/workAssignments/assignmentStatus/statusCode/codeValue';
  const unit = 'workers/workAssignments/homeOrganizationalUnits';
  expect(await by(`$filter=${status} eq 'T'`)).toEqual([asking.people[0]]);
  expect(await by(`$filter=${unit}/nameCode/codeValue eq '001000' and ${unit}/typeCode/codeValue eq 'Department'`)).toEqual([id]);
  expect(await by(`$filter=workerID/idValue eq '7ZQ000002'&$filter=${status} eq 'T'`)).toEqual([asking.people[1]]);
  expect((await asking.ask(`${list}?$filter=person/birthDate eq 'x'`)).status).toBe(500);
  expect((await asking.ask(`${list}?$count=true`)).status).toBe(400);
});

test('birth dates are masked unless asked for', async () => {
  await using asking = await startAsking();
  asking.server.subscriber.hr.hire({ birthDate: '1990-05-04' });
  expect((await asking.ask(list)).rows).toMatchObject([{ person: { birthDate: '0000-05-04' } }]);
  const headers = { accept: 'application/json;masked=false' };
  expect((await asking.ask(list, { headers })).rows).toMatchObject([{ person: { birthDate: '1990-05-04' } }]);
});

test('the role decides who is seen; without one it is refused by switch', async () => {
  await using asking = await company(1);
  const as = async (roleCode: string) => (await asking.ask(list, { headers: { roleCode } })).status;
  expect([await as('practitioner'), await as('administrator'), await as('employee'), await as('king')]).toEqual([200, 200, 204, 400]);
  await using strict = await company(1, { switches: { roleCode: 'required' } });
  expect((await strict.ask(list)).status).toBe(400);
});

test('an answer is repeated for the same address while the cache holds, and fresh for a new one', async () => {
  await using asking = await company(1, { switches: { readCacheSeconds: 30 } });
  const { clock, subscriber } = asking.server;
  const path = `${list}/${asking.people[0]}`;
  const name = async (query = '', headers = {}) => JSON.stringify((await asking.ask(path + query, { headers })).rows).includes('Changed');
  expect(await name()).toBe(false);
  subscriber.hr.change(asking.people[0] ?? '', { familyName: 'Changed' });
  expect([await name(), await name('?preventCache=1'), await name('', { 'if-none-match': 'true' })]).toEqual([false, true, true]);
  clock.advance(30_000);
  expect(await name()).toBe(true);
});

test('who may not be seen is left out without a word, and refused in the product’s own way', async () => {
  const refusals: readonly (readonly [ProductName, number, number])[] = [
    ['workforce-now', 403, 404],
    ['run', 404, 404],
    ['next-gen', 503, 503],
  ];
  for (const [product, hidden, unknown] of refusals) {
    await using asking = await company(3, { product });
    asking.server.subscriber.hide(({ givenName }) => givenName === 'P1');
    expect((await asking.ask(list)).rows.length).toBe(2);
    expect((await asking.ask(`${list}/${asking.people[1]}`)).status).toBe(hidden);
    expect((await asking.ask(`${list}/none`)).status).toBe(unknown);
  }
});

/** What tells products apart: states, type of a department, name of a work e-mail, dates, kind of worker, superiors, job key. */
const shown: Readonly<Record<ProductName, readonly unknown[]>> = {
  'workforce-now': [
    ['Active', 'Inactive', 'Terminated'],
    'Department',
    'Work E-mail',
    '2026-08-03',
    { codeValue: '1099', shortName: 'Own' },
    1,
    'itemID',
  ],
  run: [['A', 'L', 'T'], 'DEPARTMENT', undefined, '2026-08-03T00:00:00Z', { codeValue: '1099' }, 1, 'itemID'],
  vantage: [['A', 'L', 'T'], 'CMPY-DEPT', 'Business', '2026-08-03', { codeValue: '1099', shortName: 'Own' }, 2, 'itemID'],
  'next-gen': [['active', 'leave', 'T'], 'costing', 'Work E-mail', undefined, { codeValue: 'OTHER' }, 1, 'itemID'],
  international: [
    ['ACTIVE', 'INACTIVE', 'TERMINATED'],
    ...['department', 'Work E-mail', '2026-08-03', { codeValue: '1099', shortName: 'Own' }, 1, 'workAssignmentID'],
  ],
};

interface Shown {
  readonly associateOID: string;
  readonly workerStatus: { readonly statusCode: { readonly codeValue: string } };
  readonly workerDates: { readonly adjustedServiceDate: string } | null;
  readonly businessCommunication: { readonly emails: readonly { readonly nameCode?: { readonly codeValue: string } }[] };
  readonly workAssignments: readonly {
    readonly homeOrganizationalUnits: readonly { readonly typeCode: { readonly codeValue: string } }[];
    readonly workerTypeCode: unknown;
    readonly reportsTo: readonly unknown[];
  }[];
}

test.each(productNames)('%s shows an active, an absent and a departed worker in its own way', async (product) => {
  await using asking = await startAsking({ product });
  const { hr } = asking.server.subscriber;
  const workerType = { code: '1099', name: 'Own' };
  const person = { workEmail: 'a@company.example', department: { code: '001', name: 'Sales' }, workerType, reportsTo: 'G3NOBODY' };
  const [, absent, departed] = [hr.hire(person), hr.hire(person), hr.hire(person)];
  hr.leave(absent);
  hr.terminate(departed);
  const rows = (await asking.ask(list)).rows as unknown as readonly Shown[];
  const [first] = rows;
  const job = first?.workAssignments[0];
  expect([
    rows.map(({ workerStatus }) => workerStatus.statusCode.codeValue),
    job?.homeOrganizationalUnits[0]?.typeCode.codeValue,
    first?.businessCommunication.emails[0]?.nameCode?.codeValue,
    first?.workerDates?.adjustedServiceDate,
    job?.workerTypeCode,
    job?.reportsTo.length,
    Object.keys(job ?? {})[0],
  ]).toEqual(shown[product]);
  expect(/^\d+$/.test(first?.associateOID ?? '')).toBe(product === 'run');
});

test('a long label comes as longName, a short one as shortName', async () => {
  await using asking = await startAsking();
  asking.server.subscriber.hr.hire({
    department: { code: '1', name: 'Engineering and everything near it' },
    jobCode: { code: '2', name: 'Clerk' },
  });
  expect((await asking.ask(list)).rows[0]?.['workAssignments']).toMatchObject([
    {
      homeOrganizationalUnits: [{ nameCode: { codeValue: '1', longName: 'Engineering and everything near it' } }],
      jobCode: { codeValue: '2', shortName: 'Clerk' },
    },
  ]);
});

test('departments: a flat table, hierarchies where tenant or product have them', async () => {
  const seeded = async (options: Parameters<typeof startAsking>[0]) => {
    const asking = await startAsking(options);
    const { hr } = asking.server.subscriber;
    hr.putDepartment({ payrollGroup: '7ZQ', code: '01', name: 'Company' });
    hr.putDepartment({ payrollGroup: ' ', code: '02', name: 'Sales', parent: '01', isActive: false });
    return asking;
  };
  const table = '/hcm/v1/validation-tables/departments';
  await using plain = await seeded({});
  expect((await plain.ask(table)).body['listItems']).toMatchObject([
    { payrollGroupCode: '7ZQ', nameCode: { code: '01', name: 'Company' }, inactiveIndicator: false },
    { payrollGroupCode: ' ', nameCode: { code: '02', name: 'Sales' }, inactiveIndicator: true },
  ]);
  expect((await plain.ask(`${table}?$skip=2`)).status).toBe(204);
  expect((await plain.ask('/hr/v1/organization-departments')).status).toBe(404);
  expect((await plain.ask('/core/v1/organization-departments')).status).toBe(404);
  await using stubborn = await seeded({ switches: { departmentsHonourSkip: false, organizationDepartments: 'present' } });
  expect((await stubborn.ask(`${table}?$skip=2`)).status).toBe(200);
  const hierarchy = [
    { departmentCode: { codeValue: '01' } },
    { departmentCode: { codeValue: '02' }, parentDepartmentCode: { codeValue: '01' } },
  ];
  expect((await stubborn.ask('/hr/v1/organization-departments')).body['organizationDepartments']).toMatchObject(hierarchy);
  await using international = await seeded({ product: 'international', switches: { organizationDepartments: 403 } });
  expect((await international.ask('/core/v1/organization-departments/02')).body['organizationDepartments']).toMatchObject([hierarchy[1]]);
  expect((await international.ask('/hr/v1/organization-departments')).status).toBe(403);
});

test('the lighter form has no jobs', async () => {
  await using asking = await company(1);
  const { rows } = await asking.ask('/hr/v2/worker-demographics');
  expect([ids(rows), rows[0]?.['workAssignments']]).toEqual([asking.people, undefined]);
  expect((await asking.ask(`/hr/v2/worker-demographics/${asking.people[0]}`)).rows.length).toBe(1);
});

test('a hundred thousand people are seeded, and a page at the end costs a page', async () => {
  await using asking = await company(100_000);
  expect((await asking.ask(`${list}?$top=100&$skip=99950`)).rows.length).toBe(50);
  expect((await asking.ask(`${list}?$top=100&$skip=100000`)).status).toBe(204);
  expect(asking.server.subscriber.queue.messages(), 'a bulk load is not announced').toEqual([]);
}, 60_000);
