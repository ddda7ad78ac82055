// The messages of RFC 7643 and 7644 as schemas, written from the RFCs: what a client may send. Strict, so that a field that
// the standard does not have is a failure.
import { z } from 'zod';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** RFC 7643, section 2.4: the sub-attributes that lists share. */
const plural = { value: z.string(), type: z.string().optional(), primary: z.boolean().optional(), display: z.string().optional() };

/** RFC 7643, section 4.1.2. */
const address = {
  formatted: z.string().optional(),
  streetAddress: z.string().optional(),
  locality: z.string().optional(),
  region: z.string().optional(),
  postalCode: z.string().optional(),
  country: z.string().optional(),
  type: z.string().optional(),
  primary: z.boolean().optional(),
};

/** RFC 7643, section 4.1.1: the name. */
const name = {
  formatted: z.string().optional(),
  familyName: z.string().optional(),
  givenName: z.string().optional(),
  middleName: z.string().optional(),
  honorificPrefix: z.string().optional(),
  honorificSuffix: z.string().optional(),
};

/** RFC 7643, section 4.3. */
const enterpriseUser = {
  employeeNumber: z.string().optional(),
  costCenter: z.string().optional(),
  organization: z.string().optional(),
  division: z.string().optional(),
  department: z.string().optional(),
};

/** At most one entry of a list is the primary one. */
const listOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(z.strictObject(shape))
    .min(1)
    .refine((entries) => entries.filter((entry) => (entry as { primary?: unknown }).primary === true).length <= 1, 'two primary entries');

const writable = {
  externalId: z.string().min(1).optional(),
  userName: z.string().min(1),
  name: z.strictObject(name).optional(),
  displayName: z.string().optional(),
  nickName: z.string().optional(),
  title: z.string().optional(),
  userType: z.string().optional(),
  preferredLanguage: z.string().optional(),
  locale: z.string().optional(),
  timezone: z.string().optional(),
  active: z.boolean(),
  password: z.string().optional(),
  emails: listOf(plural).optional(),
  phoneNumbers: listOf(plural).optional(),
  addresses: listOf(address).optional(),
  entitlements: listOf(plural).optional(),
  roles: listOf(plural).optional(),
  [enterprise]: z.strictObject(enterpriseUser).optional(),
};

/** Every extension that is used is named in `schemas`, and none that is not (RFC 7643, section 3). */
const namesItsSchemas = (user: Readonly<Record<string, unknown>>): boolean => {
  const used = Object.keys(user).filter((key) => key.startsWith('urn:'));
  const named = user['schemas'] as readonly string[];
  return named.includes(core) && used.every((key) => named.includes(key));
};

const schemas = z.array(z.string()).min(1);

/** A user to create. Ids and `meta` are the server's (RFC 7643, section 3.1). */
export const newUser = z.strictObject({ schemas, ...writable }).refine(namesItsSchemas, '`schemas` does not name what is used');

/** A user to put in the place of another; the server ignores the id. */
export const replacedUser = z
  .strictObject({ schemas, id: z.string().optional(), ...writable })
  .refine(namesItsSchemas, '`schemas` does not name what is used');

/** RFC 7644, section 3.5.2, in the grammar of paths without filters. */
const path = z.string().regex(/^(?:urn:[\w:.-]+:)?[A-Za-z$][\w$-]*(?:\.[A-Za-z][\w-]*)?$/);

/** Operations are compared without case by servers; the RFC writes them in lower case, two vendors with a capital. */
const op = z.enum(['add', 'replace', 'remove', 'Add', 'Replace', 'Remove']);

export const patchOp = z.strictObject({
  schemas: z.tuple([z.literal('urn:ietf:params:scim:api:messages:2.0:PatchOp')]),
  Operations: z
    .array(
      z
        .strictObject({ op, path: path.optional(), value: z.unknown().optional() })
        .refine(
          (one) => one.op.toLowerCase() !== 'remove' || (one.path !== undefined && one.value === undefined),
          'a remove has a path only',
        )
        .refine((one) => one.op.toLowerCase() === 'remove' || one.value !== undefined, 'a replace has a value')
        .refine(
          (one) => one.path !== undefined || one.value === undefined || typeof one.value === 'object',
          'without a path the value is an object',
        ),
    )
    .min(1),
});

/** RFC 7644, section 3.4.2.2: one comparison with a JSON string. */
export const filter = z.string().refine((text) => {
  const [, value = ''] = /^[A-Za-z$][\w$.:-]* eq (".*")$/s.exec(text) ?? [];
  try {
    return typeof JSON.parse(value) === 'string';
  } catch {
    return false;
  }
}, 'not one comparison');
