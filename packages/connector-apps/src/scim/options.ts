// What an application that speaks SCIM is told besides what every application may be told.
import { baseUrlSchema, type Credential, credentialSchema, type OptionsShape } from '@tenure/core/connector';
import { z } from 'zod';
import { idSchema, type NamedAppOptions, refuseImpossible, type SharedOptions, sharedShape } from '../options.ts';
import { genericProfile } from './generic.ts';
import type { ScimProfile } from './profile.ts';

/** What every SCIM application may be told. */
export interface ScimOptions extends SharedOptions {
  /** The bearer token, or a function that fetches it for each request. */
  readonly token: Credential;
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
export interface AppOptions extends NamedAppOptions, ScimOptions {}

/** {@link AppOptions} with what differs by customer. */
export type ProfiledOptions<Parameter extends string> = AppOptions & Readonly<Record<Parameter, string>>;

const profileSchema = z.custom<ScimProfile>(
  (value) => typeof value === 'object' && value !== null && 'places' in value && 'effects' in value,
  'expected a profile',
);

export const scimAppSchema: z.ZodType<ScimAppOptions> = z
  .strictObject({
    id: idSchema,
    baseUrl: baseUrlSchema,
    token: credentialSchema,
    profile: profileSchema.optional(),
    parameters: z.record(z.string(), z.string()).optional(),
    ...sharedShape,
  } satisfies OptionsShape<ScimAppOptions>)
  .superRefine((options, issues) => refuseImpossible(options.profile ?? genericProfile, options, issues));
