// What Merge sends, as far as it is used. Every property may be absent or null, and words outside its lists come through.
import { z } from 'zod';

const text = z.string().nullish();
const flag = z.boolean().nullish();

/** A joined object: whole where it was expanded, its id where it was not, null where Merge hides it. */
function joined<Value>(schema: z.ZodType<Value>) {
  return z.union([z.string(), schema]).nullish();
}

export const groupSchema = z.object({
  id: z.string().min(1),
  name: text,
  type: text,
  parent_group: joined(z.object({ id: z.string() })),
  remote_was_deleted: flag,
});
export type MergeGroup = z.infer<typeof groupSchema>;

export const teamSchema = z.object({
  id: z.string().min(1),
  name: text,
  parent_team: joined(z.object({ id: z.string() })),
  remote_was_deleted: flag,
});
export type MergeTeam = z.infer<typeof teamSchema>;

export const employmentSchema = z.object({
  id: z.string().min(1),
  employee: joined(z.object({ id: z.string() })),
  job_title: text,
  effective_date: text,
  employment_type: text,
  modified_at: text,
  remote_was_deleted: flag,
});
export type MergeEmployment = z.infer<typeof employmentSchema>;

export const locationSchema = z.object({
  id: z.string().min(1),
  name: text,
  street_1: text,
  street_2: text,
  city: text,
  state: text,
  zip_code: text,
  country: text,
  location_type: text,
  remote_was_deleted: flag,
});
export type MergeLocation = z.infer<typeof locationSchema>;

/** Of any kind: only what the caller names is looked at. */
const anyFields = z.record(z.string(), z.unknown()).nullish().catch(undefined);

export const employeeSchema = z.object({
  id: z.string().min(1),
  employee_number: text,
  first_name: text,
  last_name: text,
  preferred_name: text,
  display_full_name: text,
  username: text,
  work_email: text,
  personal_email: text,
  mobile_phone_number: text,
  groups: z.array(z.union([z.string(), groupSchema, z.null()])).nullish(),
  employments: z.array(z.union([z.string(), employmentSchema, z.null()])).nullish(),
  home_location: joined(locationSchema),
  work_location: joined(locationSchema),
  manager: joined(z.object({ id: z.string() })),
  team: joined(z.object({ id: z.string() })),
  start_date: text,
  hire_date: text,
  termination_date: text,
  employment_status: text,
  custom_fields: anyFields,
  field_mappings: z
    .object({ organization_defined_targets: anyFields, linked_account_defined_targets: anyFields })
    .nullish()
    .catch(undefined),
  remote_was_deleted: flag,
});
export type MergeEmployee = z.infer<typeof employeeSchema>;

export const syncStatusSchema = z.object({
  model_name: text,
  model_id: text,
  status: text,
  last_sync_result: text,
  last_sync_start: text,
  last_sync_finished: text,
  next_sync_start: text,
  is_initial_sync: flag,
  data_fresh_as_of: text,
  selective_sync_configurations_usage: text,
});
export type MergeSyncStatus = z.infer<typeof syncStatusSchema>;

export const accountSchema = z.object({
  id: z.string().min(1),
  integration: text,
  integration_slug: text,
  status: text,
  is_duplicate: flag,
});
export type MergeAccount = z.infer<typeof accountSchema>;

export const issueSchema = z.object({ id: z.string(), status: text, is_muted: flag });
export type MergeIssue = z.infer<typeof issueSchema>;

const permission = z.object({ is_enabled: flag }).nullish();
const fields = z.array(z.object({ field_name: text })).nullish();

/** What may be read, model by model. */
export const scopeSchema = z.object({
  common_models: z.array(
    z.object({
      model_name: z.string(),
      model_permissions: z.object({ READ: permission }).nullish(),
      field_permissions: z.object({ enabled_fields: fields, disabled_fields: fields }).nullish(),
    }),
  ),
});
/** Merge documents scopes loosely: a shape that is new is taken as it comes. */
export const scopesSchema = z.union([scopeSchema, z.unknown()]);

/** What Merge says of a linked account, at one time. */
export interface AccountFacts {
  readonly account: MergeAccount;
  readonly statuses: readonly MergeSyncStatus[];
  readonly scopes: unknown;
  readonly issues: readonly MergeIssue[];
}

/** The id of something joined, whether it was expanded or not. */
export function idOf(reference: string | { readonly id: string } | null | undefined): string | null | undefined {
  return typeof reference === 'object' && reference !== null ? reference.id : reference;
}
