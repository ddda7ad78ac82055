// Whether a request is one that RFC 7643 and 7644 let a client send. A vendor's own documented ways are let pass.
import { comparisonsIn, parseFilter } from '../accounts/filter.ts';
import { parsePath } from '../accounts/path.ts';
import type { Dialect } from '../dialect.ts';
import { field, isFields, itemsOf } from '../json.ts';
import { coreAttributes, patchSchema } from './schema.ts';
import { wrongAttribute, wrongAttributes, wrongUser } from './user.ts';

export interface Message {
  readonly method: string;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** What no server would have to take about this request to the users endpoint; `undefined` when it is as it should be. */
export function wrongMessage(message: Message, dialect: Dialect): string | undefined {
  const { method, text, query, headers, id } = message;
  if (method === 'GET' || method === 'DELETE') {
    if (text !== '') return `a ${method} has a body`;
    return id === undefined ? wrongQuery(query, dialect) : undefined;
  }
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';', 1);
  if (type.trim() !== 'application/scim+json' && type.trim() !== 'application/json') return 'the body is not declared as SCIM or JSON';
  const body = parsed(text);
  if (body === undefined) return 'the body is not JSON';
  if (method === 'PATCH') return id === undefined ? 'a PATCH of the whole collection' : wrongPatch(body, dialect);
  if (method === 'POST' ? id !== undefined : id === undefined) return `a ${method} at this address`;
  return wrongUser(body, dialect);
}

function wrongQuery(query: URLSearchParams, dialect: Dialect): string | undefined {
  const startIndex = query.get('startIndex');
  if (startIndex !== null && !/^-?\d+$/.test(startIndex)) return 'startIndex is not a whole number';
  const count = query.get('count');
  if (count !== null && !/^-?\d+$/.test(count)) return 'count is not a whole number';
  const text = query.get('filter');
  if (text === null) return undefined;
  const filter = parseFilter(text);
  if (filter === undefined) return 'the filter cannot be read';
  const known = new Set([...coreAttributes.keys(), ...Object.keys(dialect.filterable).map((name) => name.toLowerCase())]);
  const strange = comparisonsIn(filter).find(({ attribute }) => !isKnown(attribute.toLowerCase(), known));
  return strange === undefined ? undefined : `the filter names ${strange.attribute}, which is no attribute of a User`;
}

const isKnown = (attribute: string, known: ReadonlySet<string>): boolean =>
  attribute.startsWith('urn:') || known.has(attribute) || known.has(attribute.split('.', 1)[0] ?? '');

function wrongPatch(body: unknown, dialect: Dialect): string | undefined {
  if (!isFields(body)) return 'the body is not a JSON object';
  if (!itemsOf(field(body, 'schemas')).includes(patchSchema)) return 'schemas lacks PatchOp';
  const operations = field(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) return 'Operations is not an array with operations';
  return operations.map((operation) => wrongOperation(operation, dialect)).find((wrong) => wrong !== undefined);
}

function wrongOperation(operation: unknown, dialect: Dialect): string | undefined {
  const op = field(operation, 'op');
  const isOwn = typeof op === 'string' && dialect.operations.includes(op);
  if (op !== 'add' && op !== 'replace' && op !== 'remove' && !isOwn) return 'op is none of add, replace, remove';
  const path = field(operation, 'path');
  const value = field(operation, 'value');
  const removes = op.toLowerCase() === 'remove';
  if (!removes && value === undefined) return `${op} without a value`;
  if (path === undefined) {
    if (removes) return 'remove without a path';
    return isFields(value) ? wrongAttributes(value, dialect) : `${op} without a path has a value that is no object`;
  }
  const target = typeof path === 'string' ? parsePath(path) : undefined;
  if (target === undefined) return 'the path cannot be read';
  const [name = ''] = target.names;
  if (name.toLowerCase().startsWith('urn:')) return undefined;
  if (!coreAttributes.has(name.toLowerCase())) return `the path names ${name}, which is no attribute of a User`;
  const isWhole = target.names.length === 1 && target.filter === undefined && !removes;
  return isWhole ? wrongAttribute(name, op.toLowerCase() === 'add' ? asWhole(name, value) : value, dialect) : undefined;
}

/** The value of an `add` to an attribute with several may be one item. */
function asWhole(name: string, value: unknown): unknown {
  const shape = coreAttributes.get(name.toLowerCase());
  return typeof shape === 'object' && 'items' in shape ? itemsOf(value) : value;
}

/** JSON, or `undefined` for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
