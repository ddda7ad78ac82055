import { describe, expect, test } from 'vitest';
import { storeRules } from '../testing/store/index.ts';
import { memoryStore } from './memory.ts';

describe('the store in memory', () => {
  for (const rule of storeRules.filter(({ needs }) => needs === undefined)) {
    test(rule.title, () => rule.check({ open: async () => memoryStore(), durable: false }));
  }

  test('keeps many changes in order when they are read one by one and all at once', async () => {
    const store = memoryStore();
    const names = Array.from({ length: 300 }, (_, index) => `s${(index * 77) % 300}`);
    for (const name of names) await store.commit('t', [{ op: 'put', in: 'setting', row: { name, value: 1 } }]);
    for (const name of names.slice(0, 100)) await store.commit('t', [{ op: 'delete', in: 'setting', key: [name] }]);
    for (const name of names.slice(0, 7)) {
      await store.commit('t', [{ op: 'put', in: 'setting', row: { name, value: 2 } }]);
      await store.scan('t', 'setting', { limit: 1 });
    }
    const { rows } = await store.scan('t', 'setting', { limit: 500 });
    expect(rows.map(({ name }) => name)).toEqual([...names.slice(100), ...names.slice(0, 7)].toSorted());
  });
});
