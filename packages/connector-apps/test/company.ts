// A company in memory around the apps under test: its HR system, its clock and its store. The apps are real HTTP.

import { createLifecycle, inDepartment, type Lifecycle, type LifecycleOptions } from '@tenure/core';
import type { AppProvisioner, Draft, Employee } from '@tenure/core/connector';
import { sqliteStore } from '@tenure/core/sqlite';
import { type ManualClock, type MemorySourceBackend, manualClock, memorySource } from '@tenure/core/testing';

/** Guards that hold nothing: these tests are about something else. */
const noGuards = Object.fromEntries(
  ['create', 'adopt', 'link', 'enable', 'reactivate', 'update', 'rename', 'clear', 'disable', 'delete'].map((name) => [
    name,
    { floor: 1_000_000, share: 1 },
  ]),
) as NonNullable<LifecycleOptions['guards']>;

export const departments = [
  { id: 'd-sales', name: 'Sales', parentId: null },
  { id: 'd-eng', name: 'Engineering', parentId: null },
] as const;

/** Somebody in Sales since 2020; `facts` change what HR says. */
export function worker(number: number, facts: Partial<Draft<Employee>> = {}): Draft<Employee> {
  return {
    id: `e${number}`,
    employeeNumber: `N${number}`,
    firstName: `First${number}`,
    lastName: `Last${number}`,
    workEmail: `person${number}@example.com`,
    departmentId: 'd-sales',
    employmentType: 'full-time',
    status: 'active',
    startDate: '2020-01-06',
    ...facts,
  };
}

export const workers = (count: number): Draft<Employee>[] => Array.from({ length: count }, (_, index) => worker(index + 1));

export interface Company {
  readonly hr: MemorySourceBackend;
  readonly clock: ManualClock & { sleep(milliseconds: number, signal: AbortSignal): Promise<void> };
  /** A lifecycle over the same HR system and store, as after a restart; Sales has the app. */
  lifecycle(app: AppProvisioner, rule?: Partial<NonNullable<LifecycleOptions['apps']>[number]>): Lifecycle;
}

export function company(people: readonly Draft<Employee>[]): Company {
  const { source, backend: hr } = memorySource({ id: 'hr' });
  hr.setEmployees(people);
  hr.setDepartments(departments);
  const hands = manualClock(Date.parse('2026-11-23T12:00:00Z'));
  const clock = {
    ...hands,
    sleep: async (milliseconds: number, signal: AbortSignal): Promise<void> => {
      signal.throwIfAborted();
      hands.advance(milliseconds);
    },
  };
  const store = sqliteStore(':memory:');
  return {
    hr,
    clock,
    lifecycle: (app, rule = {}) =>
      createLifecycle({
        timeZone: 'Europe/London',
        source,
        apps: [{ app, policy: 'both', for: inDepartment('Sales'), ...rule }],
        store,
        clock,
        guards: noGuards,
      }),
  };
}

export async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
