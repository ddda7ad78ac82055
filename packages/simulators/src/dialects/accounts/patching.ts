// PATCH: the forms and words that a vendor takes, and what they make of an account.
import { refusalOf } from '../answers/refusing.ts';
import type { Dialect } from '../dialect.ts';
import { type Fields, field, isFields, itemsOf } from '../json.ts';
import { attributeOf, changed, type Operation, type Path, parsePath } from './path.ts';

interface Step {
  readonly operation: Operation;
  readonly path: Path;
  readonly value: unknown;
}

const readOnly = new Set(['id', 'meta', 'groups', 'schemas']);

/** The user after a PATCH, `active` as it was given. Throws the vendor's refusal. */
export function patched(dialect: Dialect, user: Fields, body: Fields): Fields {
  const operations = field(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) throw refusalOf(dialect, 'syntax');
  const steps = operations.flatMap((operation) => stepsOf(dialect, operation));
  if (dialect.patchable === 'active-false' && !steps.every(isTurningOff)) throw refusalOf(dialect, 'invalid');
  const effective = steps.filter(({ path }) => !(path.filter !== undefined && dialect.pathFilters === 'no-effect'));
  return effective
    .filter(({ path }) => !readOnly.has(attributeOf(path)))
    .reduce((before, { path, operation, value }) => changed(before, path, operation, value), user);
}

function stepsOf(dialect: Dialect, given: unknown): readonly Step[] {
  const operation = operationOf(dialect, field(given, 'op'));
  if (operation === undefined) throw refusalOf(dialect, 'syntax');
  const path = field(given, 'path');
  const value = field(given, 'value');
  const form = path === undefined ? 'value' : 'path';
  if (!dialect.patchForms.includes(form)) throw refusalOf(dialect, 'path');
  if (form === 'path') return [{ operation, path: pathOf(dialect, path), value }];
  if (!isFields(value)) throw refusalOf(dialect, operation === 'remove' ? 'path' : 'syntax');
  return Object.entries(value).map(([name, one]) => ({ operation, path: pathOf(dialect, name), value: one }));
}

function operationOf({ operations, operationCase }: Dialect, given: unknown): Operation | undefined {
  const word = typeof given === 'string' ? given : '';
  const lower = word.toLowerCase();
  const known = operationCase === 'as-spelled' ? operations.includes(word) : operations.some((one) => one.toLowerCase() === lower);
  if (!known) return undefined;
  return lower === 'add' || lower === 'remove' ? lower : 'replace';
}

function pathOf(dialect: Dialect, given: unknown): Path {
  const path = typeof given === 'string' ? parsePath(given) : undefined;
  if (path === undefined) throw refusalOf(dialect, 'path');
  return path;
}

const isTurningOff = ({ operation, path, value }: Step): boolean =>
  operation === 'replace' && attributeOf(path) === 'active' && itemsOf(value).every((one) => one === false);
