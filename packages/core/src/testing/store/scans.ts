// Rules: the order of scans, their pages, and what bounds them.
import assert from 'node:assert/strict';
import type { ScanQuery } from '../../store/port.ts';
import { ruleOnStore, type StoreRule } from './rule.ts';
import { employeeRow, everyRow, idsOf, journalEntry, putEmployees, putTasks, taskRow, tenant } from './samples.ts';

/** In code point order, which is not the order of UTF-16 units: the last is outside the basic plane. */
const names = ['', 'A', 'a', 'a\u0000', 'a1', 'aa', 'b', 'é', '日本', '\uffee', '😀'];

export const scanRules: readonly StoreRule[] = [
  ruleOnStore(
    'scan-key-order',
    'a scan gives rows by key, text by code point and numbers by size, and reversed the other way',
    async (store) => {
      await store.commit(tenant, putEmployees(names.toReversed().map((id) => employeeRow(id))));
      await store.commit(
        tenant,
        [10, 9, 100, -1, 0].map((seq) => ({ op: 'put', in: 'record', row: { seq, id: `${seq}`, value: { id: `${seq}` } } })),
      );
      assert.deepEqual(idsOf(await everyRow(store, 'employee', { limit: 50 })), names);
      assert.deepEqual(idsOf(await everyRow(store, 'employee', { limit: 50, reverse: true })), names.toReversed());
      assert.deepEqual(idsOf(await everyRow(store, 'record', { limit: 50 })), ['-1', '0', '9', '10', '100']);
    },
  ),
  ruleOnStore('scan-index-order', 'an index gives rows by its columns, and rows with equal values by key', async (store) => {
    const priorities = [2, 0, 1, 0, 2];
    await store.commit(tenant, putTasks(priorities.map((priority, index) => taskRow(`t${9 - index}`, { priority }))));
    const query: ScanQuery<'task'> = { index: 'ready', equals: ['okta', 'ready'], limit: 50 };
    const expected = ['t6', 't8', 't7', 't5', 't9'];
    assert.deepEqual(idsOf(await everyRow(store, 'task', query)), expected);
    assert.deepEqual(idsOf(await everyRow(store, 'task', { ...query, reverse: true })), expected.toReversed());
  }),
  ruleOnStore('scan-pages', 'pages of one row leave no gap and repeat nothing, also among equal index values', async (store) => {
    const rows = ['e', 'd', 'c', 'b', 'a'].map((id) => employeeRow(id, { dueAt: id < 'd' ? 7 : 8 }));
    await store.commit(tenant, putEmployees(rows));
    const whole = ['a', 'b', 'c', 'd', 'e'];
    for (const index of [undefined, 'due']) {
      assert.deepEqual(idsOf(await everyRow(store, 'employee', { index, limit: 1 })), whole);
      assert.deepEqual(idsOf(await everyRow(store, 'employee', { index, limit: 2, reverse: true })), whole.toReversed());
    }
  }),
  ruleOnStore('scan-end', 'the last page has no next, also when it is full', async (store) => {
    await store.commit(tenant, putEmployees([employeeRow('a'), employeeRow('b')]));
    assert.ok((await store.scan(tenant, 'employee', { limit: 1 })).next);
    assert.equal((await store.scan(tenant, 'employee', { limit: 2 })).next, undefined);
    assert.deepEqual(await everyRow(store, 'task', { limit: 5 }), []);
  }),
  ruleOnStore('scan-position-survives', 'a position stays good when rows around it come and go', async (store) => {
    await store.commit(tenant, putEmployees(['a', 'c', 'e'].map((id) => employeeRow(id))));
    const { next } = await store.scan(tenant, 'employee', { limit: 2 });
    const gone = ['a', 'c'].map((id) => ({ op: 'delete' as const, in: 'employee' as const, key: [id] }));
    await store.commit(tenant, [...gone, ...putEmployees([employeeRow('b'), employeeRow('d')])]);
    assert.deepEqual(idsOf((await store.scan(tenant, 'employee', { limit: 9, after: next })).rows), ['d', 'e']);
  }),
  ruleOnStore('scan-equals', 'equals keeps to the rows whose first columns hold those values', async (store) => {
    const targets = ['okta', 'slack', 'okta2'];
    await store.commit(tenant, putTasks(targets.map((target) => taskRow(`on-${target}`, { target }))));
    assert.deepEqual(idsOf(await everyRow(store, 'task', { index: 'ready', equals: ['okta'], limit: 1 })), ['on-okta']);
    assert.deepEqual(idsOf(await everyRow(store, 'task', { equals: ['on-slack'], limit: 1 })), ['on-slack']);
    assert.deepEqual(await everyRow(store, 'task', { index: 'ready', equals: ['okta', 'dead'], limit: 1 }), []);
  }),
  ruleOnStore('scan-sparse', 'a sparse index leaves out rows whose first column is null, and follows them in and out', async (store) => {
    await store.commit(tenant, putEmployees([employeeRow('a', { dueAt: 3 }), employeeRow('b'), employeeRow('c', { dueAt: 1 })]));
    assert.deepEqual(idsOf(await everyRow(store, 'employee', { index: 'due', limit: 9 })), ['c', 'a']);
    await store.commit(tenant, [
      { op: 'update', in: 'employee', key: ['a'], set: { dueAt: null } },
      { op: 'update', in: 'employee', key: ['b'], set: { dueAt: 0 } },
    ]);
    assert.deepEqual(idsOf(await everyRow(store, 'employee', { index: 'due', limit: 9 })), ['b', 'c']);
  }),
  ruleOnStore('scan-up-to', 'upTo is inclusive, bounds the column after equals, and goes with paging both ways', async (store) => {
    await store.commit(tenant, putEmployees([5, 1, 3, 3, 9].map((dueAt, index) => employeeRow(`e${index}`, { dueAt }))));
    for (const limit of [1, 9]) {
      const query: ScanQuery<'employee'> = { index: 'due', upTo: 3, limit };
      assert.deepEqual(idsOf(await everyRow(store, 'employee', query)), ['e1', 'e2', 'e3']);
      assert.deepEqual(idsOf(await everyRow(store, 'employee', { ...query, reverse: true })), ['e3', 'e2', 'e1']);
    }
    for (const task of ['x', 'y', 'x']) await store.commit(tenant, [{ op: 'append', in: 'journal', row: journalEntry(task) }]);
    const upToTwo = await everyRow(store, 'journal', { index: 'task', equals: ['x'], upTo: 2, limit: 9 });
    assert.deepEqual(
      upToTwo.map(({ seq }) => seq),
      [1],
    );
  }),
];
