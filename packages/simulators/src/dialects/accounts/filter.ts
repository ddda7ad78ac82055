// Filters of RFC 7644, 3.4.2.2: parsed, and held against one resource.
import { itemsOf, valuesAt } from '../json.ts';

export interface Comparison {
  readonly kind: 'compare';
  readonly attribute: string;
  readonly operator: string;
  readonly value: unknown;
}

export type Filter =
  | Comparison
  | { readonly kind: 'and' | 'or'; readonly parts: readonly [Filter, Filter] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'items'; readonly attribute: string; readonly part: Filter };

const token = /\s*("(?:[^"\\]|\\.)*"|[()[\]]|[^\s()[\]"]+)/y;
const comparing = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const attributeName = /^(urn:[A-Za-z0-9.:_-]+:)?[A-Za-z][\w$-]*(\.[A-Za-z][\w$-]*)?$/;

/** The filter, or `undefined` where the text is none. */
export function parseFilter(text: string): Filter | undefined {
  const words: string[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const word = token.exec(text)?.[1];
    if (word === undefined) return undefined;
    words.push(word);
  }
  const reader = { words, at: 0 };
  const filter = either(reader);
  return reader.at === words.length ? filter : undefined;
}

interface Reader {
  readonly words: readonly string[];
  at: number;
}

const take = (reader: Reader, word: string): boolean => {
  if (reader.words[reader.at]?.toLowerCase() !== word) return false;
  reader.at += 1;
  return true;
};

function chain(reader: Reader, word: 'and' | 'or', next: (reader: Reader) => Filter | undefined): Filter | undefined {
  let left = next(reader);
  while (left !== undefined && take(reader, word)) {
    const right = next(reader);
    left = right === undefined ? undefined : { kind: word, parts: [left, right] };
  }
  return left;
}

const either = (reader: Reader): Filter | undefined => chain(reader, 'or', both);
const both = (reader: Reader): Filter | undefined => chain(reader, 'and', single);

function single(reader: Reader): Filter | undefined {
  if (take(reader, 'not')) {
    const part = reader.words[reader.at] === '(' ? single(reader) : undefined;
    return part && { kind: 'not', part };
  }
  if (take(reader, '(')) {
    const inner = either(reader);
    return take(reader, ')') ? inner : undefined;
  }
  const attribute = reader.words[reader.at++];
  if (attribute === undefined || !attributeName.test(attribute)) return undefined;
  if (take(reader, '[')) {
    const part = either(reader);
    return part !== undefined && take(reader, ']') ? { kind: 'items', attribute, part } : undefined;
  }
  const operator = reader.words[reader.at++]?.toLowerCase() ?? '';
  if (operator === 'pr') return { kind: 'compare', attribute, operator, value: undefined };
  return comparing.has(operator) ? comparison(attribute, operator, reader.words[reader.at++]) : undefined;
}

function comparison(attribute: string, operator: string, literal = ''): Comparison | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return { kind: 'compare', attribute, operator, value };
  } catch {
    return undefined;
  }
}

/** Every comparison in a filter, and every attribute whose items it looks at. */
export function comparisonsIn(filter: Filter): readonly Comparison[] {
  if (filter.kind === 'compare') return [filter];
  if (filter.kind === 'not') return comparisonsIn(filter.part);
  if (filter.kind === 'items')
    return comparisonsIn(filter.part).map((one) => ({ ...one, attribute: `${filter.attribute}.${one.attribute}` }));
  return filter.parts.flatMap(comparisonsIn);
}

export const joinsIn = (filter: Filter): readonly ('and' | 'or')[] => {
  if (filter.kind === 'compare') return [];
  if (filter.kind === 'not' || filter.kind === 'items') return joinsIn(filter.part);
  return [filter.kind, ...filter.parts.flatMap(joinsIn)];
};

/** Whether a resource fits. `isExact` says of an attribute whether its values differ by case. */
export function fits(filter: Filter, resource: unknown, isExact: (attribute: string) => boolean): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => fits(part, resource, isExact));
    case 'or':
      return filter.parts.some((part) => fits(part, resource, isExact));
    case 'not':
      return !fits(filter.part, resource, isExact);
    case 'items':
      return valuesAt(resource, filter.attribute).some((item) => fits(filter.part, item, isExact));
    case 'compare': {
      const values = valuesAt(resource, filter.attribute).flatMap((value) =>
        typeof value === 'object' ? itemsOf(valuesAt(value, 'value')) : value,
      );
      return values.flat().some((value) => compares(filter, value, isExact(filter.attribute)));
    }
  }
}

function compares({ operator, value: wanted }: Comparison, value: unknown, exact: boolean): boolean {
  if (operator === 'pr') return value !== undefined && value !== null && value !== '';
  const [left, right] = [value, wanted].map((one) => (typeof one === 'string' && !exact ? one.toLowerCase() : one));
  if (operator === 'eq') return left === right;
  if (operator === 'ne') return left !== right;
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  if (operator === 'co') return left.includes(right);
  if (operator === 'sw') return left.startsWith(right);
  if (operator === 'ew') return left.endsWith(right);
  if (operator === 'gt') return left > right;
  if (operator === 'ge') return left >= right;
  return operator === 'lt' ? left < right : left <= right;
}
