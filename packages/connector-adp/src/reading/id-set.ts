// Which ids were met, in 16 bytes each or less: a company of a million must not be held in memory to find out who came twice.
import { createHash } from 'node:crypto';

export interface IdSet {
  /** False when it was there already. */
  add(id: string): boolean;
  readonly size: number;
  /** The same for the same ids in any order. */
  readonly mark: string;
}

/** Ids are kept as 53 bits of a hash: among a million, two share one in 10,000 companies, and that only asks one of them again. */
export function createIdSet(): IdSet {
  let slots = new Float64Array(1_024);
  let size = 0;
  const mixed = new Uint32Array(2);

  const place = (table: Float64Array, key: number): number => {
    const mask = table.length - 1;
    let at = (key % table.length) & mask;
    while (table[at] !== 0 && table[at] !== key) at = (at + 1) & mask;
    return at;
  };
  const grow = (): void => {
    const larger = new Float64Array(slots.length * 2);
    for (const key of slots) if (key !== 0) larger[place(larger, key)] = key;
    slots = larger;
  };

  return {
    add(id) {
      const digest = createHash('sha1').update(id).digest();
      const [high, low] = [digest.readUInt32BE(0) >>> 11, digest.readUInt32BE(4)];
      const key = high * 2 ** 32 + low || 1;
      const at = place(slots, key);
      if (slots[at] === key) return false;
      slots[at] = key;
      size += 1;
      mixed[0] = (mixed[0] ?? 0) ^ high;
      mixed[1] = (mixed[1] ?? 0) ^ low;
      if (size * 2 > slots.length) grow();
      return true;
    },
    get size() {
      return size;
    },
    get mark() {
      return `${size}:${mixed.join(':')}`;
    },
  };
}
