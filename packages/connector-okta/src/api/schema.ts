// The attributes of a user's profile as the org has them, and which of them Okta may be told.
import type { ConnectorContext } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { z } from 'zod';

const attributeSchema = z.object({
  /** The system that owns the value. Absent: the profile's source does. */
  master: z.object({ type: z.string() }).nullish(),
  unique: z.union([z.string(), z.boolean()]).nullish(),
  type: z.string().nullish(),
});

const partSchema = z.object({ properties: z.record(z.string(), z.unknown()).nullish() }).nullish();

const schemaSchema = z.object({ definitions: z.object({ base: partSchema, custom: partSchema }) });

export interface SchemaAttribute {
  /** True when Okta itself owns the value, also of a user who comes from another source. */
  readonly ownedByOkta: boolean;
  readonly unique: boolean;
  /** `string`, `boolean`, `number`, `integer`, `array`; undefined where the schema does not say. */
  readonly type: string | undefined;
}

export type UserSchema = ReadonlyMap<string, SchemaAttribute>;

/** The schema of the default user type. Bucket: other. */
export async function readSchema(http: HttpClient, context: ConnectorContext): Promise<UserSchema> {
  const path = '/api/v1/meta/schemas/user/default';
  const { body } = await http.request({ verb: 'read user schema', method: 'GET', path, effect: 'read', schema: schemaSchema }, context);
  const { base, custom } = body.definitions;
  const entries = Object.entries({ ...base?.properties, ...custom?.properties }).map(([name, value]) => {
    const { data } = attributeSchema.safeParse(value);
    const ownedByOkta = data?.master?.type === 'OKTA' || data?.master?.type === 'OVERRIDE';
    const unique = data?.unique === true || data?.unique === 'UNIQUE_VALIDATED' || data?.unique === 'PENDING_UNIQUENESS';
    return [name, { ownedByOkta, unique, type: data?.type ?? undefined }] as const;
  });
  return new Map(entries);
}
