// What the options come to: every default filled in, and which of the three ways of signing in was meant.
import { type Credential, type ProfileAttribute, parseOptions, type RateLimits } from '@tenure/core/connector';
import type { HttpOptions } from '@tenure/core/connector/http';
import {
  clientSchema,
  type OktaClientOptions,
  type OktaCommonOptions,
  type OktaEventHook,
  type OktaProviderOptions,
  type OktaServiceAppOptions,
  type OktaTokenOptions,
  type OktaTypedAttribute,
  serviceAppSchema,
  tokenSchema,
  toldTo,
} from './options.ts';
import type { OktaSdkClient } from './transport/sdk-client.ts';

export interface TokenCredential {
  readonly kind: 'token';
  readonly orgUrl: string;
  readonly token: Credential;
}

export interface ServiceAppCredential {
  readonly kind: 'service-app';
  readonly orgUrl: string;
  readonly clientId: string;
  readonly privateKey: Credential;
  readonly scopes: readonly string[];
  readonly keyId: string | undefined;
  readonly dpop: boolean;
}

export interface ClientCredential {
  readonly kind: 'client';
  readonly client: OktaSdkClient;
}

/** Options with nothing left open. */
export interface OktaSettings {
  readonly id: string;
  readonly credential: TokenCredential | ServiceAppCredential | ClientCredential;
  /** Okta's id of the API token, where it is known. */
  readonly tokenId: string | undefined;
  /** Okta's name by ours, only for attributes that are told to Okta. */
  readonly attributes: ReadonlyMap<ProfileAttribute, string>;
  /** By Okta's name, what is not sent as text. */
  readonly types: ReadonlyMap<string, OktaTypedAttribute['type']>;
  readonly signIn: 'okta' | 'federated';
  readonly activationMail: boolean;
  readonly whenSuspendImpossible: 'refuse' | 'deactivate';
  readonly respondAsync: boolean;
  readonly activityFrom: 'system-log' | 'snapshot';
  readonly eventHook: OktaEventHook | undefined;
  readonly limits: RateLimits | undefined;
  readonly formerOrgUrls: readonly string[];
  readonly http: HttpOptions | undefined;
}

/** @throws {TenureError} `OPTIONS_INVALID` with every problem; nothing was requested. */
export function settingsOf(options: OktaProviderOptions): OktaSettings {
  const { credential, tokenId: known, parsed } = credentialOf(options);
  const { attributes = {} } = parsed;
  const typed = Object.values(attributes).filter((each) => typeof each === 'object');
  return {
    id: parsed.id ?? 'okta',
    credential,
    tokenId: known,
    attributes: toldTo(attributes),
    types: new Map(typed.map(({ name, type }) => [name, type])),
    signIn: parsed.signIn ?? 'okta',
    activationMail: parsed.activationMail ?? true,
    whenSuspendImpossible: parsed.whenSuspendImpossible ?? 'refuse',
    respondAsync: parsed.respondAsync ?? false,
    activityFrom: parsed.activityFrom ?? 'system-log',
    eventHook: parsed.eventHook,
    limits: parsed.limits,
    formerOrgUrls: parsed.formerOrgUrls ?? [],
    http: parsed.http,
  };
}

/** Which of the three ways is meant shows in the names that are there; what belongs to another way is an unknown option. */
function credentialOf(options: OktaProviderOptions): Pick<OktaSettings, 'credential' | 'tokenId'> & { readonly parsed: OktaCommonOptions } {
  const has = (name: string) => typeof options === 'object' && options !== null && name in options;
  if (has('client')) {
    const parsed = parseOptions<OktaClientOptions>('okta', clientSchema, options);
    return { credential: { kind: 'client', client: parsed.client }, tokenId: parsed.tokenId, parsed };
  }
  if (has('clientId') || has('privateKey')) {
    const parsed = parseOptions<OktaServiceAppOptions>('okta', serviceAppSchema, options);
    const { orgUrl: url, clientId, privateKey, scopes, keyId, dpop = true } = parsed;
    return { credential: { kind: 'service-app', orgUrl: url, clientId, privateKey, scopes, keyId, dpop }, tokenId: undefined, parsed };
  }
  const parsed = parseOptions<OktaTokenOptions>('okta', tokenSchema, options);
  return { credential: { kind: 'token', orgUrl: parsed.orgUrl, token: parsed.token }, tokenId: parsed.tokenId, parsed };
}
