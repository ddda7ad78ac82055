// What a caller sets. Validated once, before any request.
import {
  baseUrlSchema,
  type Credential,
  type CustomAttribute,
  credentialSchema,
  isCustomAttribute,
  isProfileAttribute,
  type OptionsShape,
  type ProfileAttribute,
  profileAttributes,
  type RateLimits,
  rateLimitsSchema,
  type StandardAttribute,
} from '@tenure/core/connector';
import { type HttpOptions, httpOptionsSchema } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { OktaSdkClient } from './transport/sdk-client.ts';

/** An attribute whose type in Okta's schema is not `string`: text that HR states is sent as such a value. */
export interface OktaTypedAttribute {
  readonly name: string;
  /** `number` goes for Okta's `integer` as well. */
  readonly type: 'number' | 'boolean';
}

/**
 * Which Okta profile attribute holds each of ours; `false` keeps an attribute out of Okta. HR's own fields are told only where they
 * are named: `'customFields.costCenter': 'costCenter'`, or with a type `'customFields.remote': { name: 'remote', type: 'boolean' }`.
 */
export type OktaAttributes = {
  readonly [Name in ProfileAttribute]?: string | false | (Name extends CustomAttribute ? OktaTypedAttribute : never) | undefined;
};

/** What every way of signing in has in common. */
export interface OktaCommonOptions {
  /**
   * Other names for attributes, or `false` for none. Default: Okta's base attributes; `externalId` has none until you
   * name one, nor have HR's own fields. Give `externalId` an attribute of your own that the schema marks as unique: then no
   * two users can share a key.
   */
  readonly attributes?: OktaAttributes | undefined;
  /**
   * How people sign in: with Okta (they get a mail and choose a password), or `federated` through another provider
   * (active at once, no password and no mail). Default `okta`.
   */
  readonly signIn?: 'okta' | 'federated' | undefined;
  /**
   * Whether Okta sends the activation mail. Default true. With false a hire costs two calls instead of one, and
   * somebody must hand the person another way in.
   */
  readonly activationMail?: boolean | undefined;
  /**
   * What a suspension does to a user who is locked out or must change a password; Okta suspends active users only.
   * Default `refuse` (`CONNECTOR_IRREVERSIBLE_REFUSED`); `deactivate` also ends the person's app assignments.
   */
  readonly whenSuspendImpossible?: 'refuse' | 'deactivate' | undefined;
  /**
   * Whether Okta is asked to answer at once and to finish a deactivation or a deletion afterwards (`Prefer: respond-async`).
   * Default false. Worth it where people have so many applications that Okta does not answer within the time limit: the end
   * is waited for up to 7.5 seconds, sessions are ended once more then, and a change that takes longer is pending.
   */
  readonly respondAsync?: boolean | undefined;
  /**
   * What `activity` reads: Okta's System Log, which tells who did what and needs the right to read logs, or only which
   * users were changed, by a search for them. Default `system-log`.
   */
  readonly activityFrom?: 'system-log' | 'snapshot' | undefined;
  /** Receives Okta's event hook: the header and the secret that the hook was set up with. Default: no webhook. */
  readonly eventHook?: OktaEventHook | undefined;
  /** Limits you know better than Okta's headers tell; the headers count where they are stricter. Default: 8 calls at once. */
  readonly limits?: RateLimits | undefined;
  /** The target's id in plans and errors. Default `okta`; give two orgs two ids. */
  readonly id?: string | undefined;
  /**
   * Addresses that the same org had before, `https://old.okta.com`. Without them a new address is another org: nothing is read or
   * written there as long as accounts are known under the old one.
   */
  readonly formerOrgUrls?: readonly string[] | undefined;
  readonly http?: HttpOptions | undefined;
}

export interface OktaEventHook {
  /** The name of the header that Okta sends the secret in. Default `authorization`. */
  readonly header?: string | undefined;
  /** The secret; compared in constant time. */
  readonly secret: Credential;
}

/** Signing in with an API token (SSWS). It has the rights of the administrator who made it. */
export interface OktaTokenOptions extends OktaCommonOptions {
  /** The org's own address, `https://example.okta.com`; never the `-admin` address. */
  readonly orgUrl: string;
  /** An API token (SSWS), or a function that fetches it at the moment of use. */
  readonly token: Credential;
  /**
   * The id that Okta has for the token, `00T…`, as its log shows it (`transaction.detail.requestApiTokenId`). Without it, what another
   * tool does by a token of the same owner counts as our own doing, in the log and in event hooks.
   */
  readonly tokenId?: string | undefined;
}

/** Signing in as an OAuth service app. The token it is given is shared, renewed early and kept by this provider alone. */
export interface OktaServiceAppOptions extends OktaCommonOptions {
  /** The org's own address, `https://example.okta.com`; never the `-admin` address. */
  readonly orgUrl: string;
  readonly clientId: string;
  /** The app's private key as PEM or as the text of a JWK, or a function that fetches it whenever a token is renewed. */
  readonly privateKey: Credential;
  /** The scopes to ask for: `okta.users.manage`, `okta.groups.manage`, `okta.roles.read`, and `okta.logs.read` for drift. */
  readonly scopes: readonly string[];
  /** The key's id, where the app has several. Default: the `kid` of a JWK, else none. */
  readonly keyId?: string | undefined;
  /** Whether to prove possession of the token with every request. Default true; an app that does not demand it gives a plain token. */
  readonly dpop?: boolean | undefined;
}

