/** Which of the known employees a reading has met: one bit each, so that a million of them take 125 kilobytes. */
export interface SeenSet {
  /** True when it was not there before. */
  add(seq: number): boolean;
  has(seq: number): boolean;
  readonly size: number;
}

export function createSeenSet(): SeenSet {
  let bits = new Uint8Array(1_024);
  let size = 0;
  const has = (seq: number): boolean => ((bits[seq >> 3] ?? 0) & (1 << (seq & 7))) !== 0;
  return {
    add(seq) {
      if (has(seq)) return false;
      const byte = seq >> 3;
      if (byte >= bits.length) {
        const larger = new Uint8Array(Math.max(byte + 1, bits.length * 2));
        larger.set(bits);
        bits = larger;
      }
      bits[byte] = (bits[byte] ?? 0) | (1 << (seq & 7));
      size += 1;
      return true;
    },
    has,
    get size() {
      return size;
    },
  };
}
