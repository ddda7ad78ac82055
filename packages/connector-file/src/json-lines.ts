// Records of a JSON Lines file: one object a line. An object that has the names and words of ours goes through as it is.
import { employeeFields } from '@tenure/core/connector';
import { guessTarget, type HeaderTable } from './columns.ts';
import { isExistingDate } from './dates.ts';
import type { RawRecord } from './records.ts';
import type { Facts, Statement, Unreadable } from './statement.ts';

export interface JsonRules {
  /** The key that holds the id. */
  readonly idKey: string;
  /** Keys named in the options by the place they fill; a dot goes into an object. */
  readonly named: Readonly<Record<string, string | undefined>>;
  readonly headers: HeaderTable;
  /** Whether records with our own names may go through unread. */
  readonly wholeRecords: boolean;
}

type JsonObject = Readonly<Record<string, unknown>>;

const ownNames: ReadonlySet<string> = new Set(['id', ...employeeFields]);
const statuses: ReadonlySet<unknown> = new Set(['pending', 'active', 'on-leave', 'terminated']);
const employmentTypes: ReadonlySet<unknown> = new Set([
  'full-time',
  'part-time',
  'contractor',
  'intern',
  'temporary',
  'freelance',
  'other',
]);
const groups: ReadonlySet<string> = new Set(['homeAddress', 'location', 'customFields']);

/** Records as statements, in their order; a record that cannot be read is one too. */
export function jsonStatements(records: readonly RawRecord[], rules: JsonRules): Statement[] {
  return records.map((record) => jsonStatement(record, rules));
}

function jsonStatement(record: RawRecord, rules: JsonRules): Statement {
  if (record.fault !== undefined) return unreadable(record, record.fault, rules);
  const value = parsed(record.text);
  if (value === undefined) return unreadable(record, 'not a JSON object', rules);
  if (rules.wholeRecords && isWhole(value)) return { kind: 'whole', line: record.line, raw: record.text, facts: value };
  return { kind: 'facts', line: record.line, raw: record.text, facts: factsOf(value, rules) };
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** True when nothing in the object needs reading. This runs for every record of a feed of a million. */
function isWhole(value: JsonObject): value is JsonObject & { readonly id: string } {
  for (const key in value) {
    if (value[key] === '' || !ownNames.has(key)) return false;
  }
  const { id, status, employmentType, departmentId, managerId, location, homeAddress } = value;
  return (
    typeof id === 'string' &&
    (status == null || statuses.has(status)) &&
    (employmentType == null || employmentTypes.has(employmentType)) &&
    isDateOrNone(value['startDate']) &&
    isDateOrNone(value['endDate']) &&
    isTextOrNone(departmentId) &&
    isTextOrNone(managerId) &&
    (location == null || hasNoEmptyText(location)) &&
    (homeAddress == null || hasNoEmptyText(homeAddress))
  );
}

function isDateOrNone(value: unknown): boolean {
  return value == null || (typeof value === 'string' && isExistingDate(value));
}

function isTextOrNone(value: unknown): boolean {
  return value == null || typeof value === 'string';
}

function hasNoEmptyText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) {
    if ((value as JsonObject)[key] === '') return false;
  }
  return true;
}

/** The values of an object by the place they fill: named keys first, then our own names, then the best header of the table. */
function factsOf(value: JsonObject, { named, headers, idKey }: JsonRules): Facts {
  const facts: Record<string, unknown> = {};
  const ranks = new Map<string, number>();
  for (const [target, key] of Object.entries({ ...named, id: idKey })) {
    if (key === undefined) continue;
    const found = valueAt(value, key);
    if (found !== undefined && (found === null || typeof found !== 'object')) facts[target] = found;
    ranks.set(target, Number.NEGATIVE_INFINITY);
  }
  const taken = new Set([idKey, ...Object.values(named)]);
  for (const [key, item] of flattened(value)) {
    if (taken.has(key)) continue;
    const guess = isOwnGroup(key) ? { target: key, rank: -1 } : guessTarget(key, headers);
    if (guess === undefined || guess.rank >= (ranks.get(guess.target) ?? Number.POSITIVE_INFINITY)) continue;
    facts[guess.target] = item;
    ranks.set(guess.target, guess.rank);
  }
  return facts;
}

function isOwnGroup(key: string): boolean {
  return groups.has(key) || key.startsWith('customFields.');
}

/** Every key with its value, keys of objects one level down joined by a dot. `location: null` stays one statement. */
export function flattened(value: JsonObject): [string, unknown][] {
  return Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    if (isLeaf(item)) return [[groups.has(key) && item !== null ? `${key}.name` : key, item]];
    if (Array.isArray(item) || typeof item !== 'object' || item === null) return [];
    return Object.entries(item).flatMap(([inner, leaf]): [string, unknown][] => (isLeaf(leaf) ? [[`${key}.${inner}`, leaf]] : []));
  });
}

function isLeaf(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && value !== undefined);
}

function valueAt(value: JsonObject, key: string): unknown {
  if (key in value) return value[key];
  return key
    .split('.')
    .reduce<unknown>((inner, part) => (typeof inner === 'object' && inner !== null ? (inner as JsonObject)[part] : undefined), value);
}

/** The keys that hold the id in a line that may be cut: the object cannot be parsed any more, its first keys can. */
function idIn(text: string, idKey: string): string | undefined {
  const key = JSON.stringify(idKey).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^\\s*\\{\\s*${key}\\s*:\\s*"([^"\\\\]+)"`).exec(text)?.[1];
}

function unreadable(record: RawRecord, reason: string, rules: JsonRules): Unreadable {
  const { line, lastLine, text, ended } = record;
  return { kind: 'unreadable', line, lastLine, id: idIn(text, rules.idKey), reason, cut: !ended };
}
