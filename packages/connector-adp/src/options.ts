// What a caller sets. Validated once, before any request.
import {
  baseUrlSchema,
  type Credential,
  credentialSchema,
  type EmployeeStatus,
  type EmploymentType,
  employeeStatuses,
  employmentTypes,
  isTimeZone,
  type OptionsShape,
  parseOptions,
} from '@tenure/core/connector';
import { type HttpOptions, httpOptionsSchema } from '@tenure/core/connector/http';
import { z } from 'zod';
import { type AdpDepartments, type AdpProduct, productNames, products } from './mapping/products.ts';

/** Where ADP keeps a customer's data; a certificate belongs to one of them. `test` is ADP's integration environment. */
export type AdpEnvironment = 'us' | 'us-test' | 'eu' | 'eu-test';

/** Who we are at ADP, and how ADP is reached. */
export interface AdpAccessOptions {
  readonly clientId: Credential;
  readonly clientSecret: Credential;
  /** The client certificate that ADP issued for your signing request, as PEM, with the chain if there is one. */
  readonly certificate: Credential;
  /** The private key of the certificate, as PEM. */
  readonly key: Credential;
  /** What the key is encrypted with, where it is. */
  readonly passphrase?: Credential | undefined;
  /** Whom to trust instead of the public authorities, as PEM: a simulator, or a proxy that opens TLS. */
  readonly authority?: string | undefined;
  /** Default `us`. */
  readonly environment?: AdpEnvironment | undefined;
  /** Another host of tokens than the environment's. */
  readonly accountsUrl?: string | undefined;
  /** Another host of data than the environment's. */
  readonly apiUrl?: string | undefined;
  /** With a `fetch` of your own, that one has to present the certificate. */
  readonly http?: HttpOptions | undefined;
}

export interface AdpSourceOptions extends AdpAccessOptions {
  /** The customer's zone, an IANA name: it decides what today is for future hires, and when a change of the future counts. */
  readonly timeZone: string;
  /**
   * The customer's organization OID, when the credentials are those of your marketplace application: the customer's own are
   * then read with them. Without it the credentials are the customer's own.
   */
  readonly subscriber?: string | undefined;
  /** Decides the codes that are understood and where departments come from. Default `workforce-now`. */
  readonly product?: AdpProduct | undefined;
  /** The role that is claimed; others see fewer people and fields, without an error. Default `practitioner`. */
  readonly roleCode?: 'practitioner' | 'administrator' | 'manager' | 'supervisor' | undefined;
  /**
   * `table`: Workforce Now's validation table, without parents; `hierarchy`: organization departments, which need an
   * entitlement; `international`: those of ADP's international products; `workers`: whatever stands on people, at the cost
   * of reading everybody once more. Default: what the product has.
   */
  readonly departmentsFrom?: AdpDepartments | undefined;
  /** Codes or labels of the kind of unit that departments are, before the product's. Case, spaces and dashes do not matter. */
  readonly departmentTypes?: readonly string[] | undefined;
  /** Status codes of the customer's own, before ours: `{ 'Garden leave': 'on-leave' }`. */
  readonly statuses?: Readonly<Record<string, EmployeeStatus>> | undefined;
  /** Worker type codes or labels of the customer's own, before ours: `{ X7: 'contractor' }`. */
  readonly employmentTypes?: Readonly<Record<string, EmploymentType>> | undefined;
  /**
   * Fields of HR's own out of the units that the primary assignment stands in: the name each gets in `customFields`, and the
   * code or label of the kind of unit, `{ costCenter: 'Cost Number' }`. The value is the unit's code. Default none. ADP's own
   * custom fields are not read: their shape is unverified.
   */
  readonly customFields?: Readonly<Record<string, string>> | undefined;
}

