// What docs/first-import.md shows, from the file to the second plan.
import { fileSource } from '@tenure/connector-file';
import { createLifecycle, everyone, inDepartment, memoryStore } from '@tenure/core';
import { masked, rows, startCompany } from './company.ts';

const company = startCompany();
const { employees, okta, chat, code, clock, write } = company;
const store = memoryStore();

// #region lifecycle
const lifecycle = createLifecycle({
  timeZone: 'America/New_York',
  source: fileSource({ employees }),
  identityProvider: okta,
  groups: { Sales: ['Sales-Access'], Engineering: ['Engineering-Core'], Finance: ['Finance-Secure'] },
  apps: [
    { app: chat, policy: 'both', for: everyone() },
    { app: code, policy: 'create-only', for: inDepartment('Engineering') },
  ],
  store,
  clock,
});
// #endregion

// #region check
const reports = await lifecycle.check();
const lines = reports.flatMap(({ system, items }) => items.map(({ title, state, detail }) => `${system}: ${title}: ${detail ?? state}`));
// #endregion

// #region plan
const plan = await lifecycle.plan();
const table = plan.toTable();
// #endregion

// #region apply
const run = await lifecycle.apply(plan);
const said = run.toString();
// #endregion

// #region approve
const [adoption] = plan.header.held;
if (adoption !== undefined) await lifecycle.approve(adoption.hash, { by: 'ines.marsh' });
const second = await lifecycle.apply(plan.hash);
// #endregion

// #region again
const again = await lifecycle.plan();
// #endregion

// #region done
await lifecycle.apply(again);
const done = await lifecycle.plan();
// #endregion

write(rows.slice(0, 2));
const short = await lifecycle.plan();

write([]);
const empty = await lifecycle.plan();

write(
  rows.map((row) =>
    row.startsWith('W3') ? row.replace('2021-01-11', '2021-13-11') : row.startsWith('W1') ? row.replace('Active', 'Axtive') : row,
  ),
);
const faulty = await lifecycle.plan();

write(rows.slice(1));
const missing = await lifecycle.plan();

// #region answer
for await (const question of lifecycle.questions({ person: 'W1' })) {
  if (question.kind === 'absence') await lifecycle.answer(question, 'leaver', { by: 'ines.marsh' });
}
const answered = await lifecycle.plan();
// #endregion

write(rows.map((row) => (row.startsWith('W2') ? row.replace('Active', 'Terminated') : row)));
await lifecycle.sync();

// #region undo
write(rows); // HR takes the termination back
const back = await lifecycle.plan();
await lifecycle.apply(back);
// #endregion

company.advanceDays(8);
const december = await lifecycle.plan();

const events: string[] = [];
for await (const { type, ...event } of lifecycle.events({ person: 'W2' })) events.push(`${event.at} ${type}`);
await lifecycle.close();
company.end();

export const outputs: Readonly<Record<string, string>> = {
  check: lines.join('\n'),
  plan: masked(table),
  apply: said,
  approve: second.toString(),
  again: masked(again.toTable()),
  done: masked(done.toTable()),
  short: masked(short.toTable()),
  empty: masked(empty.toTable()),
  faulty: masked(faulty.toTable()),
  missing: masked(missing.toTable()),
  answer: masked(answered.toTable()),
  undo: masked(back.toTable()),
  december: masked(december.toTable()),
  events: events.join('\n'),
};
