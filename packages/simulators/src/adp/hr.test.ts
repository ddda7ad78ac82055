import { expect, test } from 'vitest';
import { type Asking, startAsking } from './asking.ts';

const list = '/hr/v2/workers';

async function company(
  number: number,
  options?: Parameters<typeof startAsking>[0],
): Promise<Asking & { readonly people: readonly string[] }> {
  const asking = await startAsking(options);
  const people = asking.server.subscriber.hr.bulkLoad(Array.from({ length: number }, (_, index) => ({ givenName: `P${index}` })));
  return Object.assign(asking, { people });
}

test('a hire of the future is active and listed today', async () => {
  await using asking = await startAsking();
  asking.server.subscriber.hr.hire({ on: '2026-09-01' });
  expect((await asking.ask(list)).rows).toMatchObject([
    { workerDates: { originalHireDate: '2026-09-01' }, workerStatus: { statusCode: { codeValue: 'Active' } } },
  ]);
});

test('a departure of the future shows on its day in the tenant’s zone, on an earlier day as of then, and not when it was cancelled', async () => {
  await using asking = await company(2, { tokenSeconds: 30 * 86_400 });
  const { clock, subscriber } = asking.server;
  for (const id of asking.people) subscriber.hr.terminate(id, { on: '2026-08-10' });
  subscriber.hr.cancelTermination(asking.people[1] ?? '');
  const status = async (query = '') =>
    (await asking.ask(list + query)).rows.map((row) => (row['workerStatus'] as { statusCode: { codeValue: string } }).statusCode.codeValue);
  expect(await status()).toEqual(['Active', 'Active']);
  expect(await status('?asOfDate=08/10/2026')).toEqual(['Terminated', 'Active']);
  clock.moveTo('2026-08-10T03:59:59Z');
  expect(await status()).toEqual(['Active', 'Active']);
  clock.moveTo('2026-08-10T04:00:00Z');
  const { rows } = await asking.ask(list);
  expect(rows[0]).toMatchObject({
    workerDates: { terminationDate: '2026-08-10' },
    workAssignments: [{ assignmentStatus: { statusCode: { codeValue: 'T' } } }],
  });
  expect((await asking.ask(`${list}?asOfDate=2026-08-10`)).status).toBe(400);
});

test('a change made before a departure of the future leaves the departure to its day', async () => {
  await using asking = await startAsking({ tokenSeconds: 30 * 86_400 });
  const { clock, subscriber } = asking.server;
  const id = subscriber.hr.hire({ givenName: 'Ada' });
  subscriber.hr.terminate(id, { on: '2026-08-10' });
  subscriber.hr.change(id, { familyName: 'Byron' });
  subscriber.hr.leave(id);
  subscriber.hr.comeBack(id);
  expect([subscriber.hr.worker(id)?.status, subscriber.hr.worker(id)?.familyName]).toEqual(['active', 'Byron']);
  clock.moveTo('2026-08-11T12:00:00Z');
  expect((await asking.ask(list)).rows).toMatchObject([
    { person: { legalName: { familyName1: 'Byron' } }, workerStatus: { statusCode: { codeValue: 'Terminated' } } },
  ]);
});

test('a rehire moves the hire date, keeps the first start, and clears the departure, by switch it does not', async () => {
  for (const [rehireClearsTermination, terminationDate] of [
    [true, undefined],
    [false, '2026-08-03'],
  ] as const) {
    await using asking = await startAsking({ switches: { rehireClearsTermination } });
    const { hr } = asking.server.subscriber;
    const id = hr.hire({ on: '2020-01-01' });
    hr.terminate(id);
    hr.rehire(id, { on: '2026-09-01' });
    const [row] = (await asking.ask(list)).rows;
    expect(row).toMatchObject({
      associateOID: id,
      workerDates: { originalHireDate: '2020-01-01', rehireDate: '2026-09-01' },
      workerStatus: { statusCode: { codeValue: 'Active' } },
      workAssignments: [{ hireDate: '2026-09-01', actualStartDate: '2020-01-01' }],
    });
    expect(hr.worker(id)?.terminationDate).toBe(terminationDate);
  }
});

test('a second job stands in front of the primary one, a transfer ends one and begins another', async () => {
  await using asking = await startAsking();
  const { hr } = asking.server.subscriber;
  const id = hr.hire({ jobTitle: 'Clerk' });
  hr.addJob(id, { jobTitle: 'Fire warden' });
  hr.transfer(id, { jobTitle: 'Lead', payrollGroup: '8AB' });
  const [row] = (await asking.ask(list)).rows;
  expect(row).toMatchObject({
    workerStatus: { statusCode: { codeValue: 'Active' } },
    workAssignments: [
      { jobTitle: 'Fire warden', primaryIndicator: false },
      { jobTitle: 'Clerk', primaryIndicator: false, assignmentStatus: { statusCode: { codeValue: 'T' } } },
      { jobTitle: 'Lead', primaryIndicator: true, payrollGroupCode: '8AB', assignmentStatus: { statusCode: { codeValue: 'A' } } },
    ],
  });
});
