// One reading of the hr bench, in a process of its own: what it needs of memory is the reader's alone.
import { text } from 'node:stream/consumers';
import { type AdpSourceOptions, adpSource } from '@tenure/connector-adp';
import { type MergeKeyOptions, mergeSource } from '@tenure/connector-merge';
import { createLifecycle } from '@tenure/core';
import type { HrisSource, Page } from '@tenure/core/connector';
import { sqliteStore } from '@tenure/core/sqlite';
import { manualClock, testContext } from '@tenure/core/testing';
import type { HrFigures, HrStep } from './hr.ts';

const told = JSON.parse(await text(process.stdin)) as HrStep;
const source: HrisSource =
  told.system === 'adp'
    ? adpSource(told.options as unknown as AdpSourceOptions)
    : mergeSource({ ...(told.options as unknown as MergeKeyOptions), requestsPerMinute: 100_000 });
const hands = manualClock(told.at);
const context = testContext({ clock: hands });

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_048_576;
}

async function list(): Promise<Pick<HrFigures, 'people' | 'keptMegabytes'>> {
  let people = 0;
  let pages = 0;
  let early = 0;
  let cursor: string | undefined;
  do {
    const page: Page<unknown> = await source.employees.list({ limit: 500, cursor }, context);
    people += page.items.length;
    pages += 1;
    cursor = page.next;
    if (pages === 20) early = heapMegabytes();
  } while (cursor !== undefined);
  return { people, keptMegabytes: heapMegabytes() - early };
}

async function importAll(): Promise<Pick<HrFigures, 'people'>> {
  const lifecycle = createLifecycle({
    timeZone: 'America/New_York',
    source,
    store: sqliteStore(told.store),
    clock: { now: hands.now, sleep: async (milliseconds) => hands.advance(milliseconds) },
  });
  const { header } = await lifecycle.plan();
  await lifecycle.close();
  if (!header.feed.verdict.complete) throw new Error(header.feed.verdict.reasons.join('; '));
  return { people: header.feed.newPeople };
}

/** Without a mark: the mark of this moment. */
async function changes(): Promise<Pick<HrFigures, 'people' | 'mark'>> {
  let people = 0;
  let cursor: string | undefined;
  for (;;) {
    const page = await source.employees.changes?.({ limit: 500, cursor, since: told.since }, context);
    people += page?.items.length ?? 0;
    cursor = page?.next;
    if (cursor === undefined) return { people, mark: page?.mark };
  }
}

const start = performance.now();
const found = await { list, import: importAll, changes }[told.step]();
const { user, system } = process.cpuUsage();
const figures: HrFigures = {
  ...found,
  seconds: (performance.now() - start) / 1_000,
  cpuSeconds: (user + system) / 1e6,
  peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
};
process.stdout.write(JSON.stringify(figures));
