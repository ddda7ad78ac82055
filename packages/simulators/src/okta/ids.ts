/** Prefixes of Okta's ids: user, group, group rule, app, API token, event hook, event, error, request. */
export type IdPrefix = '00u' | '00g' | '0pr' | '0oa' | '00T' | 'who' | 'evt' | 'oae' | 'req';

const idLength = 20;

/** A source of ids of 20 characters: the same run gives the same ids, and later ids sort after earlier ones. */
export function createIds(): (prefix: IdPrefix) => string {
  let sequence = 0;
  return (prefix) => {
    sequence += 1;
    return prefix + sequence.toString(36).padStart(idLength - prefix.length, '0');
  };
}
