// One process that synchronises and ends, or dies where it was told to.
import { existsSync, readFileSync } from 'node:fs';
import { isTenureError } from '@tenure/core';
import { sqliteStore } from '@tenure/core/sqlite';
import { type Addresses, lifecycleOf } from './company.ts';
import { createDeath, mortalFetch, mortalStore, steps } from './killing.ts';

const { ADDRESSES = '{}', STORE = '', STEP = '', NTH = '1', LOG = '', MEBIBYTES = '' } = process.env;

const passed = new Set(existsSync(LOG) ? readFileSync(LOG, 'utf8').split('\n') : []);
const step = steps.find((each) => each === STEP);
const dies = step === undefined ? async () => {} : createDeath({ step, nth: Number(NTH), passed, log: LOG });

try {
  const store = sqliteStore(STORE, MEBIBYTES === '' ? {} : { maximumMebibytes: Number(MEBIBYTES) });
  const lifecycle = lifecycleOf(JSON.parse(ADDRESSES) as Addresses, mortalStore(store, dies), mortalFetch(dies));
  const { run } = await lifecycle.sync();
  const after = await lifecycle.plan();
  await lifecycle.close();
  process.stdout.write(JSON.stringify({ run: String(run), left: after.total, held: after.header.held.length }));
} catch (error) {
  process.stdout.write(JSON.stringify({ code: isTenureError(error) ? error.code : String(error) }));
  process.exitCode = 1;
}
