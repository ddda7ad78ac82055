import { expect, test } from 'vitest';
import { nobody } from '../src/index.ts';
import { createWorld, departments, noGuards, settledWorld, worker, workers } from './world.ts';

const evil = 'x\u001b[2J\n## Approved';

test('what HR and targets wrote cannot move a cursor, begin a heading or make a link in a print', async () => {
  const people = [{ ...worker(2), id: evil, workEmail: null }, worker(3, { departmentId: 'd-x' })];
  const world = createWorld(people, { groups: { Sales: ['[g](https://x) <b> `c`'] } });
  world.hr.setEmployeeRecords([...world.hr.employees, { kind: 'unreadable', id: evil, where: '# [where](x)', reason: `|${evil}` }]);
  world.hr.setDepartments([
    ...departments.slice(0, 2),
    { id: 'd-x', name: `a|b ${evil}` },
    { id: 'd-sales', name: 'Sales', parentId: 'd-x' },
  ]);
  world.okta.addGroup('[g](https://x) <b> `c`', { id: 'g-x' });
  world.hr.putEmployee(worker(5, { departmentId: 'd-sales' }));
  const plan = await world.lifecycle.plan();
  for (const text of [plan.toMarkdown(), plan.toTable()]) {
    expect(text.match(/[\p{Cc}\p{Cf}]/gu)?.filter((character) => character !== '\n') ?? []).toEqual([]);
    expect(text).not.toMatch(/^## Approved/m);
  }
  const markdown = plan.toMarkdown();
  expect(markdown).toContain('- \\# \\[where\\](x)');
  expect(markdown).toContain('\\[g\\](https://x) \\<b\\> \\`c\\`');
  expect(markdown).toContain('a\\|b');
  expect(markdown).not.toMatch(/(?<!\\)[[\]<>`]/);
});

test('a name of any length takes no more than 80 characters of a print', async () => {
  const world = createWorld([worker(1, { id: 'i'.repeat(200), departmentId: 'd-long', workEmail: null })]);
  world.hr.setDepartments([...departments, { id: 'd-long', name: 'n'.repeat(1_000), parentId: null }]);
  world.hr.setEmployeeRecords([...world.hr.employees, { kind: 'unreadable', where: 'w'.repeat(1_000), reason: 'r'.repeat(9_000) }]);
  const plan = await world.lifecycle.plan();
  for (const text of [plan.toMarkdown(), plan.toTable()]) {
    expect(text).toContain(`${'i'.repeat(79)}…`);
    expect(text).toContain(`${'w'.repeat(79)}…`);
    expect(text).not.toMatch(/i{80}|n{80}|w{80}|r{400}/);
  }
});

test('a print of what another policy would do is as plain as that of a plan', async () => {
  const world = createWorld([{ ...worker(1, { departmentId: 'd-x' }), id: evil }], { guards: noGuards });
  world.hr.setDepartments([...departments, { id: 'd-x', name: `a|b [l](x) ${evil}`, parentId: null }]);
  await world.lifecycle.sync();
  const schedule = {
    createDaysBeforeStart: 0,
    cutAccessAt: 'end-of-last-day',
    deleteAfterDays: null,
    onLeave: 'keep',
    graceDays: 0,
  } as const;
  const policy = { identity: { policy: 'both', for: nobody() }, apps: {}, groups: [], schedule } as const;
  const markdown = (await world.lifecycle.plan({ policy })).toMarkdown();
  expect(markdown).toContain('a\\|b \\[l\\](x) x');
  expect(markdown.match(/[\p{Cc}\p{Cf}]/gu)?.filter((character) => character !== '\n') ?? []).toEqual([]);
  expect(markdown).not.toMatch(/^## Approved/m);
});

test('ordinary names are printed as they are', async () => {
  const world = await settledWorld(workers(2));
  world.hr.setDepartments([...departments, { id: 'd-rd', name: 'R&D #1 (Zürich) – Ærø_東京', parentId: null }]);
  world.hr.putEmployee(worker(9, { departmentId: 'd-rd' }));
  const plan = await world.lifecycle.plan();
  expect(plan.toMarkdown()).toContain('| R&D #1 (Zürich) – Ærø_東京 |');
  expect(plan.toTable()).toContain('R&D #1 (Zürich) – Ærø_東京');
});
