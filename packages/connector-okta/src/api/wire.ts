// What is read of Okta's answers, leniently: only the fields in use, unknown ones ignored, unknown statuses kept as text.
import { z } from 'zod';

/** A status stands in errors: text that has not the form of one may be anything, and is not kept. */
const statusSchema = z.string().transform((status) => (/^[A-Z][A-Z_]{0,39}$/.test(status) ? status : 'UNKNOWN'));

export const userSchema = z.object({
  id: z.string().min(1),
  status: statusSchema,
  /** Only while an activation or deactivation is still running. */
  transitioningToStatus: statusSchema.nullish(),
  lastUpdated: z.string().nullish(),
  profile: z.record(z.string(), z.unknown()),
});

/** A user as Okta answers it. */
export type OktaUser = z.infer<typeof userSchema>;

export const usersSchema = z.array(userSchema);

export const groupSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  profile: z.object({ name: z.string() }),
});

/** A group as Okta answers it. */
export type OktaGroup = z.infer<typeof groupSchema>;

export const groupsSchema = z.array(groupSchema);

/** Lists of which only ids are used. */
export const idsSchema = z.array(z.object({ id: z.string().min(1) }));

/** Whether an activation was answered with a link for the person. The link opens the account: it is not kept. */
export const onboardingSchema = z
  .object({ activationToken: z.string().nullish() })
  .nullish()
  .transform((answer) => answer?.activationToken != null);

export const rolesSchema = z.array(z.object({ type: z.string().nullish() }));

/** The body of every error. Some answers carry the causes as one bare object. */
export const problemSchema = z.object({
  errorCode: z.string(),
  errorSummary: z.string().nullish(),
  errorCauses: z
    .union([z.array(z.object({ errorSummary: z.string() })), z.object({ errorSummary: z.string() }).transform((cause) => [cause])])
    .catch([]),
});
