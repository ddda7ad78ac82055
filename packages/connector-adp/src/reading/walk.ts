// Reading everybody from a list without a snapshot or an order: whoever is hired or leaves meanwhile moves the others, and
// offsets repeat some and skip others. Such a reading goes over the list again, and is whole when two agree.
import { type ConnectorContext, type EmployeeRecord, type Page, type PageRequest, TenureError } from '@tenure/core/connector';
import { largestPage, type WorkerPage } from '../api/workers.ts';
import { unreadable } from '../errors.ts';
import { digestOf } from './digest.ts';
import { createIdSet, type IdSet } from './id-set.ts';

/** A row with its id, as a record. */
export interface Row {
  readonly id: string;
  readonly record: EmployeeRecord;
}

export interface WalkParts {
  readonly fetch: (skip: number, top: number, context: ConnectorContext) => Promise<WorkerPage | undefined>;
  readonly rows: (page: readonly unknown[], context: ConnectorContext) => Promise<readonly Row[]>;
}

export interface Walk {
  /** One page of people, each given once. */
  page(request: PageRequest, context: ConnectorContext): Promise<Page<EmployeeRecord>>;
  /** Somebody came or went, as the queue says: what is being read goes over the list again. */
  disturb(): void;
  /** Why the reading that ended last may lack somebody. Told once. */
  takeDoubts(): readonly string[];
}

interface Reading {
  /** Everybody handed out. */
  given: IdSet;
  /** Everybody met in this pass over the list. */
  met: IdSet;
  rows: number;
  pass: number;
  skip: number;
  /** What the pass before met. */
  before: string | undefined;
  total: number | undefined;
  isPart: boolean;
  isDisturbed: boolean;
  /** What leads to its next page; `undefined` before the first and when it is over. */
  cursor: string | undefined;
  underWay: Promise<Page<EmployeeRecord>> | undefined;
  last: { readonly cursor: string | undefined; readonly page: Page<EmployeeRecord> } | undefined;
}

const mostPasses = 3;
/** Pages of people who were all given before are not handed out one by one. */
const pagesAtOnce = 50;
/** Readings that were given up are forgotten, oldest first. */
const readingsAtOnce = 8;

export function openWalk({ fetch, rows: rowsOf }: WalkParts): Walk {
  const readings: Reading[] = [];
  let doubts: readonly string[] = [];

  async function advance(reading: Reading, limit: number, context: ConnectorContext): Promise<Page<EmployeeRecord>> {
    const { cursor } = reading;
    const top = Math.min(Math.max(1, Math.trunc(limit)), largestPage);
    let items: readonly EmployeeRecord[] = [];
    let done = false;
    for (let pages = 0; pages < pagesAtOnce && items.length === 0 && !done; pages += 1) {
      const page = await fetch(reading.skip, top, context);
      if (page === undefined || page.rows.length === 0) done = endPass(reading);
      else items = take(reading, page, await rowsOf(page.rows, context));
    }
    if (done) doubts = doubtsAbout(reading);
    reading.cursor = done ? undefined : cursorOf(reading);
    if (done) Object.assign(reading, { given: createIdSet(), met: createIdSet() });
    const page = reading.cursor === undefined ? { items } : { items, next: reading.cursor };
    reading.last = { cursor, page };
    return page;
  }

  function turn(reading: Reading, limit: number, context: ConnectorContext): Promise<Page<EmployeeRecord>> {
    const page = advance(reading, limit, context).finally(() => {
      reading.underWay = undefined;
    });
    reading.underWay = page;
    return page;
  }

  return {
    async page({ cursor, limit }, context) {
      if (cursor === undefined) {
        const reading = newReading();
        readings.push(reading);
        if (readings.length > readingsAtOnce) readings.shift();
        return turn(reading, limit, context);
      }
      // Readings that have come to the same place are alike, and each is continued once.
      const there = readings.filter((reading) => reading.cursor === cursor);
      const free = there.find(({ underWay }) => underWay === undefined);
      if (free !== undefined) return turn(free, limit, context);
      const repeated = there[0]?.underWay ?? readings.find(({ last }) => last?.cursor === cursor)?.last?.page;
      if (repeated !== undefined) return repeated;
      const fact = 'the cursor is of a reading that is over';
      throw new TenureError('CONNECTOR_REJECTED', { system: 'adp', verb: 'list employees', fact, details: {} });
    },
    disturb() {
      for (const reading of readings) reading.isDisturbed = true;
    },
    takeDoubts() {
      const told = doubts;
      doubts = [];
      return told;
    },
  };
}

function newReading(): Reading {
  const nothing = { before: undefined, total: undefined, cursor: undefined, underWay: undefined, last: undefined };
  return { given: createIdSet(), met: createIdSet(), rows: 0, pass: 1, skip: 0, isPart: false, isDisturbed: false, ...nothing };
}

/** The same wherever a reading has come to the same place by the same people. */
function cursorOf({ pass, skip, rows, met, given, before }: Reading): string {
  return `${pass}-${skip}-${digestOf([rows, met.mark, given.mark, before])}`;
}

/** Those of a page who were not given before. The offset goes on by what came, not by what was asked for. */
function take(reading: Reading, { total, isPart }: WorkerPage, rows: readonly Row[]): readonly EmployeeRecord[] {
  reading.skip += rows.length;
  reading.rows += rows.length;
  reading.total = total;
  reading.isPart = isPart;
  for (const { id } of rows) reading.met.add(id);
  if (reading.rows > reading.met.size * 2 + 10 * largestPage) throw unreadable('list employees', 'its pages lead back to each other');
  return rows.filter(({ id }) => reading.given.add(id)).map(({ record }) => record);
}

/** Whether the reading is over; otherwise it stands at the beginning of another pass. */
function endPass(reading: Reading): boolean {
  const { met, rows, before, pass, total, isDisturbed } = reading;
  const isCalm = rows === met.size && !isDisturbed && (total === undefined || total === met.size);
  if ((pass === 1 && isCalm) || met.mark === before || pass === mostPasses) return true;
  Object.assign(reading, { before: met.mark, met: createIdSet(), rows: 0, skip: 0, pass: pass + 1, isDisturbed: false });
  return false;
}

function doubtsAbout({ met, pass, before, total, isPart }: Reading): readonly string[] {
  return [
    ...(pass > 1 && met.mark !== before ? [`the list of people moved while it was read, ${pass} times over`] : []),
    ...(total !== undefined && total !== met.size ? [`ADP announced ${total} people and gave ${met.size}`] : []),
    ...(isPart ? ['ADP says that its list is not whole'] : []),
  ];
}
