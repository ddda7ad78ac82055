// Addresses for people HR states none for: a pattern, letters a mail system takes, and a number where the name is taken.
// Pure: who holds which address is asked elsewhere.
import { z } from 'zod';
import type { EpochMilliseconds } from '../model/dates.ts';
import type { Person } from '../model/person.ts';
import type { Facts } from './rules.ts';

export const addressPatterns = ['first.last', 'firstlast', 'flast', 'f.last', 'firstl', 'first', 'last.first', 'last'] as const;

export type AddressPattern = (typeof addressPatterns)[number];

/** How work addresses, which are also what people sign in with, are made where HR states none. Nothing is written to HR. */
export interface AddressRule {
  /** What stands behind the `@`. */
  readonly domain: string;
  /**
   * Patterns in the order they are tried, or a function giving what stands before the `@`, best first. Names become the letters
   * a to z and digits first. Default `['first.last']`. When all are taken, the first is tried with 2, 3, 4, …
   */
  readonly pattern?: readonly AddressPattern[] | ((facts: Facts) => readonly string[]) | undefined;
  /** Names before the `@` that nobody is given. Default the ones mail systems reserve: postmaster, abuse, admin, … */
  readonly reserved?: readonly string[] | undefined;
  /**
   * Days for which nobody else is given the address of somebody who left, 0 to 3,650. Default 365. Nor is anybody as long as
   * an account of theirs is there, or HR states no last day for them.
   */
  readonly quarantineDays?: number | undefined;
  /** What a new name of the person does: `follow` (default) makes a new address of it and keeps the old one from others; `keep`. */
  readonly onRename?: 'follow' | 'keep' | undefined;
}

export const reservedByDefault: readonly string[] = [
  'abuse',
  'admin',
  'administrator',
  'billing',
  'contact',
  'help',
  'hostmaster',
  'hr',
  'info',
  'it',
  'mail',
  'no-reply',
  'noc',
  'noreply',
  'office',
  'postmaster',
  'root',
  'sales',
  'security',
  'support',
  'webmaster',
];

const named = {
  domain: z.string().regex(/^(?=.{1,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'expected a domain in lower case'),
  pattern: z.array(z.enum(addressPatterns)).min(1).optional(),
  reserved: z.array(z.string().min(1)).optional(),
  quarantineDays: z.int().min(0).max(3_650).optional(),
  onRename: z.enum(['follow', 'keep']).optional(),
};

/** A rule without code, as a document holds it. */
export const addressDocumentSchema = z.strictObject(named);

export const addressRuleSchema: z.ZodType<AddressRule> = z.strictObject({
  ...named,
  pattern: z
    .union([
      z.array(z.enum(addressPatterns)).min(1),
      z.custom<(facts: Facts) => readonly string[]>((value) => typeof value === 'function', 'expected patterns or a function'),
    ])
    .optional(),
});

/** Turns any script into plain letters; given by the caller, so that nobody pays for it who generates nothing. */
export type Transliterate = (text: string) => string;

/** What the person's names lead to, best first and without a number; empty for somebody without a usable name. */
export function namesBeforeAt(rule: AddressRule, facts: Facts, transliterate: Transliterate): string[] {
  const { pattern = ['first.last'] } = rule;
  const wanted = typeof pattern === 'function' ? pattern(facts) : namesByPattern(pattern, facts.person, transliterate);
  const names = wanted.map((name) => plainName(name, transliterate, '._-')).filter((name) => name !== '');
  return [...new Set(names)];
}

/** Addresses to try in turn, without end unless the person has no usable name. */
export function* addressesFor(rule: AddressRule, names: readonly string[]): Generator<string> {
  const reserved = new Set(rule.reserved ?? reservedByDefault);
  const free = names.filter((name) => !reserved.has(name));
  for (const name of free) yield `${name}@${rule.domain}`;
  const [base] = names;
  if (base === undefined) return;
  for (let number = 2; ; number += 1) yield `${base.slice(0, longestName - String(number).length)}${number}@${rule.domain}`;
}

/** When the address of somebody who left may be given to somebody else. */
export function addressFreeAt(rule: AddressRule, cutAt: EpochMilliseconds): EpochMilliseconds {
  return cutAt + (rule.quarantineDays ?? 365) * 86_400_000;
}

/** RFC 5321, section 4.5.3.1.1. */
const longestName = 64;

function namesByPattern(patterns: readonly AddressPattern[], { primary }: Person, transliterate: Transliterate): string[] {
  const called = blank(primary.preferredName) ? primary.firstName : primary.preferredName;
  const first = plainName(called ?? '', transliterate, '');
  const last = plainName(primary.lastName ?? '', transliterate, '');
  return patterns.map((pattern) => byPattern(pattern, first, last));
}

const blank = (text: string | null | undefined): boolean => text === null || text === undefined || text.trim() === '';

/** Somebody with one name has that, whatever the pattern. */
function byPattern(pattern: AddressPattern, first: string, last: string): string {
  if (first === '' || last === '') return first + last;
  const initial = first.slice(0, 1);
  const parts: Readonly<Record<AddressPattern, string>> = {
    'first.last': `${first}.${last}`,
    firstlast: `${first}${last}`,
    flast: `${initial}${last}`,
    'f.last': `${initial}.${last}`,
    firstl: `${first}${last.slice(0, 1)}`,
    first,
    'last.first': `${last}.${first}`,
    last,
  };
  return parts[pattern];
}

function plainName(text: string, transliterate: Transliterate, allowed: string): string {
  const letters = transliterate(text.normalize('NFC')).toLowerCase();
  const kept = [...letters].filter((letter) => /[a-z0-9]/.test(letter) || allowed.includes(letter)).join('');
  // A dot may neither begin nor end such a name, nor stand beside another one.
  return kept
    .replace(/\.{2,}/g, '.')
    .slice(0, longestName)
    .replace(/^[._-]+|[._-]+$/g, '');
}
