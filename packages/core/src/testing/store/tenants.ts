// Rules: what belongs to one tenant is neither seen nor touched by a call about another.
import assert from 'node:assert/strict';
import type { Store } from '../../store/port.ts';
import { ruleOnStore, type StoreRule } from './rule.ts';
import { employeeOf, employeeRow, journalEntry, putEmployees, putSetting, settingOf, tenant } from './samples.ts';

const other = 'south';

async function seedBoth(store: Store): Promise<void> {
  await store.commit(tenant, [...putEmployees([employeeRow('a', { dueAt: 1, person: 'northern' })]), putSetting('x', 'north')]);
  await store.commit(other, [...putEmployees([employeeRow('a', { dueAt: 1, person: 'southern' })]), putSetting('x', 'south')]);
}

export const tenantRules: readonly StoreRule[] = [
  ruleOnStore('tenant-reads', 'get, scan and count see one tenant only', async (store) => {
    await seedBoth(store);
    assert.equal((await employeeOf(store, 'a'))?.person, 'northern');
    for (const index of [undefined, 'due']) {
      const { rows } = await store.scan(tenant, 'employee', { index, limit: 10 });
      assert.deepEqual(
        rows.map(({ person }) => person),
        ['northern'],
      );
      assert.equal(await store.count(tenant, 'employee', index === undefined ? {} : { index }), 1);
    }
    assert.equal(await employeeOf(store, 'a', 'nobody'), undefined);
  }),
  ruleOnStore('tenant-writes', 'put, insert-if-absent, update and delete touch one tenant only', async (store) => {
    await seedBoth(store);
    await store.commit(tenant, [
      { op: 'update', in: 'employee', key: ['a'], set: { phase: 'left' } },
      { op: 'delete', in: 'setting', key: [] },
      { op: 'insert-if-absent', in: 'setting', row: { name: 'y', value: 1 } },
      ...putEmployees([employeeRow('b')]),
    ]);
    assert.equal((await employeeOf(store, 'a', other))?.phase, 'active');
    assert.equal(await settingOf(store, 'x', other), 'south');
    assert.equal(await settingOf(store, 'x'), undefined);
    assert.equal(await settingOf(store, 'y', other), undefined);
    assert.equal(await store.count(other, 'employee'), 1);
  }),
  ruleOnStore('tenant-numbers', 'append counts for each tenant by itself', async (store) => {
    for (const task of ['one', 'two']) await store.commit(tenant, [{ op: 'append', in: 'journal', row: journalEntry(task) }]);
    await store.commit(other, [{ op: 'append', in: 'journal', row: journalEntry('first') }]);
    const { rows } = await store.scan(other, 'journal', { limit: 10 });
    assert.deepEqual(
      rows.map(({ seq, task }) => [seq, task]),
      [[1, 'first']],
    );
  }),
];
