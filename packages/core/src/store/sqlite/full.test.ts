import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { StoreOp } from '../port.ts';
import { sqliteStore } from './index.ts';

function setting(name: string, characters: number): readonly StoreOp[] {
  return [{ op: 'put', in: 'setting', row: { name, value: 'x'.repeat(characters) } }];
}

test('when no room is left, every commit of the batch fails whole, reading goes on, and a smaller commit succeeds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'store.db');
  const store = sqliteStore(file, { maximumMebibytes: 1 });
  await store.commit('t', setting('before', 10));
  const results = await Promise.allSettled([
    store.commit('t', setting('one', 10)),
    store.commit('t', setting('two', 3_000_000)),
    store.commit('t', setting('three', 10)),
  ]);
  for (const result of results) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'STORE_FULL', retry: 'after-delay' } });
    expect(String(result.status === 'rejected' && result.reason)).not.toContain('xxx');
  }
  expect((await store.scan('t', 'setting', { limit: 9 })).rows.map(({ name }) => name)).toEqual(['before']);
  expect(await store.commit('t', setting('after', 10))).toEqual({ applied: true });
  await store.close();
  const again = sqliteStore(file);
  expect(await again.count('t', 'setting')).toBe(2);
  await again.close();
});
