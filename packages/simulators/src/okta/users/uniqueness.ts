// Who holds which login, and which value of an attribute that no two users share. An erased user holds nothing any more.
import type { OktaProfile, OktaUser } from '../records.ts';
import { foldLogin } from './profile.ts';

export interface Uniqueness {
  note(before: OktaUser | undefined, after: OktaUser | undefined): void;
  /** The id of whoever has the login, in any status. */
  holder(login: string): string | undefined;
  /** A cause for every value in the profile that somebody other than `own` holds. */
  clashes(profile: OktaProfile, own?: string): string[];
}

const exists = 'An object with this field already exists in the current organization';

/** With `emailUnique`, e-mail is unique as well and its clash is reported on the login. */
export function createUniqueness(attributes: readonly string[], emailUnique: boolean): Uniqueness {
  const names = ['login', ...attributes, ...(emailUnique ? ['email'] : [])];
  const holders = new Map(names.map((name) => [name, new Map<string, string>()]));
  const keyOf = (name: string, profile: OktaProfile | undefined): string | undefined => {
    const value = profile?.[name];
    if (value === undefined || value === null) return undefined;
    return name === 'login' || name === 'email' ? foldLogin(String(value)) : String(value);
  };
  return {
    note(before, after) {
      for (const [name, held] of holders) {
        const [old, fresh] = [keyOf(name, before?.profile), keyOf(name, after?.profile)];
        if (old === fresh && before !== undefined && after !== undefined) continue;
        if (old !== undefined && held.get(old) === before?.id) held.delete(old);
        if (fresh !== undefined && after !== undefined) held.set(fresh, after.id);
      }
    },
    holder: (login) => holders.get('login')?.get(foldLogin(login)),
    clashes(profile, own) {
      const taken = new Set<string>();
      for (const [name, held] of holders) {
        const key = keyOf(name, profile);
        const holder = key === undefined ? undefined : held.get(key);
        if (holder !== undefined && holder !== own) taken.add(name === 'email' ? 'login' : name);
      }
      return [...taken].map((name) => `${name}: ${exists}`);
    },
  };
}
