// One process that synchronises and ends, or dies where it was told to.
import { isTenureError } from '@tenure/core';
import { sqliteStore } from '@tenure/core/sqlite';
import { createDeath, mortalFetch, mortalStore, trackedTarget } from './killing.ts';
import { lifecycleOf, targetsOf } from './lifecycle.ts';
import type { Orders, Words } from './orders.ts';

const { addresses, store: file, shiftMs, death, mebibytes } = JSON.parse(process.env['ORDERS'] ?? '') as Orders;

const dies = death === undefined ? async () => {} : createDeath(death);
const say = (words: Words): void => void process.stdout.write(JSON.stringify(words));

try {
  const store = sqliteStore(file, mebibytes === undefined ? {} : { maximumMebibytes: mebibytes });
  const { okta, chat, desk } = targetsOf(addresses, mortalFetch(dies));
  const targets = { okta: trackedTarget(okta), chat: trackedTarget(chat), desk: trackedTarget(desk) };
  const lifecycle = lifecycleOf(addresses.employees, targets, { store: mortalStore(store, dies), shiftMs });
  const { run } = await lifecycle.sync();
  // What an account that was taken on lacks is known once it is ours.
  await lifecycle.sync();
  const after = await lifecycle.plan();
  await lifecycle.close();
  say({ changes: Object.values(run.counts).reduce((sum, count) => sum + count, 0), left: after.total });
} catch (error) {
  say({ code: isTenureError(error) ? error.code : String(error) });
  process.exitCode = 1;
}
