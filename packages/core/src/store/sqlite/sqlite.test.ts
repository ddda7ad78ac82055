import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished, test } from 'vitest';
import { storeRules } from '../../testing/store/index.ts';
import { sqliteStore } from './index.ts';

describe('the store in a SQLite file', () => {
  for (const rule of storeRules) {
    test(rule.title, () => {
      const folder = mkdtempSync(join(tmpdir(), 'tenure-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      return rule.check({ open: async () => sqliteStore(join(folder, 'store.db')), durable: true });
    });
  }
});

describe('the SQLite store in memory', () => {
  for (const rule of storeRules.filter(({ needs }) => needs === undefined)) {
    test(rule.title, () => rule.check({ open: async () => sqliteStore(':memory:'), durable: false }));
  }
});
