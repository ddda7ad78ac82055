// Rules: what goes in comes out, value by value.
import assert from 'node:assert/strict';
import { ruleOnStore, type StoreRule } from './rule.ts';
import { employeeOf, employeeRow, putEmployees, putSetting, settingOf, tenant } from './samples.ts';

const jsonValues: Readonly<Record<string, unknown>> = {
  null: null,
  false: false,
  zero: 0,
  fraction: 0.1,
  empty: '',
  text: '"quoted" \\ \n \u0000 \u2028 é 日本 😀 \ud800',
  nested: { list: [1, null, { deep: [[]] }], 'key with "quotes"': true },
  looksLikeJson: '{"a":1}',
};

export const valueRules: readonly StoreRule[] = [
  ruleOnStore('json-values', 'JSON comes back as it went in: null, empty, nested, any text', async (store) => {
    await store.commit(
      tenant,
      Object.entries(jsonValues).map(([name, value]) => putSetting(name, value)),
    );
    for (const [name, value] of Object.entries(jsonValues)) assert.deepEqual(await settingOf(store, name), value, name);
  }),
  ruleOnStore('large-values', 'a value of a million characters comes back whole', async (store) => {
    const large = { text: 'ä€😀.'.repeat(200_000) };
    await store.commit(tenant, [putSetting('large', large)]);
    assert.deepEqual(await settingOf(store, 'large'), large);
  }),
  ruleOnStore('text-values', 'text is exact: case, spaces, zero characters and digits that look like numbers', async (store) => {
    const texts = ['007', '1e3', ' a ', 'A', 'a', "'; --", 'a\u0000b', '', 'e\u0301', 'é', '😀'];
    await store.commit(tenant, putEmployees(texts.map((id) => employeeRow(id, { person: id, settled: id }))));
    const rows = await store.get(
      tenant,
      'employee',
      texts.map((text) => [text]),
    );
    assert.deepEqual(
      rows.map((row) => [row?.id, row?.person, row?.settled]),
      texts.map((text) => [text, text, text]),
    );
  }),
  ruleOnStore('boolean-values', 'true and false come back as booleans, from put and from update', async (store) => {
    await store.commit(tenant, putEmployees([employeeRow('yes', { plain: true }), employeeRow('no', { plain: false })]));
    assert.equal((await employeeOf(store, 'yes'))?.plain, true);
    assert.equal((await employeeOf(store, 'no'))?.plain, false);
    const when = { plain: true };
    const result = await store.commit(tenant, [{ op: 'update', in: 'employee', key: ['yes'], set: { plain: false }, when }]);
    assert.deepEqual(result, { applied: true });
    assert.equal((await employeeOf(store, 'yes'))?.plain, false);
  }),
  ruleOnStore('integer-values', 'integers come back exactly, up to 2^53 - 1 on both sides of zero', async (store) => {
    const extremes = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0, 1_700_000_000_000];
    await store.commit(tenant, putEmployees(extremes.map((dueAt, index) => employeeRow(`e${index}`, { dueAt }))));
    for (const [index, dueAt] of extremes.entries()) assert.equal((await employeeOf(store, `e${index}`))?.dueAt, dueAt);
  }),
  ruleOnStore('null-columns', 'null is a value: it is in the row, while a column not asked for is not', async (store) => {
    const { settled: _, ...without } = employeeRow('a');
    await store.commit(tenant, [{ op: 'put', in: 'employee', row: without as never }]);
    const row = await employeeOf(store, 'a');
    assert.equal(row?.settled, null);
    assert.ok(row && 'settled' in row, 'a nullable column left out of put is null');
    const [part] = await store.get(tenant, 'employee', [['a']], ['id']);
    assert.ok(part && !('settled' in part));
  }),
  ruleOnStore(
    'passed-rows-are-copies',
    'changing a row after it was passed changes nothing, also before the commit is done',
    async (store) => {
      const row = { name: 'x', value: { list: ['first'] } };
      const ops = [{ op: 'put' as const, in: 'setting' as const, row }];
      const committed = store.commit(tenant, ops);
      row.value.list.push('second');
      row.name = 'y';
      ops.length = 0;
      await committed;
      row.value.list.push('third');
      assert.deepEqual(await settingOf(store, 'x'), { list: ['first'] });
      assert.equal(await settingOf(store, 'y'), undefined);
    },
  ),
];
