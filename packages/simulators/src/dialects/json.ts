// Reading JSON of unknown shape. Attribute names differ by case nowhere in SCIM.

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value under a name in any case. */
export function field(value: unknown, name: string): unknown {
  if (!isFields(value)) return undefined;
  const key = keyOf(value, name);
  return key === undefined ? undefined : value[key];
}

export const keyOf = (fields: Fields, name: string): string | undefined =>
  name in fields ? name : Object.keys(fields).find((key) => key.toLowerCase() === name.toLowerCase());

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The values at a path such as `emails.value`, through every item of an attribute with several. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  const names = path.split('.');
  let found: readonly unknown[] = [value];
  for (const name of names) found = found.flatMap((one) => itemsOf(field(one, name)));
  return found;
}

export const without = (fields: Fields, names: readonly string[]): Fields => {
  const left = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !left.has(name.toLowerCase())));
};
