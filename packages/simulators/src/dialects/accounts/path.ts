// Paths of PATCH operations (RFC 7644, 3.5.2), and what an operation does at one.
import { type Fields, isFields, itemsOf, keyOf, without } from '../json.ts';
import { type Filter, fits, parseFilter } from './filter.ts';

const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:user';

export interface Path {
  /** Names from the outside in; the URN of an extension is one. */
  readonly names: readonly string[];
  /** Which items of an attribute with several are meant. */
  readonly filter?: Filter | undefined;
  /** What of those items, where it is not all of them. */
  readonly part?: string | undefined;
}

export function parsePath(text: string): Path | undefined {
  const urn = /^(urn:.+:(?:User|Group))(?::(.+))?$/i.exec(text);
  const prefix = urn?.[1] === undefined || urn[1].toLowerCase() === coreUser ? [] : [urn[1]];
  const rest = urn === null ? text : (urn[2] ?? '');
  if (rest === '') return prefix.length === 0 ? undefined : { names: prefix };
  const selected = /^([A-Za-z][\w$-]*)\[(.+)\](?:\.([A-Za-z][\w$-]*))?$/.exec(rest);
  if (selected !== null) {
    const [, name = '', condition = '', part] = selected;
    const filter = parseFilter(condition);
    return filter && { names: [...prefix, name], filter, part };
  }
  return /^[A-Za-z][\w$-]*(\.[A-Za-z$][\w$-]*)?$/.test(rest) ? { names: [...prefix, ...rest.split('.')] } : undefined;
}

export type Operation = 'add' | 'replace' | 'remove';

/** The resource with the operation done at the path. */
export function changed(user: Fields, { names, filter, part }: Path, operation: Operation, value: unknown): Fields {
  const [name = '', ...deeper] = names;
  const key = keyOf(user, name) ?? name;
  if (deeper.length > 0) {
    const inner = changed(isFields(user[key]) ? user[key] : {}, { names: deeper, filter, part }, operation, value);
    return { ...user, [key]: inner };
  }
  if (filter !== undefined) return { ...user, [key]: changedItems(itemsOf(user[key]), { filter, part }, operation, value) };
  if (operation === 'remove') return without(user, [key]);
  const before = user[key];
  if (operation === 'add' && Array.isArray(before)) return { ...user, [key]: [...before, ...itemsOf(value)] };
  return { ...user, [key]: isFields(before) && isFields(value) ? { ...before, ...value } : value };
}

function changedItems(
  items: readonly unknown[],
  { filter, part }: { readonly filter: Filter; readonly part: string | undefined },
  operation: Operation,
  value: unknown,
): readonly unknown[] {
  const isMeant = (item: unknown): boolean => fits(filter, item, () => false);
  if (operation === 'remove' && part === undefined) return items.filter((item) => !isMeant(item));
  const change = (item: unknown): unknown => {
    const fields = isFields(item) ? item : {};
    if (part === undefined) return { ...fields, ...(isFields(value) ? value : { value }) };
    return operation === 'remove' ? without(fields, [part]) : { ...fields, [keyOf(fields, part) ?? part]: value };
  };
  return items.map((item) => (isMeant(item) ? change(item) : item));
}

/** The attribute that a path begins with, in lower case. */
export const attributeOf = ({ names }: Path): string => (names[0] ?? '').toLowerCase();