const hosts: Readonly<Record<AdpEnvironment, { readonly accounts: string; readonly api: string }>> = {
  us: { accounts: 'https://accounts.adp.com', api: 'https://api.adp.com' },
  'us-test': { accounts: 'https://iat-accounts.adp.com', api: 'https://iat-api.adp.com' },
  eu: { accounts: 'https://accounts.eu.adp.com', api: 'https://api.eu.adp.com' },
  'eu-test': { accounts: 'https://iat-accounts.eu.adp.com', api: 'https://iat-api.eu.adp.com' },
};

export const accessShape = {
  clientId: credentialSchema,
  clientSecret: credentialSchema,
  certificate: credentialSchema,
  key: credentialSchema,
  passphrase: credentialSchema.optional(),
  authority: z.string().min(1).optional(),
  environment: z.enum(['us', 'us-test', 'eu', 'eu-test']).optional(),
  accountsUrl: baseUrlSchema.optional(),
  apiUrl: baseUrlSchema.optional(),
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<AdpAccessOptions>;

/** An organization OID stands in a filter, between quotes. */
export const organizationSchema = z.string().regex(/^[\w.-]{1,128}$/, 'not an organization OID');

const sourceSchema = z.strictObject({
  ...accessShape,
  timeZone: z.string().refine(isTimeZone, 'not an IANA time zone'),
  subscriber: organizationSchema.optional(),
  product: z.enum(productNames).optional(),
  roleCode: z.enum(['practitioner', 'administrator', 'manager', 'supervisor']).optional(),
  departmentsFrom: z.enum(['table', 'hierarchy', 'international', 'workers']).optional(),
  departmentTypes: z.array(z.string().trim().min(1)).min(1).optional(),
  statuses: z.record(z.string().min(1), z.enum(employeeStatuses)).optional(),
  employmentTypes: z.record(z.string().min(1), z.enum(employmentTypes)).optional(),
  customFields: z.record(z.string().min(1), z.string().trim().min(1)).optional(),
} satisfies OptionsShape<AdpSourceOptions>);

/** How ADP is reached, with nothing left open. */
export interface AdpAccess
  extends Pick<AdpAccessOptions, 'clientId' | 'clientSecret' | 'certificate' | 'key' | 'passphrase' | 'authority'> {
  readonly accountsUrl: string;
  readonly apiUrl: string;
  readonly http: HttpOptions | undefined;
}

/** Options with nothing left open. */
export interface AdpSettings {
  readonly access: AdpAccess;
  readonly timeZone: string;
  readonly subscriber: string | undefined;
  readonly roleCode: string;
  readonly departmentsFrom: AdpDepartments;
  readonly departmentTypes: readonly string[];
  readonly statuses: Readonly<Record<string, EmployeeStatus>>;
  readonly employmentTypes: Readonly<Record<string, EmploymentType>>;
  readonly customFields: Readonly<Record<string, string>>;
}

/** @throws {TenureError} `OPTIONS_INVALID` with every problem; nothing was requested. */
export function settingsOf(options: AdpSourceOptions): AdpSettings {
  const parsed = parseOptions<AdpSourceOptions>('adp', sourceSchema, options);
  const product = products[parsed.product ?? 'workforce-now'];
  return {
    access: accessOf(parsed),
    timeZone: parsed.timeZone,
    subscriber: parsed.subscriber,
    roleCode: parsed.roleCode ?? 'practitioner',
    departmentsFrom: parsed.departmentsFrom ?? product.departmentsFrom,
    departmentTypes: [...(parsed.departmentTypes ?? []), ...product.departmentTypes],
    statuses: parsed.statuses ?? {},
    employmentTypes: parsed.employmentTypes ?? {},
    customFields: parsed.customFields ?? {},
  };
}

export function accessOf(options: AdpAccessOptions): AdpAccess {
  const { environment = 'us', accountsUrl, apiUrl, http, ...credentials } = options;
  const { clientId, clientSecret, certificate, key, passphrase, authority } = credentials;
  const host = hosts[environment];
  return {
    ...{ clientId, clientSecret, certificate, key, passphrase, authority },
    accountsUrl: accountsUrl ?? host.accounts,
    apiUrl: apiUrl ?? host.api,
    http,
  };
}