/** Signing in with a client of `@okta/okta-sdk-nodejs` that you made. It sends every request; nothing else of it is used. */
export interface OktaClientOptions extends OktaCommonOptions {
  readonly client: OktaSdkClient;
  /** The id of the client's API token, as in {@link OktaTokenOptions.tokenId}; of no use where it signs in with a private key. */
  readonly tokenId?: string | undefined;
}

export type OktaProviderOptions = OktaTokenOptions | OktaServiceAppOptions | OktaClientOptions;

const usualAttributes: Readonly<Record<StandardAttribute, string | false>> = {
  userName: 'login',
  externalId: false,
  employeeNumber: 'employeeNumber',
  email: 'email',
  givenName: 'firstName',
  familyName: 'lastName',
  displayName: 'displayName',
  phone: 'primaryPhone',
  title: 'title',
  department: 'department',
  city: 'city',
  country: 'countryCode',
  timeZone: 'timezone',
};

/** First those that mean the same everywhere, then HR's own by name. */
export function toldTo(attributes: OktaAttributes): Map<ProfileAttribute, string> {
  const own = Object.keys(attributes).filter(isCustomAttribute).sort();
  const names = [...profileAttributes, ...own].flatMap((name) => {
    const okta = attributes[name] ?? (isCustomAttribute(name) ? false : usualAttributes[name]);
    return okta === false ? [] : [[name, typeof okta === 'string' ? okta : okta.name] as const];
  });
  return new Map(names);
}

const attributeName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an attribute');
const typedAttribute = z.strictObject({ name: attributeName, type: z.enum(['number', 'boolean']) });

/** Without these Okta makes no user. */
const indispensable = ['userName', 'email', 'givenName', 'familyName'] as const satisfies readonly ProfileAttribute[];

const attributesSchema: z.ZodType<OktaAttributes> = z
  .record(z.string(), z.union([attributeName, z.literal(false), typedAttribute]).optional())
  .superRefine((names, { addIssue }) => {
    for (const [name, okta] of Object.entries(names)) {
      if (!isProfileAttribute(name)) addIssue({ code: 'custom', path: [name], message: 'there is no attribute of this name' });
      else if (typeof okta === 'object' && !isCustomAttribute(name))
        addIssue({ code: 'custom', path: [name], message: 'this one is text' });
    }
    if (indispensable.some((name) => names[name] === false))
      addIssue({ code: 'custom', message: `Okta needs ${indispensable.join(', ')}` });
    const used = [...toldTo(names).values()];
    for (const twice of used.filter((each, index) => used.indexOf(each) !== index))
      addIssue({ code: 'custom', message: `${twice} is given to two attributes` });
  });

const eventHookSchema = z.strictObject({
  header: z
    .string()
    .regex(/^[\w-]+$/, 'expected the name of a header')
    .optional(),
  secret: credentialSchema,
} satisfies OptionsShape<OktaEventHook>);

const common = {
  attributes: attributesSchema.optional(),
  signIn: z.enum(['okta', 'federated']).optional(),
  activationMail: z.boolean().optional(),
  whenSuspendImpossible: z.enum(['refuse', 'deactivate']).optional(),
  respondAsync: z.boolean().optional(),
  activityFrom: z.enum(['system-log', 'snapshot']).optional(),
  eventHook: eventHookSchema.optional(),
  limits: rateLimitsSchema.optional(),
  id: z.string().min(1).optional(),
  formerOrgUrls: z.array(baseUrlSchema).optional(),
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<OktaCommonOptions>;

const orgUrl = baseUrlSchema.refine((url) => !/-admin\.okta/.test(url), 'use the address without -admin');

const tokenId = z
  .string()
  .regex(/^00T\w{17}$/, 'expected the id of an API token')
  .optional();

export const tokenSchema = z.strictObject({ ...common, orgUrl, token: credentialSchema, tokenId } satisfies OptionsShape<OktaTokenOptions>);

export const serviceAppSchema = z.strictObject({
  ...common,
  orgUrl,
  clientId: z.string().min(1),
  privateKey: credentialSchema,
  scopes: z.array(z.string().regex(/^[\w.]+$/, 'expected a scope')).min(1),
  keyId: z.string().min(1).optional(),
  dpop: z.boolean().optional(),
} satisfies OptionsShape<OktaServiceAppOptions>);

const isClient = (value: unknown): value is OktaSdkClient => {
  const { baseUrl, http } = (value ?? {}) as Partial<OktaSdkClient>;
  return typeof baseUrl === 'string' && typeof http?.prepareRequest === 'function' && typeof http.requestExecutor?.fetch === 'function';
};

export const clientSchema = z
  .strictObject({
    ...common,
    client: z.custom<OktaSdkClient>(isClient, 'expected a Client of @okta/okta-sdk-nodejs'),
    tokenId,
  } satisfies OptionsShape<OktaClientOptions>)
  .refine(({ http }) => http?.fetch === undefined, { path: ['http', 'fetch'], message: 'the client is what sends' })
  .refine(({ client }) => orgUrl.safeParse(client.baseUrl).success, { path: ['client', 'baseUrl'], message: 'no address of an org' });
