/** Keyed digests, injected so that the pure folders need no runtime. Equal text gives equal digests under one key. */
export interface Digest {
  /** A keyed hash, 22 characters of base64url (128 bits): enough to compare, useless without the key. */
  readonly keyed: (text: string) => string;
  /** Begins a rolling SHA-256 over many texts. */
  readonly rolling: () => RollingDigest;
}

export interface RollingDigest {
  add(text: string): void;
  /** 43 characters of base64url; ends the use of the object. */
  end(): string;
}
