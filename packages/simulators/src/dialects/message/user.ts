// Whether a user in a request has the shape of RFC 7643. Answers what is wrong with it.
import type { Dialect } from '../dialect.ts';
import { type Fields, field, isFields, itemsOf, textOf } from '../json.ts';
import { coreAttributes, type Shape, userSchema } from './schema.ts';

/** A whole user, as in POST and PUT. */
export function wrongUser(user: unknown, dialect: Dialect): string | undefined {
  if (!isFields(user)) return 'the body is not a JSON object';
  const schemas = itemsOf(field(user, 'schemas')).filter((schema): schema is string => typeof schema === 'string');
  if (!hasText(schemas, userSchema)) return 'schemas lacks the User schema';
  if (textOf(field(user, 'userName')) === undefined) return 'userName is missing';
  const undeclared = Object.keys(user).find((name) => isUrn(name) && !hasText(schemas, name));
  return undeclared === undefined ? wrongAttributes(user, dialect) : `schemas lacks ${undeclared}`;
}

/** Attributes, as in a user and in the value of an operation without a path. */
export function wrongAttributes(attributes: Fields, dialect: Dialect): string | undefined {
  for (const [name, value] of Object.entries(attributes)) {
    const wrong = isUrn(name) ? wrongExtension(name, value) : wrongAttribute(name, value, dialect);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

export function wrongAttribute(name: string, value: unknown, dialect: Dialect): string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'schemas' || value === null) return undefined;
  const shape = coreAttributes.get(lower);
  if (shape === undefined) return `${name} is no attribute of a User`;
  const isOwnForm = lower === 'emails' && isFields(value) && dialect.emailsTaken !== 'array';
  return wrongValue(name, isOwnForm ? [value] : value, shape, isOwnForm && dialect.primaryShown === 'text');
}

function wrongValue(name: string, value: unknown, shape: Shape, primaryIsText: boolean): string | undefined {
  if (shape === 'read-only') return undefined;
  if (shape === 'text') return typeof value === 'string' ? undefined : `${name} is not a text`;
  if (shape === 'boolean') return typeof value === 'boolean' ? undefined : `${name} is not a boolean`;
  if ('parts' in shape) return wrongParts(name, value, shape.parts, false);
  if (!Array.isArray(value)) return `${name} is not an array`;
  const primaries = value.filter((item) => field(item, 'primary') === true).length;
  if (primaries > 1) return `${name} has more than one primary value`;
  return value.map((item) => wrongParts(`an item of ${name}`, item, shape.items, primaryIsText)).find((wrong) => wrong !== undefined);
}

function wrongParts(name: string, value: unknown, parts: readonly string[], primaryIsText: boolean): string | undefined {
  if (!isFields(value)) return `${name} is not an object`;
  for (const [part, inner] of Object.entries(value)) {
    if (!hasText(parts, part)) return `${name} has no ${part}`;
    const wanted = part.toLowerCase() === 'primary' && !primaryIsText ? 'boolean' : 'string';
    if (inner !== null && typeof inner !== wanted) {
      return `${part} of ${name} is not a ${wanted === 'string' ? 'text' : wanted}`;
    }
  }
  return undefined;
}

const wrongExtension = (name: string, value: unknown): string | undefined =>
  value === null || isFields(value) ? undefined : `${name} is not an object`;

const hasText = (texts: readonly string[], wanted: string): boolean => texts.some((text) => text.toLowerCase() === wanted.toLowerCase());
const isUrn = (name: string): boolean => name.toLowerCase().startsWith('urn:');
