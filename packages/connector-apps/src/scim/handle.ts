// Short names for apps that do not sign people in by their address. Pure.
import type { AccountProfile } from '@tenure/core/connector';
import type { UserNameRule } from './profile.ts';

type HandleRule = Extract<UserNameRule, { readonly from: 'handle' }>;

/** How many names are tried for one person before somebody has to look. */
const mostTries = 5;

/** The handle that an address makes; `undefined` where nothing of it may stand in one. */
export function handleOf(address: string | null | undefined, { alphabet, longest }: HandleRule): string | undefined {
  const local = (address ?? '').split('@')[0] ?? '';
  const plain = local
    .normalize('NFKD')
    .toLowerCase()
    .replace(new RegExp(`[^${alphabet}]`, 'g'), '');
  return plain === '' ? undefined : plain.slice(0, longest);
}

/** The handle and what to try when it is taken: the same with a number, never longer than allowed. */
export function handlesFor(profile: AccountProfile, rule: HandleRule): readonly string[] {
  const first = handleOf(profile.email ?? profile.userName, rule);
  if (first === undefined) return [];
  const numbered = Array.from({ length: mostTries - 1 }, (_, index) => `${first.slice(0, rule.longest - 1)}${index + 2}`);
  return [first, ...numbered];
}
