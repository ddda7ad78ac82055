import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sqliteStore } from '../../store/sqlite/index.ts';
import { faultyStore, storeFaults, storeRules } from './index.ts';

test('every rule has a planted fault, every fault a rule, and no id is used twice', () => {
  expect(Object.keys(storeFaults).toSorted()).toEqual(storeRules.map(({ id }) => id).toSorted());
});

test.for(Object.entries(storeFaults))('the rule %s fails on a store that has its fault', async ([id, fault]) => {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const rule = storeRules.find((candidate) => candidate.id === id);
  const open = async () => faultyStore(sqliteStore(join(folder, 'store.db')), fault);
  await expect(rule?.check({ open, durable: true })).rejects.toThrow();
});
