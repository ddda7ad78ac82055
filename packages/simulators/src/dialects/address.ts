// Where a vendor's endpoints are: its address with an example in place of what differs by customer.
import type { Dialect } from './dialect.ts';

export type Place =
  | { readonly kind: 'users'; readonly id: string | undefined }
  | { readonly kind: 'base' }
  | { readonly kind: 'other'; readonly name: string }
  /** The vendor's path with another customer's part. */
  | { readonly kind: 'wrong-tenant' }
  | { readonly kind: 'nowhere' };

export interface Address {
  readonly basePath: string;
  placeOf(pathname: string): Place;
}

export function addressOf({ address }: Dialect): Address {
  const template = address.replace(/^https:\/\/[^/]+/, '');
  const basePath = template.replaceAll(/\{(\w+)\}/g, 'example-$1');
  const anyTenant = new RegExp(`^${template.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}(/|$)`);
  return {
    basePath,
    placeOf(pathname) {
      const isOurs = pathname === basePath || pathname.startsWith(`${basePath}/`);
      if (!isOurs) return { kind: anyTenant.test(pathname) ? 'wrong-tenant' : 'nowhere' };
      const [name = '', id, ...rest] = pathname.slice(basePath.length + 1).split('/');
      if (name === '') return { kind: 'base' };
      if (name !== 'Users' || rest.length > 0) return { kind: 'other', name };
      return { kind: 'users', id: id === undefined || id === '' ? undefined : decoded(id) };
    },
  };
}

/** The text behind percent signs; a broken one stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
