import { expect, test } from 'vitest';
import { type Asking, startAsking } from './asking.ts';

async function company(options?: Parameters<typeof startAsking>[0]): Promise<Asking> {
  const asking = await startAsking(options);
  const { account } = asking.server;
  account.hr.put('groups', { remote_id: 'D-1', name: 'Sales', type: 'Department', parent_group: 'D-2' });
  account.hr.put('groups', { remote_id: 'D-2', name: 'Company', type: 'Tribe', parent_group: 'D-1' });
  account.hr.put('groups', { remote_id: 'D-3', name: 'Nothing in particular', type: null });
  account.hr.put('teams', { remote_id: 'T-1', name: 'Blue' });
  account.seed([
    { remote_id: 'E-1', first_name: 'Ada', work_email: 'ada@company.example', groups: ['D-1', 'D-2'], start_date: '2024-02-01' },
    { remote_id: 'E-2', first_name: 'Bo', manager: 'E-1', team: 'T-1', employment_status: 'Terminated', termination_date: '2025-05-05' },
    { remote_id: 'E-3', first_name: 'Cy', employment_status: 'Pre-Hire', start_date: '2026-09-01', work_email: null },
    { remote_id: 'E-4', first_name: 'Dee', employment_status: 'Sabbatical', manager: 'E-nobody' },
    { remote_id: 'E-5', first_name: 'Eve', groups: null },
  ]);
  return asking;
}

const names = (rows: readonly Readonly<Record<string, unknown>>[]): unknown[] => rows.map(({ first_name: name }) => name);

test.each([
  ['', ['Ada', 'Bo', 'Cy', 'Dee', 'Eve']],
  ['employment_status=ACTIVE', ['Ada', 'Eve']],
  ['employment_status=INACTIVE', ['Bo']],
  ['employment_status=PENDING', ['Cy']],
  ['employment_status=Sabbatical', ['Dee']],
  ['work_email=ada@company.example', ['Ada']],
  ['remote_id=E-4', ['Dee']],
  ['started_after=2026-01-01', ['Cy']],
  ['started_before=2026-01-01', ['Ada']],
  ['terminated_after=2025-01-01', ['Bo']],
  ['terminated_before=2025-01-01', []],
  ['modified_after=2026-08-03T08:00:00Z', []],
  ['created_before=2026-08-03T08:00:01Z', ['Ada', 'Bo', 'Cy', 'Dee', 'Eve']],
  ['unheard=of', ['Ada', 'Bo', 'Cy', 'Dee', 'Eve']],
])('employees?%s shows %j', async (query, expected) => {
  await using asking = await company();
  expect(names((await asking.ask(`/employees?${query}`)).rows)).toEqual(expected);
});

test('references are filters by the id at Merge', async () => {
  await using asking = await company();
  const { account } = asking.server;
  const by = async (query: string) => names((await asking.ask(`/employees?${query}`)).rows);
  expect(await by(`manager_id=${account.idOf('employees', 'E-1')}`)).toEqual(['Bo']);
  expect(await by(`groups=${account.idOf('groups', 'D-2')}`)).toEqual(['Ada']);
  expect(await by(`team_id=${account.idOf('teams', 'T-1')}`)).toEqual(['Bo']);
});

test('groups go by type and name; types that occur have a list of their own', async () => {
  await using asking = await company();
  expect((await asking.ask('/groups?types=DEPARTMENT,Tribe')).rows.length).toBe(2);
  expect((await asking.ask('/groups?names=Sales')).rows.length).toBe(1);
  expect((await asking.ask('/groups/types')).body['types']).toEqual(['DEPARTMENT', 'Tribe']);
  const { rows } = await asking.ask('/groups?expand=parent_group');
  expect(
    rows.map(({ type }) => type),
    'a mapped, a raw and an absent type',
  ).toEqual(['DEPARTMENT', 'Tribe', null]);
  expect(rows[0]?.['parent_group'], 'parents in a circle').toMatchObject({ parent_group: rows[0]?.['id'] });
});

test('a manager who does not exist has an id, and is nobody when expanded or asked for', async () => {
  await using asking = await company();
  const { rows } = await asking.ask('/employees?remote_id=E-4');
  expect(rows[0]?.['manager']).toMatch(/^[0-9a-f-]{36}$/);
  expect((await asking.ask(`/employees/${rows[0]?.['manager']}`)).status).toBe(404);
  expect((await asking.ask('/employees?remote_id=E-4&expand=manager')).rows[0]?.['manager']).toBeNull();
});

test('every property that a source does not have is null, never absent', async () => {
  await using asking = await company();
  const [eve] = (await asking.ask('/employees/?remote_id=E-5')).rows;
  expect(eve).toMatchObject({ groups: null, work_email: null, employments: [], custom_fields: null, ssn: null, remote_was_deleted: false });
});

test('pages follow the cursor forwards and back, 30 by default and 100 at most', async () => {
  await using asking = await startAsking();
  asking.server.account.seed(Array.from({ length: 250 }, (_, index) => ({ first_name: String(index) })));
  expect((await asking.ask('/employees')).rows.length).toBe(30);
  const sizes: number[] = [];
  let [cursor, previous]: [unknown, unknown] = ['', null];
  do {
    const { body, rows } = await asking.ask(`/employees?page_size=500&cursor=${cursor}`);
    sizes.push(rows.length);
    [cursor, previous] = [body['next'], body['previous']];
  } while (cursor !== null);
  expect(sizes).toEqual([100, 100, 50]);
  const back = await asking.ask(`/employees?page_size=500&cursor=${previous}`);
  expect(names(back.rows).slice(0, 1)).toEqual(['100']);
});

