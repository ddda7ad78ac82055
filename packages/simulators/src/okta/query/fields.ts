// `fields=id,status,profile:(login,email)`: answers hold only what was asked for.
import { problem } from '../problems.ts';

/** Top-level names; of those with a list only what is in the list. */
export type Fields = ReadonlyMap<string, ReadonlySet<string> | undefined>;

const part = /([\w]+)(?::\(([\w,\s]*)\))?\s*(?:,|$)\s*/y;

export function fieldsOf(query: URLSearchParams): Fields | undefined {
  const text = query.get('fields');
  if (text === null) return undefined;
  const fields = new Map<string, ReadonlySet<string> | undefined>();
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) throw problem('E0000001', ['fields: The list cannot be read'], 'fields');
    fields.set(
      match[1] ?? '',
      match[2]?.split(',').reduce((names, name) => names.add(name.trim()), new Set<string>()),
    );
  }
  return fields;
}

export function onlyFields(item: object, fields: Fields | undefined): object {
  if (fields === undefined) return item;
  const kept = Object.entries(item).filter(([name]) => fields.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, within(value, fields.get(name))]));
}

function within(value: unknown, names: ReadonlySet<string> | undefined): unknown {
  if (names === undefined || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)));
}
