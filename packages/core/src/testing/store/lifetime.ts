// Rules: many callers at once, the end of a store, and what is there when it is opened again.
import assert from 'node:assert/strict';
import { ruleOnStore, type StoreRule } from './rule.ts';
import {
  employeeOf,
  employeeRow,
  everyRow,
  journalEntry,
  putEmployees,
  putSetting,
  putTasks,
  settingOf,
  taskRow,
  tenant,
} from './samples.ts';

export const lifetimeRules: readonly StoreRule[] = [
  ruleOnStore('concurrent-commits', 'commits made at once all land, and one that misses takes no other with it', async (store) => {
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        store.commit(tenant, [
          { op: 'append', in: 'journal', row: journalEntry(`t${index}`) },
          ...putEmployees([employeeRow(`e${index}`)]),
          ...(index % 10 === 3 ? [{ op: 'update' as const, in: 'employee' as const, key: ['ghost'], set: { seq: 1 } }] : []),
        ]),
      ),
    );
    assert.equal(results.filter(({ applied }) => applied).length, 54);
    assert.equal(await store.count(tenant, 'employee'), 54);
    const entries = await everyRow(store, 'journal', { limit: 100 });
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      Array.from({ length: 54 }, (_, index) => index + 1),
    );
    assert.equal(new Set(entries.map(({ task }) => task)).size, 54);
  }),
  ruleOnStore('one-bad-commit', 'a commit that fails takes none of those made at the same moment with it', async (store) => {
    const results = await Promise.allSettled([
      store.commit(tenant, [putSetting('before', 1)]),
      store.commit(tenant, [putSetting('bad', undefined)]),
      store.commit(tenant, [putSetting('after', 1)]),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.equal(await settingOf(store, 'before'), 1);
    assert.equal(await settingOf(store, 'after'), 1);
  }),
  ruleOnStore('one-winner', 'of many that compare and set the same row at once, exactly one wins', async (store) => {
    await store.commit(tenant, putTasks([taskRow('t')]));
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.commit(tenant, [
          { op: 'update', in: 'task', key: ['t'], set: { state: 'running', outcome: `worker ${index}` }, when: { state: 'ready' } },
          putSetting(`won ${index}`, true),
        ]),
      ),
    );
    const winners = claims.flatMap(({ applied }, index) => (applied ? [index] : []));
    assert.equal(winners.length, 1);
    assert.equal((await store.get(tenant, 'task', [['t']]))[0]?.outcome, `worker ${winners[0]}`);
    assert.equal(await store.count(tenant, 'setting'), 1);
  }),
  {
    id: 'closed',
    title: 'after close every call throws, and closing again does nothing',
    async check(world) {
      const store = await world.open();
      await store.close();
      await store.close();
      await assert.rejects(store.get(tenant, 'employee', [['a']]));
      await assert.rejects(store.scan(tenant, 'employee', { limit: 1 }));
      await assert.rejects(store.count(tenant, 'employee'));
      await assert.rejects(store.commit(tenant, [putSetting('x', 1)]));
      await assert.rejects(store.commit(tenant, []));
    },
  },
  {
    id: 'close-finishes',
    title: 'a commit made before close is done before the store ends',
    async check(world) {
      const store = await world.open();
      const [result] = await Promise.all([store.commit(tenant, [putSetting('last', 1)]), store.close()]);
      assert.deepEqual(result, { applied: true });
    },
  },
  {
    id: 'reopened',
    title: 'what was committed is there after closing and opening, and numbers go on where they were',
    needs: 'durable',
    async check(world) {
      const first = await world.open();
      await first.commit(tenant, [...putEmployees([employeeRow('a', { dueAt: 4 })]), putSetting('x', { deep: [null] })]);
      for (const task of ['one', 'two']) await first.commit(tenant, [{ op: 'append', in: 'journal', row: journalEntry(task) }]);
      await first.commit(tenant, [{ op: 'delete', in: 'journal', key: [2] }]);
      await Promise.all([first.commit(tenant, [putSetting('last', 1)]), first.close()]);
      const second = await world.open();
      try {
        assert.deepEqual(await employeeOf(second, 'a'), employeeRow('a', { dueAt: 4 }));
        assert.deepEqual(await settingOf(second, 'x'), { deep: [null] });
        assert.equal(await settingOf(second, 'last'), 1);
        assert.equal(await second.count(tenant, 'employee', { index: 'due' }), 1);
        await second.commit(tenant, [{ op: 'append', in: 'journal', row: journalEntry('three') }]);
        assert.deepEqual(
          (await everyRow(second, 'journal', { limit: 9 })).map(({ seq }) => seq),
          [1, 3],
        );
      } finally {
        await second.close();
      }
    },
  },
];
