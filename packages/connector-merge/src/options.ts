// What a caller sets. Validated once, before any request.
import {
  baseUrlSchema,
  type Credential,
  credentialSchema,
  type EmployeeStatus,
  type EmploymentType,
  employeeStatuses,
  employmentTypes,
  type OptionsShape,
  parseOptions,
} from '@tenure/core/connector';
import { type HttpOptions, httpOptionsSchema } from '@tenure/core/connector/http';
import { z } from 'zod';
import { type MergeClientLike, type MergeClientParts, partsOf } from './transport/client.ts';

/** Where Merge keeps a customer's data. `sandbox` is Merge's own test environment. */
export type MergeRegion = 'us' | 'eu' | 'apac' | 'sandbox';

/** A part of Merge's data that employees are joined with. */
export type JoinedModel = 'Employment' | 'Group' | 'Location';

/** How a source reads, however it reaches Merge. */
export interface MergeReadingOptions {
  /**
   * What departments are made of: groups of these types (the first type of which a person has one decides), or
   * `'teams'` for systems that only have Merge's legacy teams. Default `['DEPARTMENT']`. Case does not matter.
   */
  readonly departmentsFrom?: 'teams' | readonly string[] | undefined;
  /**
   * Parts that are switched off in the customer's scopes for good. They are not read and not waited for; their fields are
   * never stated. Default none: a part that is off makes a reading incomplete.
   */
  readonly without?: readonly JoinedModel[] | undefined;
  /**
   * The HR system's own words for a status: `{ 'Garden leave': 'on-leave' }`. When set, Merge is asked for those words
   * instead of its own three, which have none for leave. Case, spaces and dashes do not matter.
   */
  readonly statuses?: Readonly<Record<string, EmployeeStatus>> | undefined;
  /** Words for a kind of employment that Merge passes on as they are, before ours. */
  readonly employmentTypes?: Readonly<Record<string, EmploymentType>> | undefined;
  /**
   * HR's own fields, by the name they get in `customFields`, and the target field of Merge's Field Mapping or the key of Merge's
   * `custom_fields` each is taken from: `{ costCenter: 'cost_center' }`. Default none; no other is read.
   */
  readonly customFields?: Readonly<Record<string, string>> | undefined;
  /** What webhooks are verified with and which account they must be about. Without it there is no receiver. */
  readonly webhook?: MergeWebhookOptions | undefined;
  /** Requests a minute that Merge's plan lets through per account: 100, 400 or 600. Default 100. */
  readonly requestsPerMinute?: number | undefined;
  readonly http?: HttpOptions | undefined;
}

export interface MergeWebhookOptions {
  /** The organisation's webhook signature key, from Merge's dashboard. */
  readonly signatureKey: Credential;
  /** The id of this customer's linked account: the hooks of one organisation tell of all its customers. */
  readonly linkedAccountId: string;
}

/** Merge by its keys. */
export interface MergeKeyOptions extends MergeReadingOptions {
  /** The organisation's API key, or a function that fetches it at the moment of use. */
  readonly apiKey: Credential;
  /** The token of one customer's linked account, from `mergeConnect().exchangePublicToken`. */
  readonly accountToken: Credential;
  /** Default `us`. */
  readonly region?: MergeRegion | undefined;
  /** Another address than the region's, up to and with `/api`. */
  readonly baseUrl?: string | undefined;
}

/** Merge by a client of `@mergeapi/merge-node-client` 4 that the caller made, with its account token, address and `fetch`. */
export interface MergeClientOptions extends MergeReadingOptions {
  readonly client: MergeClientLike;
}

export type MergeSourceOptions = MergeKeyOptions | MergeClientOptions;

export const regions: Readonly<Record<MergeRegion, string>> = {
  us: 'https://api.merge.dev/api',
  eu: 'https://api-eu.merge.dev/api',
  apac: 'https://api-ap.merge.dev/api',
  sandbox: 'https://api-sandbox.merge.dev/api',
};

export const regionSchema: z.ZodType<MergeRegion> = z.enum(['us', 'eu', 'apac', 'sandbox']);

