// Where a request goes. Ids cannot change its path, and no answer can lead it to another host.
import { TenureError } from '../errors.ts';

/** One value of a query; a list repeats the name, `undefined` leaves it out. */
export type QueryValue = string | number | boolean | undefined | readonly string[];

/**
 * Builds a path with every inserted value encoded: ``pathOf`/users/${id}` ``. Pure.
 *
 * @throws {TenureError} `CONNECTOR_REJECTED` for a value that would become another path (empty, `.` or `..`) or is no
 *   text that can be sent (half a surrogate pair).
 */
export function pathOf(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const segments = values.map((value) => {
    const text = String(value);
    if (text.isWellFormed() && !/^\.{0,2}$/.test(text)) return encodeURIComponent(text);
    throw new TenureError('CONNECTOR_REJECTED', {
      system: 'http',
      verb: 'build address',
      fact: 'an id that is empty, a dot or no valid text cannot stand in a path',
      details: {},
    });
  });
  return String.raw({ raw: texts }, ...segments);
}

/** An address, or why it may not be called. Pure. */
export function addressOf(
  baseUrl: string,
  target: { readonly path?: string | undefined; readonly url?: string | undefined },
  query: Readonly<Record<string, QueryValue>> | undefined,
): URL | { readonly refused: string } {
  const base = new URL(baseUrl);
  const text = target.url ?? `${baseUrl.replace(/\/+$/, '')}/${(target.path ?? '').replace(/^\/+/, '')}`;
  const address = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (address === undefined) return { refused: 'the link is not an address' };
  if (address.origin !== base.origin) return { refused: `the link leads to another host (${address.host})` };
  if (address.username !== '' || address.password !== '') return { refused: 'the link holds credentials' };
  const added = queryText(query);
  if (added !== '') address.search = address.search === '' ? added : `${address.search}&${added}`;
  return address;
}

function queryText(query: Readonly<Record<string, QueryValue>> | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [value]) parameters.append(name, String(one));
  }
  // Some servers read `+` as a plus sign outside forms; `%20` is a space everywhere.
  return parameters.toString().replaceAll('+', '%20');
}
