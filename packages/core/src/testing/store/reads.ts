// Rules: getting by key, counting, and what columns come back.
import assert from 'node:assert/strict';
import { ruleOnStore, type StoreRule } from './rule.ts';
import { employeeOf, employeeRow, idsOf, putEmployees, putTasks, taskRow, tenant } from './samples.ts';

export const readRules: readonly StoreRule[] = [
  ruleOnStore(
    'get-order',
    'get answers in the order asked, with undefined where there is no row, and repeats a repeated key',
    async (store) => {
      await store.commit(tenant, putEmployees(['a', 'b', 'c'].map((id) => employeeRow(id))));
      const rows = await store.get(tenant, 'employee', [['c'], ['missing'], ['a'], ['c'], ['b']]);
      assert.deepEqual(
        rows.map((row) => row?.id),
        ['c', undefined, 'a', 'c', 'b'],
      );
      assert.deepEqual(await store.get(tenant, 'employee', []), []);
    },
  ),
  ruleOnStore('get-composite', 'get tells keys of several columns and of numbers apart', async (store) => {
    await store.commit(tenant, [
      ...['1', '2'].map((id) => ({
        op: 'put' as const,
        in: 'planPart' as const,
        row: { build: '1', person: id, changes: `part ${id}` },
      })),
      { op: 'put', in: 'record', row: { seq: 10, id: 'ten', value: { id: 'ten' } } },
      { op: 'put', in: 'record', row: { seq: 9, id: 'nine', value: { id: 'nine' } } },
    ]);
    const parts = await store.get(tenant, 'planPart', [
      ['1', '2'],
      ['2', '1'],
      ['1', '1'],
    ]);
    assert.deepEqual(
      parts.map((row) => row?.changes),
      ['part 2', undefined, 'part 1'],
    );
    const records = await store.get(tenant, 'record', [[9], [10], [1]]);
    assert.deepEqual(
      records.map((row) => row?.id),
      ['nine', 'ten', undefined],
    );
  }),
  ruleOnStore('projection', 'get and scan with columns give those columns and no others', async (store) => {
    await store.commit(tenant, putEmployees([employeeRow('a', { dueAt: 5 }), employeeRow('b', { dueAt: 6 })]));
    assert.deepEqual(await store.get(tenant, 'employee', [['b']], ['person', 'plain']), [{ person: 'b', plain: true }]);
    const { rows, next } = await store.scan(tenant, 'employee', { index: 'due', columns: ['settled'], limit: 1 });
    assert.deepEqual(rows, [{ settled: null }]);
    const rest = await store.scan(tenant, 'employee', { index: 'due', columns: ['id'], limit: 1, after: next });
    assert.deepEqual(rest.rows, [{ id: 'b' }], 'the position must not depend on the columns');
  }),
  ruleOnStore('count', 'count counts a whole collection, a prefix of the key, and a prefix of an index', async (store) => {
    const states = ['ready', 'ready', 'running', 'waiting'] as const;
    await store.commit(tenant, [
      ...putTasks(states.map((state, index) => taskRow(`t${index}`, { state, after: index === 0 ? 't1' : null }))),
      ...['x', 'y'].flatMap((build) =>
        (build === 'x' ? ['1', '2'] : ['1']).map((person) => ({
          op: 'put' as const,
          in: 'planPart' as const,
          row: { build, person, changes: [] },
        })),
      ),
    ]);
    assert.equal(await store.count(tenant, 'task'), 4);
    assert.equal(await store.count(tenant, 'task', { index: 'ready', equals: ['okta', 'ready'] }), 2);
    assert.equal(await store.count(tenant, 'task', { index: 'after' }), 1, 'a sparse index counts what it holds');
    assert.equal(await store.count(tenant, 'planPart', { equals: ['x'] }), 2);
    assert.equal(await store.count(tenant, 'lease'), 0);
  }),
  ruleOnStore('returned-rows-are-copies', 'changing a returned row changes nothing in the store', async (store) => {
    await store.commit(tenant, [
      { op: 'put', in: 'person', row: { id: 'p', employees: ['e1', 'e2'] } },
      ...putEmployees([employeeRow('a')]),
    ]);
    const [person] = await store.get(tenant, 'person', [['p']]);
    attempt(() => Object.assign(person?.employees ?? [], { 0: 'intruder' }));
    attempt(() => Object.assign(person ?? {}, { id: 'other' }));
    const page = await store.scan(tenant, 'employee', { limit: 1 });
    attempt(() => Object.assign(page.rows[0] ?? {}, { phase: 'left' }));
    assert.deepEqual(await store.get(tenant, 'person', [['p']]), [{ id: 'p', employees: ['e1', 'e2'] }]);
    assert.equal((await employeeOf(store, 'a'))?.phase, 'active');
    assert.deepEqual(idsOf((await store.scan(tenant, 'person', { limit: 1 })).rows), ['p']);
  }),
];

/** A store may also freeze what it returns; then the change throws, which keeps the promise as well. */
function attempt(change: () => unknown): void {
  try {
    change();
  } catch (error) {
    assert.ok(error instanceof TypeError);
  }
}
