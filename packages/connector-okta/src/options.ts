// What a caller sets. Validated once, before any request.
import {
  baseUrlSchema,
  type Credential,
  credentialSchema,
  type OptionsShape,
  type ProfileAttribute,
  parseOptions,
  profileAttributes,
} from '@tenure/core/connector';
import { type HttpOptions, httpOptionsSchema } from '@tenure/core/connector/http';
import { z } from 'zod';

/** Which Okta profile attribute holds each of ours; `false` keeps an attribute out of Okta. */
export type OktaAttributes = { readonly [Name in ProfileAttribute]?: string | false | undefined };

export interface OktaProviderOptions {
  /** The org's own address, `https://example.okta.com`; never the `-admin` address. */
  readonly orgUrl: string;
  /** An API token (SSWS), or a function that fetches it at the moment of use. */
  readonly token: Credential;
  /**
   * Other names for attributes, or `false` for none. Default: Okta's base attributes; `externalId` has none until you
   * name one. Give it an attribute of your own that the schema marks as unique: then no two users can share a key.
   */
  readonly attributes?: OktaAttributes | undefined;
  /**
   * How people sign in: with Okta (they get a mail and choose a password), or `federated` through another provider
   * (active at once, no password and no mail). Default `okta`.
   */
  readonly signIn?: 'okta' | 'federated' | undefined;
  /**
   * Whether Okta sends the activation mail. Default true. With false a hire costs three calls instead of one, and
   * somebody must hand the person another way in.
   */
  readonly activationMail?: boolean | undefined;
  /**
   * Whether administrators are refused by disable and delete (`CONNECTOR_PROTECTED_ACCOUNT`). Default true; needs the
   * right to read roles. With false only the token's own owner is.
   */
  readonly protectAdministrators?: boolean | undefined;
  /**
   * What a suspension does to a user who is locked out or must change a password; Okta suspends active users only.
   * Default `refuse` (`CONNECTOR_IRREVERSIBLE_REFUSED`); `deactivate` also ends the person's app assignments.
   */
  readonly whenSuspendImpossible?: 'refuse' | 'deactivate' | undefined;
  /** The target's id in plans and errors. Default `okta`; give two orgs two ids. */
  readonly id?: string | undefined;
  readonly http?: HttpOptions | undefined;
}

const attributeName = z.union([z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an attribute'), z.literal(false)]);

/** Without these Okta makes no user. */
const indispensable = ['userName', 'email', 'givenName', 'familyName'] as const satisfies readonly ProfileAttribute[];

const attributesSchema: z.ZodType<OktaAttributes> = z
  .partialRecord(z.enum(profileAttributes), attributeName.optional())
  .refine((names) => indispensable.every((name) => names[name] !== false), `Okta needs ${indispensable.join(', ')}`);

const optionsSchema = z.strictObject({
  orgUrl: baseUrlSchema.refine((url) => !/-admin\.okta/.test(url), 'use the address without -admin'),
  token: credentialSchema,
  attributes: attributesSchema.optional(),
  signIn: z.enum(['okta', 'federated']).optional(),
  activationMail: z.boolean().optional(),
  protectAdministrators: z.boolean().optional(),
  whenSuspendImpossible: z.enum(['refuse', 'deactivate']).optional(),
  id: z.string().min(1).optional(),
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<OktaProviderOptions>);

/** Options with nothing left open. */
export interface OktaSettings {
  readonly id: string;
  readonly orgUrl: string;
  readonly token: Credential;
  /** Okta's name by ours, only for attributes that are told to Okta. */
  readonly attributes: ReadonlyMap<ProfileAttribute, string>;
  readonly signIn: 'okta' | 'federated';
  readonly activationMail: boolean;
  readonly protectAdministrators: boolean;
  readonly whenSuspendImpossible: 'refuse' | 'deactivate';
  readonly http: HttpOptions | undefined;
}

const usualAttributes: Readonly<Record<ProfileAttribute, string | false>> = {
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

/** @throws {TenureError} `OPTIONS_INVALID` with every problem; nothing was requested. */
export function settingsOf(options: OktaProviderOptions): OktaSettings {
  const { attributes = {}, ...parsed } = parseOptions<OktaProviderOptions>('okta', optionsSchema, options);
  const names = profileAttributes.flatMap((name) => {
    const okta = attributes[name] ?? usualAttributes[name];
    return okta === false ? [] : [[name, okta] as const];
  });
  return {
    id: parsed.id ?? 'okta',
    orgUrl: parsed.orgUrl,
    token: parsed.token,
    attributes: new Map(names),
    signIn: parsed.signIn ?? 'okta',
    activationMail: parsed.activationMail ?? true,
    protectAdministrators: parsed.protectAdministrators ?? true,
    whenSuspendImpossible: parsed.whenSuspendImpossible ?? 'refuse',
    http: parsed.http,
  };
}
