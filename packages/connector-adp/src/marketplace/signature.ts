// OAuth 1.0 with a consumer's key and secret alone (RFC 5849): how the marketplace wants to be asked.
import { createHmac, randomBytes } from 'node:crypto';

export interface Consumer {
  readonly key: string;
  readonly secret: string;
}

/** The value of `Authorization` for one request without a form. `now` in milliseconds. */
export function signed(method: string, url: URL, { key, secret }: Consumer, now: number): string {
  const parameters = {
    oauth_consumer_key: key,
    oauth_nonce: randomBytes(16).toString('hex'),
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(now / 1_000)),
    oauth_version: '1.0',
  };
  const stated = { ...parameters, oauth_signature: signatureOf(method, url, parameters, secret) };
  const pairs = Object.entries(stated).map(([name, value]) => `${encoded(name)}="${encoded(value)}"`);
  return `OAuth ${pairs.join(', ')}`;
}

/** HMAC-SHA1 over method, address and parameters, sorted. Pure. */
export function signatureOf(
  method: string,
  url: URL,
  parameters: Readonly<Record<string, string>>,
  consumerSecret: string,
  tokenSecret = '',
): string {
  const pairs = [...url.searchParams, ...Object.entries(parameters)].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const base = [method.toUpperCase(), url.origin + url.pathname, pairs.join('&')].map(encoded).join('&');
  return createHmac('sha1', `${encoded(consumerSecret)}&${encoded(tokenSecret)}`)
    .update(base)
    .digest('base64');
}

/** RFC 3986 leaves fewer characters as they are than `encodeURIComponent` does. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