test('a cursor is refused with other filters, by switch it is taken', async () => {
  for (const [cursorWithOtherFilters, status] of [
    ['refuse', 400],
    ['ignore', 200],
  ] as const) {
    await using asking = await company({ switches: { cursorWithOtherFilters } });
    const { body } = await asking.ask('/employees?page_size=2');
    expect((await asking.ask(`/employees?page_size=2&cursor=${body['next']}`)).status).toBe(200);
    expect((await asking.ask(`/employees?page_size=3&cursor=${body['next']}`)).status).toBe(status);
    expect((await asking.ask('/employees?cursor=nonsense')).status).toBe(400);
  }
});

test('by switch a large page is refused', async () => {
  await using asking = await company({ switches: { largePages: 'refuse' } });
  expect((await asking.ask('/employees?page_size=101')).status).toBe(400);
});

test('by switch a changed record moves to the end, so that a walk meets it twice', async () => {
  await using asking = await company({ switches: { changedRecordsMove: true } });
  const { account } = asking.server;
  const first = await asking.ask('/employees?page_size=3');
  account.hr.change('E-1', { last_name: 'Changed' });
  account.sync.run();
  const rest = await asking.ask(`/employees?page_size=3&cursor=${first.body['next']}`);
  expect([...names(first.rows), ...names(rest.rows)]).toEqual(['Ada', 'Bo', 'Cy', 'Dee', 'Eve', 'Ada']);
});

test('employments keep every job, ordered on request', async () => {
  await using asking = await company();
  const { account } = asking.server;
  account.hr.changeJob('E-1', { job_title: 'Clerk', effective_date: '2024-02-01' });
  account.hr.changeJob('E-1', { job_title: 'Head', effective_date: '2027-01-01', employment_type: 'Full-Time' });
  account.hr.changeJob('E-1', { job_title: 'Lead', effective_date: '2025-01-01', employment_type: 'W2 salaried' });
  account.sync.run();
  const by = `employee_id=${account.idOf('employees', 'E-1')}`;
  const titles = async (query: string) => (await asking.ask(`/employments?${by}&${query}`)).rows.map((row) => row['job_title']);
  expect(await titles('')).toEqual(['Clerk', 'Head', 'Lead']);
  expect(await titles('order_by=effective_date')).toEqual(['Clerk', 'Lead', 'Head']);
  expect(await titles('order_by=-effective_date')).toEqual(['Head', 'Lead', 'Clerk']);
  const { rows } = await asking.ask('/employees?remote_id=E-1&expand=employments&expand=groups');
  expect(rows[0]).toMatchObject({ groups: [{ name: 'Sales' }, { name: 'Company' }] });
  expect(rows[0]?.['employments']).toMatchObject([
    { employment_type: null },
    { employment_type: 'FULL_TIME' },
    { employment_type: 'W2 salaried' },
  ]);
});

test('dates come as date-times or as days, and pass as entered with an offset', async () => {
  for (const [dates, expected] of [
    ['date-time', '2024-02-01T00:00:00Z'],
    ['date', '2024-02-01'],
  ] as const) {
    await using asking = await company({ switches: { dates } });
    expect((await asking.ask('/employees?remote_id=E-1')).rows[0]?.['start_date']).toBe(expected);
    asking.server.account.hr.change('E-1', { start_date: '2024-02-01T22:00:00-05:00' });
    asking.server.account.sync.run();
    expect((await asking.ask('/employees?remote_id=E-1')).rows[0]?.['start_date']).toBe('2024-02-01T22:00:00-05:00');
  }
});

test('a deleted record is read by id as the switch says', async () => {
  for (const [deletedById, plain, asked] of [
    ['with-parameter', 404, 200],
    ['always', 200, 200],
    ['never', 404, 404],
  ] as const) {
    await using asking = await company({ switches: { deletedById } });
    const { account } = asking.server;
    account.hr.remove('employees', 'E-1');
    account.sync.run();
    const path = `/employees/${account.idOf('employees', 'E-1')}`;
    expect((await asking.ask(path)).status).toBe(plain);
    expect((await asking.ask(`${path}?include_deleted_data=true`)).status).toBe(asked);
  }
});

test('an ignored person is a shell: hidden, all null on request, and never updated again', async () => {
  await using asking = await company();
  const { account } = asking.server;
  const id = account.idOf('employees', 'E-1');
  expect((await asking.ask(`/employees/ignore/${id}`, { method: 'POST' })).status).toBe(200);
  account.hr.change('E-1', { first_name: 'New' });
  account.sync.run();
  expect(names((await asking.ask('/employees')).rows)).not.toContain('Ada');
  const shells = (await asking.ask('/employees?include_shell_data=true')).rows.filter((row) => row['id'] === id);
  expect(shells).toMatchObject([{ first_name: null, remote_id: null, work_email: null }]);
});
