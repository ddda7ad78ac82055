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

/** What {@link scimApp} is told about an application. */
export interface ScimAppOptions {
  /** Short stable name of the app, lower case: `figma`. It appears in plans, errors and the store. */
  readonly id: string;
  /** The SCIM base URL that the app's administration shows; `/Users` is appended. */
  readonly baseUrl: string;
  /** The bearer token for it. */
  readonly token: Credential;
  /**
   * What may be done to accounts of leavers. `disable`: turned off, never deleted. `disable-and-delete`: turned off, and
   * deleted when the schedule says so; deleting cannot be undone. `delete`: for apps that cannot turn accounts off.
   *
   * @defaultValue 'disable'
   */
  readonly removal?: 'disable' | 'disable-and-delete' | 'delete' | undefined;
  /** What the app documents about its rate limits. Without it the engine goes by the answers, four requests at once. */
  readonly limits?: RateLimits | undefined;
  /** Time-outs, retries and the like. */
  readonly http?: HttpOptions | undefined;
}

export const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected a short lower-case name'),
  baseUrl: baseUrlSchema,
  token: credentialSchema,
  removal: z.enum(['disable', 'disable-and-delete', 'delete']).optional(),
  limits: rateLimitsSchema.optional(),
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<ScimAppOptions>);
