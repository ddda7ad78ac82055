// Merge's own copy of one model: rows in the order of their making, found by id, by remote id and by position.
import { createHash } from 'node:crypto';
import type { Fields } from './models.ts';

/** A record as Merge stores it. `data` is the HR system's record of the last copy, shared and never changed. */
export interface Row {
  readonly id: string;
  readonly remoteId: string;
  readonly createdAt: number;
  position: number;
  modifiedAt: number;
  data: Fields;
  deleted: boolean;
  /** Blanked on request: all properties null, never updated again. */
  shell: boolean;
}

export interface Shelf {
  readonly size: number;
  get(id: string): Row | undefined;
  byRemoteId(remoteId: string): Row | undefined;
  /** The id of a record, stored or not: ids follow from the remote id. */
  idOf(remoteId: string): string;
  /** Adds or changes a record. */
  put(remoteId: string, data: Fields, now: number): Row;
  /** Says that a row is different now. */
  touch(row: Row, now: number): void;
  all(): Iterable<Row>;
  /** Rows behind a position, forwards; without one, from the start. */
  after(position: number): Iterable<Row>;
  /** Rows before a position, backwards. */
  before(position: number): Iterable<Row>;
}

/** `space` keeps ids of different accounts and models apart. */
export function createShelf(space: string, rowsMove: boolean): Shelf {
  const byId = new Map<string, Row>();
  const byRemoteId = new Map<string, Row>();
  const places: (Row | undefined)[] = [];
  const idOf = (remoteId: string): string => byRemoteId.get(remoteId)?.id ?? uuidOf(`${space}/${remoteId}`);
  const touch = (row: Row, now: number): void => {
    row.modifiedAt = now;
    if (!rowsMove) return;
    places[row.position] = undefined;
    row.position = places.push(row) - 1;
  };
  const after = function* (position: number): Iterable<Row> {
    for (let index = position + 1; index < places.length; index += 1) {
      const row = places[index];
      if (row !== undefined) yield row;
    }
  };
  return {
    get size() {
      return byId.size;
    },
    get: (id) => byId.get(id),
    byRemoteId: (remoteId) => byRemoteId.get(remoteId),
    idOf,
    put(remoteId, data, now) {
      const known = byRemoteId.get(remoteId);
      if (known !== undefined) {
        known.data = data;
        known.deleted = false;
        touch(known, now);
        return known;
      }
      const id = idOf(remoteId);
      const row: Row = { id, remoteId, createdAt: now, modifiedAt: now, position: places.length, data, deleted: false, shell: false };
      places.push(row);
      byId.set(id, row);
      byRemoteId.set(remoteId, row);
      return row;
    },
    touch,
    all: () => after(-1),
    after,
    *before(position) {
      for (let index = Math.min(position, places.length) - 1; index >= 0; index -= 1) {
        const row = places[index];
        if (row !== undefined) yield row;
      }
    },
  };
}

/** A UUID that follows from a text, so that two runs give the same ids. */
export function uuidOf(text: string): string {
  const hex = createHash('sha1').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)];
  return parts.join('-');
}
