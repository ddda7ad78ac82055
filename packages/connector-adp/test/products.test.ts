// Every product of ADP's through the engine: what happens to people there is what happens to their accounts, in whatever codes
// the product says it.
import { testContext } from '@tenure/core/testing';
import type { ProductName } from '@tenure/simulators/adp';
import { expect, test } from 'vitest';
import { type Company, emailOf, startCompany, worker } from './company.ts';

const people = 12;
const products: readonly ProductName[] = ['workforce-now', 'run', 'vantage', 'next-gen', 'international'];

async function startedWith(product: ProductName): Promise<Company> {
  const company = await startCompany({
    people,
    server: { product },
    lifecycle: { feed: { pageSize: 5 }, schedule: { cutAccessAt: 'immediately' } },
  });
  const { hr } = company;
  // Elsewhere than at Workforce Now codes are ids by themselves.
  if (product === 'international')
    for (const code of ['ENG', 'SAL']) hr.putDepartment({ payrollGroup: '', code, name: code === 'ENG' ? 'Engineering' : 'Sales' });
  for (let number = 2; number <= people; number += 1) hr.changeJob(company.ids[number - 1] ?? '', { reportsTo: company.ids[0] });
  // Somebody reports to somebody who reports to them.
  hr.changeJob(company.ids[0] ?? '', { reportsTo: company.ids[1] });
  expect(await company.sync()).toEqual([]);
  return company;
}

interface Seen {
  readonly department: string | undefined;
  readonly status: string | null | undefined;
  readonly managerId: string | null | undefined;
}

async function seen({ lifecycle, ids }: Company, number: number): Promise<Seen> {
  const names = new Map<string, string>();
  for await (const { id, name } of lifecycle.departments()) names.set(id, name);
  for await (const { id, departmentId, status, managerId } of lifecycle.employees()) {
    if (id === ids[number - 1]) return { department: names.get(departmentId ?? ''), status: status ?? undefined, managerId };
  }
  throw new Error(`nobody has number ${number}`);
}

const without = (...numbers: number[]): string[] =>
  Array.from({ length: people }, (_, index) => index + 1)
    .filter((number) => !numbers.includes(number))
    .map(emailOf);

test.each(products)(
  '%s: leavers of each kind lose access; leave, second jobs, transfers and moves lose nobody; whoever comes back is back',
  async (product) => {
    await using company = await startedWith(product);
    const { hr, ids, adp } = company;
    const id = (number: number): string => ids[number - 1] ?? '';
    expect(company.on()).toEqual(without());
    expect(await seen(company, 2)).toEqual({ department: 'Engineering', status: 'active', managerId: ids[0] });
    hr.terminate(id(1));
    hr.terminate(id(2), { as: 'deceased' });
    hr.terminate(id(3), { as: 'retired' });
    hr.terminate(id(4), { on: '2026-11-25' });
    hr.leave(id(5));
    hr.addJob(id(6));
    hr.transfer(id(7), { payrollGroup: '8AB' });
    hr.changeJob(id(8), { department: { code: 'SAL', name: 'Sales' } });
    const future = hr.hire({ ...worker(13), on: '2026-11-30' });
    expect(await company.sync()).toEqual([]);
    expect(company.on()).toEqual(without(1, 2, 3));
    expect(await seen(company, 5)).toMatchObject({ status: 'on-leave', department: 'Sales' });
    expect(await seen(company, 6)).toMatchObject({ status: 'active' });
    expect(await seen(company, 8)).toMatchObject({ status: 'active', department: 'Sales' });
    expect(await company.source.employees.get?.({ id: future }, { ...testContext(), now: adp.clock.now })).toMatchObject({
      record: { value: { status: product === 'next-gen' ? expect.any(String) : 'pending', startDate: '2026-11-30' } },
    });

    adp.clock.moveTo('2026-11-30T12:00:00Z');
    hr.rehire(id(3));
    hr.comeBack(id(5));
    expect(await company.sync()).toEqual([]);
    expect(company.on()).toEqual([...without(1, 2, 4), emailOf(13)]);
    expect(await seen(company, 5)).toMatchObject({ status: 'active' });

    // The list half read, and whoever is asked for not shown: nobody is gone by either.
    const hiccups = adp.fail({ path: '/hr/v2/workers', nth: 2, times: Number.POSITIVE_INFINITY, effect: { kind: 'partial' } });
    expect((await company.sync()).join()).toMatch(/part of an answer \(206\)/);
    hiccups.remove();
    adp.subscriber.hide(({ associateOID }) => associateOID === id(9));
    await company.sync();
    expect(company.on()).toEqual([...without(1, 2, 4), emailOf(13)]);
  },
);

test.each(products)('%s: a message of its queue says whom to read again', async (product) => {
  await using company = await startedWith(product);
  const { hints } = company.source;
  const context = { ...testContext(), now: company.adp.clock.now };
  for (let left = true; left; ) {
    const message = await hints?.receive({ waitMs: 0 }, context);
    left = message !== undefined;
    if (message !== undefined) await hints?.acknowledge({ receipt: message.receipt }, context);
  }
  company.hr.terminate(company.ids[0] ?? '');
  company.hr.change(company.ids[1] ?? '', { familyName: 'Renamed' });
  const told: unknown[] = [];
  for (
    let message = await hints?.receive({ waitMs: 0 }, context);
    message !== undefined;
    message = await hints?.receive({ waitMs: 0 }, context)
  ) {
    told.push(message.kind === 'hint' ? message.hint.ids : message);
    await hints?.acknowledge({ receipt: message.receipt }, context);
  }
  expect(told).toEqual([[company.ids[0]], [company.ids[1]]]);
  await company.lifecycle.sync({ people: company.ids.slice(0, 2) });
  expect(company.on()).toEqual(without(1));
});
