// The client's signed assertion at the token endpoint: which app it is, and that the assertion is meant for here and now.

import { readJwt } from '../../serving/jwt.ts';
import type { OktaServiceApp } from '../principals/principals.ts';

const longestLifeMs = 60 * 60 * 1000;

export interface AssertionChecks {
  now(): number;
  readonly audience: string;
  app(clientId: string): OktaServiceApp | undefined;
}

export interface Assertion {
  readonly client: OktaServiceApp;
  /** Its identifier, which may be used once. */
  readonly jti?: string | undefined;
}

/** The assertion and the app that made it, or why it is not believed. */
export function readAssertion(text: string, { now, audience, app }: AssertionChecks): Assertion | { readonly refusal: string } {
  const assertion = readJwt(text);
  if (assertion === undefined) return { refusal: 'The client_assertion cannot be read' };
  const { iss, sub, aud, exp, jti } = assertion.claims;
  const client = typeof iss === 'string' && iss === sub ? app(iss) : undefined;
  if (client === undefined) return { refusal: 'The client is not known' };
  const { kid } = assertion.header;
  const keys = client.keys.filter((key) => (kid === undefined ? client.keys.length === 1 : key['kid'] === undefined || key['kid'] === kid));
  if (!keys.some((key) => assertion.isSignedBy(key))) return { refusal: 'The signature of the client_assertion is not valid' };
  if (![aud].flat().includes(audience)) return { refusal: 'The audience of the client_assertion is not the token endpoint' };
  if (typeof exp !== 'number' || exp * 1000 <= now()) return { refusal: 'The client_assertion has expired' };
  if (exp * 1000 > now() + longestLifeMs) return { refusal: 'The client_assertion is valid for too long' };
  return { client, jti: jti === undefined ? undefined : String(jti) };
}
