// Rules: what each step of a commit does, and that a commit is all or nothing.
import assert from 'node:assert/strict';
import type { Store, StoreOp } from '../../store/port.ts';
import { ruleOnStore, type StoreRule } from './rule.ts';
import {
  employeeOf,
  employeeRow,
  everyRow,
  idsOf,
  journalEntry,
  putEmployees,
  putSetting,
  putTasks,
  settingOf,
  taskRow,
  tenant,
} from './samples.ts';

function appendEntries(tasks: readonly string[]): readonly StoreOp[] {
  return tasks.map((task) => ({ op: 'append', in: 'journal', row: journalEntry(task) }));
}

async function numbers(store: Store): Promise<readonly (readonly [number, string])[]> {
  return (await everyRow(store, 'journal', { limit: 50 })).map(({ seq, task }) => [seq, task]);
}

export const writeRules: readonly StoreRule[] = [
  ruleOnStore('put-replaces', 'put writes the whole row, new or not, and the last of one commit stays', async (store) => {
    await store.commit(tenant, putEmployees([employeeRow('a', { settled: 'x', dueAt: 4 })]));
    const result = await store.commit(tenant, putEmployees([employeeRow('a', { seq: 1 }), employeeRow('a', { seq: 2 })]));
    assert.deepEqual(result, { applied: true });
    assert.deepEqual(await employeeOf(store, 'a'), employeeRow('a', { seq: 2 }));
    assert.deepEqual(await everyRow(store, 'employee', { index: 'due', limit: 9 }), []);
  }),
  ruleOnStore('put-key-alone', 'put writes a row that is nothing but its key, and again makes no second one', async (store) => {
    const put: StoreOp = { op: 'put', in: 'member', row: { target: 'okta', accountId: 'u1', groupId: 'g1' } };
    for (const steps of [[put], [put, put]]) assert.deepEqual(await store.commit(tenant, steps), { applied: true });
    assert.deepEqual(await everyRow(store, 'member', { limit: 9 }), [put.row]);
  }),
  ruleOnStore('insert-keeps', 'insert-if-absent writes a new row, keeps an existing one, and the commit goes on', async (store) => {
    const insert = (value: string): StoreOp => ({ op: 'insert-if-absent', in: 'setting', row: { name: 'x', value } });
    assert.deepEqual(await store.commit(tenant, [insert('first')]), { applied: true });
    assert.deepEqual(await store.commit(tenant, [insert('second'), putSetting('after', true)]), { applied: true });
    assert.equal(await settingOf(store, 'x'), 'first');
    assert.equal(await settingOf(store, 'after'), true);
  }),
  ruleOnStore('update-sets', 'update sets the named columns and leaves the others', async (store) => {
    await store.commit(tenant, putEmployees([employeeRow('a', { settled: 'x', dueAt: 4 })]));
    await store.commit(tenant, [{ op: 'update', in: 'employee', key: ['a'], set: { settled: null, plain: false } }]);
    assert.deepEqual(await employeeOf(store, 'a'), employeeRow('a', { plain: false, dueAt: 4 }));
  }),
  ruleOnStore('update-when', 'an update whose when holds is applied, null and JSON included', async (store) => {
    await store.commit(tenant, putTasks([taskRow('t', { change: { kind: 'group.add', of: [1, null] } })]));
    const when = { state: 'ready', outcome: null, attempts: 0, change: { kind: 'group.add', of: [1, null] } } as const;
    const result = await store.commit(tenant, [{ op: 'update', in: 'task', key: ['t'], set: { state: 'running', attempts: 1 }, when }]);
    assert.deepEqual(result, { applied: true });
    assert.equal((await store.get(tenant, 'task', [['t']]))[0]?.state, 'running');
  }),
  ruleOnStore('update-miss', 'when one when does not hold, nothing of the commit is written and the conflict is named', async (store) => {
    await store.commit(tenant, [putSetting('kept', 1), ...putEmployees([employeeRow('a', { dueAt: 3 })]), ...appendEntries(['one'])]);
    const result = await store.commit(tenant, [
      putSetting('kept', 2),
      putSetting('new', 2),
      ...putEmployees([employeeRow('a', { dueAt: 9 }), employeeRow('b', { dueAt: 1 })]),
      { op: 'delete', in: 'journal', key: [] },
      ...appendEntries(['lost']),
      { op: 'update', in: 'employee', key: ['a'], set: { phase: 'left' }, when: { dueAt: null } },
      putSetting('later', 2),
    ]);
    assert.deepEqual(result, { applied: false, conflict: { in: 'employee', key: ['a'] } });
    assert.deepEqual(idsOf(await everyRow(store, 'employee', { index: 'due', upTo: 5, limit: 9 })), ['a']);
    for (const [name, value] of Object.entries({ kept: 1, new: undefined, later: undefined }))
      assert.equal(await settingOf(store, name), value);
    await store.commit(tenant, appendEntries(['two']));
    assert.deepEqual(await numbers(store), [
      [1, 'one'],
      [2, 'two'],
    ]);
  }),
  ruleOnStore('update-missing', 'an update of a row that is not there is a miss, with or without when', async (store) => {
    for (const when of [{ phase: 'active' } as const, undefined]) {
      const result = await store.commit(tenant, [
        putSetting('new', 1),
        { op: 'update', in: 'employee', key: ['ghost'], set: { phase: 'left' }, when },
      ]);
      assert.deepEqual(result, { applied: false, conflict: { in: 'employee', key: ['ghost'] } });
    }
    assert.equal(await settingOf(store, 'new'), undefined);
    assert.equal(await employeeOf(store, 'ghost'), undefined);
  }),
  ruleOnStore('steps-in-order', 'a step sees what the steps before it did', async (store) => {
    const result = await store.commit(tenant, [
      ...putEmployees([employeeRow('a')]),
      { op: 'update', in: 'employee', key: ['a'], set: { phase: 'left' }, when: { phase: 'active' } },
      { op: 'update', in: 'employee', key: ['a'], set: { dueAt: 1 }, when: { phase: 'left' } },
      { op: 'delete', in: 'employee', key: ['a'] },
      { op: 'insert-if-absent', in: 'employee', row: employeeRow('a', { seq: 7 }) },
    ]);
    assert.deepEqual(result, { applied: true });
    assert.equal((await employeeOf(store, 'a'))?.seq, 7);
  }),
  ruleOnStore('delete-prefix', 'delete removes the rows whose key starts with the values, and no row is no fault', async (store) => {
    const part = (build: string, person: string): StoreOp => ({ op: 'put', in: 'planPart', row: { build, person, changes: [] } });
    await store.commit(tenant, [part('f', '1'), part('f', '2'), part('f2', '1'), part('g', '1'), part('g', '2')]);
    const result = await store.commit(tenant, [
      { op: 'delete', in: 'planPart', key: ['f'] },
      { op: 'delete', in: 'planPart', key: ['g', '2'] },
      { op: 'delete', in: 'planPart', key: ['none'] },
    ]);
    assert.deepEqual(result, { applied: true });
    const left = await everyRow(store, 'planPart', { limit: 9 });
    assert.deepEqual(
      left.map(({ build, person }) => `${build}/${person}`),
      ['f2/1', 'g/1'],
    );
  }),
  ruleOnStore('append-numbers', 'append numbers rows 1, 2, 3 in order, within a commit and across commits', async (store) => {
    await store.commit(tenant, appendEntries(['a', 'b']));
    await store.commit(tenant, appendEntries(['c']));
    assert.deepEqual(await numbers(store), [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
  }),
  ruleOnStore('append-never-again', 'a number is never given twice, also after its row was deleted', async (store) => {
    await store.commit(tenant, appendEntries(['a', 'b']));
    await store.commit(tenant, [{ op: 'delete', in: 'journal', key: [2] }, ...appendEntries(['c'])]);
    await store.commit(tenant, [{ op: 'delete', in: 'journal', key: [] }]);
    await store.commit(tenant, appendEntries(['d']));
    assert.deepEqual(await numbers(store), [[4, 'd']]);
  }),
  ruleOnStore('bad-step', 'a step that cannot be carried out fails the whole commit and leaves nothing of it', async (store) => {
    const bad: readonly StoreOp[] = [
      { op: 'put', in: 'employee', row: { ...employeeRow('b'), plain: 'yes' as unknown as boolean } },
      { op: 'put', in: 'employee', row: { ...employeeRow('b'), person: null as unknown as string } },
      { op: 'put', in: 'employee', row: { ...employeeRow('b'), seq: 0.5 } },
      { op: 'put', in: 'employee', row: { ...employeeRow('b'), intruder: 1 } as never },
      { op: 'put', in: 'setting', row: { name: 'b', value: undefined } },
      { op: 'put', in: 'setting', row: { name: 'lone \ud800', value: 1 } },
      { op: 'update', in: 'employee', key: [], set: { seq: 1 } },
      { op: 'update', in: 'setting', key: ['before'], set: { name: 'elsewhere' } },
      { op: 'append', in: 'setting', row: { name: 'b', value: 1 } },
    ];
    for (const step of bad) {
      await assert.rejects(store.commit(tenant, [putSetting('before', 1), step, putSetting('after', 1)]));
      assert.deepEqual(await everyRow(store, 'setting', { limit: 9 }), []);
    }
    assert.equal(await store.count(tenant, 'employee'), 0);
  }),
  ruleOnStore('commit-limit', 'a commit takes 2,000 steps at once, no more, and none at all', async (store) => {
    const rows = Array.from({ length: 2_000 }, (_, index) => employeeRow(`e${index}`, { seq: index }));
    assert.deepEqual(await store.commit(tenant, putEmployees(rows)), { applied: true });
    assert.equal(await store.count(tenant, 'employee'), 2_000);
    await assert.rejects(store.commit(tenant, putEmployees([...rows, employeeRow('one too many')])));
    assert.deepEqual(await store.commit(tenant, []), { applied: true });
  }),
];
