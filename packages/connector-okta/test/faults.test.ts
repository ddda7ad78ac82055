// A fault at every call of every event: after a resume everything is as it would have been without it.
import type { Draft, Employee } from '@tenure/core/connector';
import type { FaultEffect } from '@tenure/simulators/okta';
import { describe, expect, test } from 'vitest';
import { type Company, type CompanyOptions, openCompany, worker } from './company.ts';

interface Event {
  readonly name: string;
  readonly options?: CompanyOptions;
  /** HR day by day; the last day is the event. */
  readonly days: readonly (readonly Draft<Employee>[])[];
}

const left = worker('ada', { status: 'terminated', endDate: '2026-11-20' });
const manyGroups = { Sales: Array.from({ length: 22 }, (_, index) => `Sales-${index}`) };

const events: readonly Event[] = [
  { name: 'a joiner', days: [[], [worker('ada')]] },
  {
    name: 'a joiner with more groups than one call takes, let in without a mail',
    options: { groups: manyGroups, okta: { activationMail: false } },
    days: [[], [worker('ada')]],
  },
  { name: 'a mover', days: [[worker('ada')], [worker('ada', { departmentId: 'finance', jobTitle: 'Chief' })]] },
  { name: 'a leaver', days: [[worker('ada')], [left]] },
  { name: 'a rehire', days: [[worker('ada')], [left], [worker('ada', { departmentId: 'finance', jobTitle: 'Chief', endDate: null })]] },
];

/** Lost before and lost after are what everything else comes down to: both, at every call. */
const lost: readonly FaultEffect[] = [{ kind: 'reset-before' }, { kind: 'reset-after' }];

/** One of these at every call besides, each in its turn. */
const others: readonly FaultEffect[] = [
  { kind: 'truncated' },
  { kind: 'html' },
  { kind: 'status', status: 500, code: 'E0000009' },
  { kind: 'throttled' },
  { kind: 'crowded' },
];

const effectsAt = (index: number): readonly FaultEffect[] => [...lost, ...others.slice(index % others.length, (index % others.length) + 1)];

/** Everything up to the event. Whoever was mailed a link has followed it, and is signed in. */
async function before({ days, options }: Event): Promise<Company> {
  const company = await openCompany(days[0] ?? [], options);
  for (const [index, people] of days.slice(0, -1).entries()) {
    if (index > 0) company.hr.setEmployees(people);
    await company.lifecycle.sync();
    for (const { id, status } of company.backend.users()) {
      if (status !== 'PROVISIONED') continue;
      company.backend.alterUser(id, { status: 'ACTIVE', hasPassword: true });
      company.backend.signIn(id);
    }
  }
  company.hr.setEmployees(days.at(-1) ?? []);
  company.calls();
  return company;
}

/** The event as often as it takes: a process that ends, another that takes it up, and one that looks whether all is done. */
async function throughout(company: Company): Promise<boolean> {
  await company.lifecycle.sync();
  const { lifecycle } = company.restart();
  await lifecycle.sync();
  await lifecycle.sync();
  const { isEmpty } = await lifecycle.plan();
  await lifecycle.close();
  return isEmpty;
}

/** What is not as it would have been after one fault; empty when all is well. */
async function after(event: Event, call: number, effect: FaultEffect, expected: readonly string[]): Promise<readonly string[]> {
  await using company = await before(event);
  const fault = company.server.fail({ nth: call, effect });
  const isDone = await throughout(company);
  const findings = [
    ...(fault.hits() === 1 ? [] : ['the fault did not hit']),
    ...(isDone ? [] : ['something is left to do']),
    ...difference(company.state(), expected),
  ];
  return findings.map((finding) => `${JSON.stringify(effect)} at call ${call}: ${finding}`);
}

/** Whoever is not as expected, and whoever is expected and not there. */
const difference = (found: readonly string[], expected: readonly string[]): readonly string[] => [
  ...found.filter((line) => !expected.includes(line)),
  ...expected.filter((line) => !found.includes(line)).map((line) => `missing: ${line}`),
];

describe.each(events)('$name', (event) => {
  test('ends the same after an answer lost before or after the deed, or a fault of another kind, at any of its calls', async () => {
    await using clean = await before(event);
    await clean.lifecycle.sync();
    const calls = clean.calls();
    const expected = clean.state();
    expect(calls.length).toBeGreaterThan(0);
    const findings: string[] = [];
    for (const [index] of calls.entries()) {
      for (const effect of effectsAt(index)) findings.push(...(await after(event, index + 1, effect, expected)));
    }
    expect(findings).toEqual([]);
  }, 120_000);
});