const readingShape = {
  departmentsFrom: z.union([z.literal('teams'), z.array(z.string().trim().min(1)).min(1)]).optional(),
  without: z.array(z.enum(['Employment', 'Group', 'Location'])).optional(),
  statuses: z.record(z.string().min(1), z.enum(employeeStatuses)).optional(),
  employmentTypes: z.record(z.string().min(1), z.enum(employmentTypes)).optional(),
  customFields: z.record(z.string().min(1), z.string().min(1)).optional(),
  webhook: z
    .strictObject({ signatureKey: credentialSchema, linkedAccountId: z.string().min(1) } satisfies OptionsShape<MergeWebhookOptions>)
    .optional(),
  requestsPerMinute: z.int().min(1).max(100_000).optional(),
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<MergeReadingOptions>;

const keySchema = z.strictObject({
  ...readingShape,
  apiKey: credentialSchema,
  accountToken: credentialSchema,
  region: regionSchema.optional(),
  baseUrl: baseUrlSchema.optional(),
} satisfies OptionsShape<MergeKeyOptions>);

const clientSchema = z.strictObject({
  ...readingShape,
  client: z.custom<MergeClientLike>(
    (value) => partsOf(value) !== undefined,
    'not a MergeClient of @mergeapi/merge-node-client 4, or one with a fetcher of its own',
  ),
} satisfies OptionsShape<MergeClientOptions>);

/** How Merge is reached and who we are there. */
export type MergeAccess =
  | { readonly kind: 'keys'; readonly baseUrl: string; readonly apiKey: Credential; readonly accountToken: Credential }
  | { readonly kind: 'client'; readonly parts: MergeClientParts };

/** Options with nothing left open. */
export interface MergeSettings {
  readonly access: MergeAccess;
  /** Types of groups in order of preference, in upper case; `undefined`: teams. */
  readonly departmentTypes: readonly string[] | undefined;
  readonly without: ReadonlySet<JoinedModel>;
  readonly statuses: Readonly<Record<string, EmployeeStatus>> | undefined;
  readonly employmentTypes: Readonly<Record<string, EmploymentType>>;
  readonly customFields: ReadonlyMap<string, string>;
  readonly webhook: MergeWebhookOptions | undefined;
  readonly requestsPerMinute: number;
  readonly http: HttpOptions | undefined;
}

/** @throws {TenureError} `OPTIONS_INVALID` with every problem; nothing was requested. */
export function settingsOf(options: MergeSourceOptions): MergeSettings {
  const reading = 'client' in options ? withClient(options) : withKeys(options);
  const { departmentsFrom = ['DEPARTMENT'] } = reading.parsed;
  return {
    access: reading.access,
    departmentTypes: departmentsFrom === 'teams' ? undefined : departmentsFrom.map((type) => type.toUpperCase()),
    without: new Set(reading.parsed.without),
    statuses: reading.parsed.statuses,
    employmentTypes: reading.parsed.employmentTypes ?? {},
    customFields: new Map(Object.entries(reading.parsed.customFields ?? {})),
    webhook: reading.parsed.webhook,
    requestsPerMinute: reading.parsed.requestsPerMinute ?? 100,
    http: reading.parsed.http,
  };
}

interface Parsed {
  readonly parsed: MergeReadingOptions;
  readonly access: MergeAccess;
}

function withKeys(options: MergeKeyOptions): Parsed {
  const parsed = parseOptions<MergeKeyOptions>('merge', keySchema, options);
  const { apiKey, accountToken, region = 'us', baseUrl = regions[region] } = parsed;
  return { parsed, access: { kind: 'keys', baseUrl, apiKey, accountToken } };
}

function withClient(options: MergeClientOptions): Parsed {
  const parsed = parseOptions<MergeClientOptions>('merge', clientSchema, options);
  const parts = partsOf(parsed.client);
  // The schema above has just looked at it.
  if (parts === undefined) throw new TypeError('the client changed while its options were read');
  return { parsed, access: { kind: 'client', parts } };
}
