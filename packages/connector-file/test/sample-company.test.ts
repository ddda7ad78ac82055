import { fileURLToPath } from 'node:url';
import type { Draft, Employee, EmployeeRecord } from '@tenure/core/connector';
import { readAll, testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { sampleFolder } from '../../../scripts/generate-sample.ts';
import { fileSource } from '../src/index.ts';

function sample(name: string) {
  return fileSource({
    employees: fileURLToPath(new URL(name, sampleFolder)),
    departments: fileURLToPath(new URL('departments.csv', sampleFolder)),
    columns: { 'customFields.costCenter': 'Cost Center' },
  });
}

async function read(name: string): Promise<{ records: EmployeeRecord[]; people: Map<string, Draft<Employee>> }> {
  const source = sample(name);
  const records = await readAll((request, context) => source.employees.list(request, context), 100);
  const people = records.flatMap((record): [string, Draft<Employee>][] =>
    record.kind === 'record' ? [[record.value.id, record.value]] : [],
  );
  return { records, people: new Map(people) };
}

describe('the sample company', () => {
  test('has about 250 people in twelve departments and three countries, each read with the fields of an account', async () => {
    const { people } = await read('employees.csv');
    expect(people.size).toBeGreaterThan(230);
    expect(people.size).toBeLessThan(270);
    const { items } = await sample('employees.csv').departments.list({ limit: 100 }, testContext());
    const ids = items.flatMap((item) => (item.kind === 'record' ? [item.value.id] : []));
    expect(ids).toHaveLength(12);
    const everybody = [...people.values()];
    expect(new Set(everybody.map(({ departmentId }) => departmentId))).toEqual(new Set(ids));
    const countries = everybody.map(({ location }) => (location as { country: string }).country);
    expect(new Set(countries)).toEqual(new Set(['GB', 'DE', 'US']));
    for (const person of everybody) {
      expect(['active', 'on-leave', 'pending', 'terminated']).toContain(person.status);
      expect(['full-time', 'part-time', 'contractor']).toContain(person.employmentType);
      if (person.id !== 'W1001') expect(person.managerId).not.toBeUndefined();
    }
  });

  test('has two people of one name and no other such pair', async () => {
    const names = [...(await read('employees.csv')).people.values()].map(({ firstName, lastName }) => `${firstName} ${lastName}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual(['Daniel Weber']);
  });

  test('has one unreadable row on the first day and none on the next', async () => {
    const broken = (await read('employees.csv')).records.filter(({ kind }) => kind === 'unreadable');
    expect(broken).toMatchObject([{ id: 'W2090', reason: '15 cells where the header has 24' }]);
    const next = await read('employees-next-day.csv');
    expect(next.records.every(({ kind }) => kind === 'record')).toBe(true);
    expect(next.people.get('W2090')).toMatchObject({ status: 'active' });
  });

  test('loses nobody overnight and gains the hires and the mended row', async () => {
    const [before, after] = [await read('employees.csv'), await read('employees-next-day.csv')];
    expect([...before.people.keys()].filter((id) => !after.people.has(id))).toEqual([]);
    expect([...after.people.keys()].filter((id) => !before.people.has(id))).toEqual(['W2090', 'W2100', 'W2101']);
  });

  test('has a broken export that lacks half of the people and says itself that it is cut', async () => {
    const source = sample('employees-broken.csv');
    const [{ records }, whole] = [await read('employees-broken.csv'), await read('employees-next-day.csv')];
    expect(records.length).toBeLessThan(whole.people.size * 0.6);
    expect(records.at(-1)).toMatchObject({ kind: 'unreadable' });
    expect(await source.evidence?.(testContext())).toMatchObject({ complete: false });
  });
});
