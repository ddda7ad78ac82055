// What an application is told from outside: the interfaces people read, the strict schemas tied to them, and what follows.
import {
  baseUrlSchema,
  type Credential,
  credentialSchema,
  type OptionsShape,
  type RateLimits,
  rateLimitsSchema,
} from '@tenure/core/connector';
import { type HttpOptions, httpOptionsSchema } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { FirstCredential } from '../first-credential.ts';
import { genericProfile } from './generic.ts';
import type { ScimProfile } from './profile.ts';

/** What may be done to accounts of leavers. */
export type Removal = 'disable' | 'disable-and-delete' | 'delete';

/** What every SCIM application may be told. */
export interface ScimOptions {
  /** The bearer token, or a function that fetches it for each request. */
  readonly token: Credential;
  /**
   * What may be done to accounts of leavers. `disable`: turned off, never deleted. `disable-and-delete`: turned off, and
   * deleted when the schedule's `deleteAfterDays` says so. `delete`: removed at once. Default: `disable` where the app can
   * turn an account off and on again, else `delete`.
   */
  readonly removal?: Removal | undefined;
  /** Has to be true for a removal that cannot be undone. Default false: such a `removal` is refused. */
  readonly allowIrreversible?: boolean | undefined;
  /** What is known about the app's rate limits besides its profile. Without it the engine goes by the profile and the answers. */
  readonly limits?: RateLimits | undefined;
  /** Takes the first password of each new account to its owner; with it accounts are created with one. */
  readonly firstCredential?: FirstCredential | undefined;
  /** Time-outs, retries and the like. */
  readonly http?: HttpOptions | undefined;
}

/** What {@link scimApp} is told about an application. */
export interface ScimAppOptions extends ScimOptions {
  /** Short stable name of the app, lower case: `design`. It appears in plans, errors and the store. */
  readonly id: string;
  /** The SCIM base URL that the app's administration shows; `/Users` is appended. */
  readonly baseUrl: string;
  /**
   * How the server speaks, where it does not keep to the standard: {@link genericProfile} with other parts.
   *
   * @defaultValue genericProfile
   */
  readonly profile?: ScimProfile | undefined;
  /** Values for the profile's own settings, by name. Default none. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** What an application with a profile of its own is told. */
export interface AppOptions extends ScimOptions {
  /** Another id than the app's name, for a second tenant of the same app. */
  readonly id?: string | undefined;
  /** Another address than the vendor's: a national cloud, a proxy, a test. */
  readonly baseUrl?: string | undefined;
}

/** {@link AppOptions} with what differs by customer. */
export type ProfiledOptions<Parameter extends string> = AppOptions & Readonly<Record<Parameter, string>>;

const idSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected a short lower-case name');
const handler = z.custom<FirstCredential>((value) => typeof value === 'function', 'expected a function');

const shared = {
  token: credentialSchema,
  removal: z.enum(['disable', 'disable-and-delete', 'delete']).optional(),
  allowIrreversible: z.boolean().optional(),
  limits: rateLimitsSchema.optional(),
  firstCredential: handler.optional(),
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<ScimOptions>;

const profileSchema = z.custom<ScimProfile>(
  (value) => typeof value === 'object' && value !== null && 'places' in value && 'effects' in value,
  'expected a profile',
);

export const scimAppSchema: z.ZodType<ScimAppOptions> = z
  .strictObject({
    id: idSchema,
    baseUrl: baseUrlSchema,
    profile: profileSchema.optional(),
    parameters: z.record(z.string(), z.string()).optional(),
    ...shared,
  } satisfies OptionsShape<ScimAppOptions>)
  .superRefine((options, issues) => refuseImpossible(options.profile ?? genericProfile, options, issues));

/** The options of one profile as a schema: what a settings page shows as a form, and what its function validates with. */
export function optionsSchemaOf(profile: ScimProfile): z.ZodType<AppOptions & Readonly<Record<string, unknown>>> {
  const parameters = Object.entries(profile.parameters).map(([name, { description, example, pattern }]) => {
    const schema = z.string().regex(new RegExp(`^(?:${pattern})$`), `expected something like ${example}`);
    return [name, schema.meta({ description, examples: [example] })] as const;
  });
  const decided = mustDecide(profile) ? z.boolean() : z.boolean().optional();
  const address = profile.address === undefined ? baseUrlSchema : baseUrlSchema.optional();
  return z
    .strictObject({
      ...shared,
      token: credentialSchema.meta({ secret: true, description: profile.credential }),
      id: idSchema.optional(),
      baseUrl: address,
      allowIrreversible: decided,
      ...Object.fromEntries(parameters),
    })
    .superRefine((options, issues) => refuseImpossible(profile, options as ScimOptions, issues)) as unknown as z.ZodType<
    AppOptions & Readonly<Record<string, unknown>>
  >;
}

/** Whether the only way out of the app cannot be undone: then nothing is done by default, and silence is no answer. */
export const mustDecide = ({ disable, delete: removal }: ScimProfile): boolean => disable === undefined && removal?.undone === 'never';

/** The removal that the options and the profile come to. */
export const removalOf = (profile: ScimProfile, { removal }: ScimOptions): Removal =>
  removal ?? (profile.disable === undefined ? 'delete' : 'disable');

function refuseImpossible(profile: ScimProfile, options: ScimOptions, issues: z.RefinementCtx): void {
  const refuse = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message });
  const removal = removalOf(profile, options);
  if (removal !== 'delete' && profile.disable === undefined) refuse('removal', 'this app cannot turn an account off and on again');
  if (removal !== 'disable' && profile.delete === undefined) refuse('removal', 'this app has no way to delete an account');
  const allowed = options.allowIrreversible === true || mustDecide(profile);
  if (removal !== 'disable' && profile.delete?.undone === 'never' && !allowed) {
    refuse('allowIrreversible', 'deleting cannot be undone here and has to be allowed');
  }
  if (options.firstCredential !== undefined && !profile.create.password) refuse('firstCredential', 'this app takes no first password');
}
