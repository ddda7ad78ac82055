// Which differing attributes others have changed: not those HR is about to change anyway, nor what a target writes its own way.
import type { Target } from '../connector/target.ts';
import type { AttributeValue, ProfileAttribute } from '../model/account.ts';
import { factsOf } from '../plan/desired.ts';
import { attributeHash, profileFor, profileOf } from '../plan/profile.ts';
import type { AccountRow, InventoryRow } from '../store/collections.ts';
import { type AccountComparison, namesOf } from './compare-account.ts';
import { loadPeople } from './people.ts';
import type { DecidingSession } from './session.ts';

interface Found {
  readonly row: AccountRow;
  readonly seen: InventoryRow | undefined;
  readonly comparison: AccountComparison;
}

/** The same findings with the attributes that are left. Reads the roster for the few people whose attributes differ. */
export async function ownDifferences(session: DecidingSession, target: Target, found: readonly Found[]): Promise<readonly Found[]> {
  const differing = found.filter(({ comparison }) => comparison.attributes.length > 0);
  if (differing.length === 0) return found;
  const people = await loadPeople(
    session,
    differing.map(({ row }) => row.person),
  );
  return found.map((each) => {
    const { row, seen, comparison } = each;
    const person = people.get(row.person);
    if (comparison.attributes.length === 0 || seen === undefined || person === undefined) return each;
    const { department } = factsOf(person, session.policy);
    const profile = profileFor(profileOf(person, department, session.policy.customAttributes), target.attributes);
    const attributes = comparison.attributes.filter((name) => {
      const value = profile[name];
      if (value === undefined || attributeHash(session.digest, target.id, name, value) !== row.wrote[name]) return false;
      return !spellings(name, value).some((spelling) => attributeHash(session.digest, target.id, name, spelling) === seen.attributes[name]);
    });
    const states = comparison.what.filter((what) => what === 'turned-off' || what === 'turned-on' || what === 'gone');
    return { ...each, comparison: { ...comparison, attributes, what: [...states, ...namesOf({ ...comparison, attributes })] } };
  });
}

/** What targets make of a value they take: trimmed, logins without case, nothing for an empty text. */
function spellings(name: ProfileAttribute, value: AttributeValue): AttributeValue[] {
  if (value === null) return [null, ''];
  const trimmed = value.trim();
  const shown = trimmed === '' ? [value, trimmed, null] : [value, trimmed];
  return name === 'userName' || name === 'email' ? [...shown, trimmed.toLowerCase()] : shown;
}
