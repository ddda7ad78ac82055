// The first password of an account, where an app takes one: random, never stored, handed over once.
import { randomInt } from 'node:crypto';

/** What a handler is given for one new account. The password is in no log, no error and no store of ours. */
export interface FirstPassword {
  readonly app: string;
  readonly accountId: string;
  /** To be changed at the first sign-in; where the app cannot force that, tell the person. */
  readonly password: string;
}

/**
 * Takes a first password to its owner. Called once, after the account was made. When it throws the account stays, the
 * password is lost, and the answer says so: it has to be reset in the app. After a lost answer it is not called.
 */
export type FirstCredential = (first: FirstPassword) => Promise<void> | void;

const kinds = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-_.!*'] as const;
const all = kinds.join('');

/** 24 characters of at least one of each kind, without look-alikes: about 140 bits. */
export function randomPassword(): string {
  const characters = [...kinds, ...Array.from({ length: 20 }, () => all)].map((from) => from[randomInt(from.length)] ?? '');
  for (let index = characters.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [characters[index], characters[other]] = [characters[other] ?? '', characters[index] ?? ''];
  }
  return characters.join('');
}

/** Hands a new account's first password over, once. A note says when that failed. */
export async function handedOver(
  app: string,
  firstCredential: FirstCredential | undefined,
  accountId: string,
  password: string,
): Promise<{ readonly notes?: readonly string[] }> {
  try {
    await firstCredential?.({ app, accountId, password });
    return {};
  } catch {
    // What the host's own function throws may hold the password.
    return { notes: ['the first password could not be handed over; reset it in the app'] };
  }
}
