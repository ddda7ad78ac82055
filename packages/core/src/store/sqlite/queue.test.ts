import { expect, test } from 'vitest';
import type { StoreOp } from '../port.ts';
import { sqliteStore } from './index.ts';

function entries(task: string, count: number): readonly StoreOp[] {
  return Array.from({ length: count }, () => ({
    op: 'append',
    in: 'journal',
    row: { task, run: 'r', step: 'intent', at: 0, data: null },
  }));
}

test('commits are carried out in the order they were made, also when they need several transactions', async () => {
  const store = sqliteStore(':memory:');
  const sizes = [300, 300, 1_200, 1, 499, 1];
  await Promise.all(sizes.map((size, index) => store.commit('t', entries(`c${index}`, size))));
  const { rows } = await store.scan('t', 'journal', { limit: 5_000, columns: ['task'] });
  expect(rows.map(({ task }) => task)).toEqual(sizes.flatMap((size, index) => Array.from({ length: size }, () => `c${index}`)));
  await store.close();
});

test('reads one after the other let timers and sockets have their turn', async () => {
  const store = sqliteStore(':memory:');
  let turned = false;
  setTimeout(() => {
    turned = true;
  }, 1);
  for (let read = 0; read < 1_000_000 && !turned; read += 1) await store.get('t', 'setting', [['x']]);
  expect(turned).toBe(true);
  await store.close();
});
