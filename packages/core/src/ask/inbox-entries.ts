// What any process may leave in the inbox, by kind. Read by whoever writes one and by whoever takes it.
import { z } from 'zod';

const id = z.string().min(1).max(256);
const by = id;
const reason = z.string().min(1).max(400);
const account = z.strictObject({ target: z.string().min(1), accountId: z.string().min(1) });
const what = z.union([z.string().min(1), account], 'expected the id of a person or { target, accountId }');
const choices = ['create', 'leave', 'cut', 'keep', 'delete', 'leaver', 'continue', 'retry'] as const;
const choice = z.union(
  [z.enum(choices), z.strictObject({ adopt: z.string().min(1) })],
  `expected ${choices.join(', ')} or { adopt: the id of an account }`,
);
const exception = z.strictObject({ person: id, target: id, by, reason, until: z.int().optional(), untilMove: z.boolean().optional() });

/** Decisions: each is the method of that name, with what the method is given. */
export const decisionSchemas = {
  answer: z.strictObject({ question: z.string().min(1), choice, by }),
  protect: z.strictObject({ what, reason, by }),
  unprotect: z.strictObject({ what, by }),
  promote: z.strictObject({ person: z.string().min(1), target: z.string().min(1), by }),
  activate: z.strictObject({ person: id, by }),
  deactivate: z.strictObject({ person: id, by, reason: reason.optional() }),
  grant: exception,
  revoke: exception,
  withdraw: z.strictObject({ person: id, target: id, by }),
  approve: z.strictObject({ hash: id, by, until: z.int().optional() }),
  completeTask: z.strictObject({ task: z.string().min(1).max(1_000), by }),
  join: z.strictObject({ person: id, into: id, by: id, reason, keep: z.record(id, id).optional() }),
} as const;

export type DecisionKind = keyof typeof decisionSchemas;
export type DecisionOf<Kind extends DecisionKind> = z.infer<(typeof decisionSchemas)[Kind]>;

/** `sync({ people })`, asked for by another process. */
export const syncSchema = z.strictObject({ people: z.array(id).min(1).max(1_000), emergency: z.string().min(1).max(500).optional() });

/** Who said it, and whom to look at. */
export const hintSchema = z.object({
  system: z.string().min(1).max(64),
  hint: z.object({
    id: z.string().min(1).max(512),
    ids: z.array(id).max(1_000),
    everything: z.boolean().optional(),
    againAt: z.int().optional(),
  }),
});

export const entrySchemas = { ...decisionSchemas, sync: syncSchema, hint: hintSchema } as const;

export type InboxKind = keyof typeof entrySchemas;

/** What an entry of this kind holds. */
export type InboxEntry<Kind extends InboxKind> = z.infer<(typeof entrySchemas)[Kind]>;
