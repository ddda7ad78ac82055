// A policy as data: what an admin's settings page stores, checks and changes.
import { z } from 'zod';
import { type OptionProblem, TenureError } from '../connector/errors.ts';
import { problemsIn } from '../connector/options.ts';
import { inPlainWords } from '../connector/words.ts';
import { type AddressPattern, type AddressRule, addressDocumentSchema } from './addresses.ts';
import { type Policy, type ProvisioningPolicy, provisioningPolicies } from './policy.ts';
import { argumentProblem, formsAsJsonSchema } from './rule-forms.ts';
import { builtInRules, everyone, type Predicate, type Rule, where } from './rules.ts';
import { completeSchedule, type PartialSchedule, scheduleSchema } from './schedule.ts';

/** A rule in a document: a name and arguments; arguments may be rules again. */
export interface RuleDocument {
  readonly rule: string;
  readonly args?: readonly (string | boolean | RuleDocument)[] | undefined;
}

export interface TargetDocument {
  readonly policy: ProvisioningPolicy;
  /** Who it is for. Default everyone. */
  readonly for?: RuleDocument | undefined;
  readonly removal?: 'disable' | 'delete' | undefined;
  /** What is different about this target's dates. */
  readonly schedule?: PartialSchedule | undefined;
}

/** A whole policy as JSON. `version` is 1; a newer one is refused. */
export interface PolicyDocument {
  readonly version: 1;
  readonly identity?: TargetDocument | undefined;
  /** By the app's id. */
  readonly apps?: Readonly<Record<string, TargetDocument>> | undefined;
  /** Rules and the identity provider's groups they lead to, by name or id. */
  readonly groups?: readonly { readonly for: RuleDocument; readonly groups: readonly string[] }[] | undefined;
  /** Groups of the map that hold nobody managed but those it leads there. */
  readonly authoritativeGroups?: readonly string[] | undefined;
  readonly schedule?: PartialSchedule | undefined;
  readonly activation?:
    | {
        readonly firstImport?: RuleDocument | undefined;
        readonly joiners?: RuleDocument | undefined;
        readonly seats?: number | null | undefined;
      }
    | undefined;
  /** Addresses for people HR states none for, by named patterns. */
  readonly addresses?: AddressDocument | undefined;
}

/** An address rule without code. */
export type AddressDocument = Omit<AddressRule, 'pattern'> & { readonly pattern?: readonly AddressPattern[] | undefined };

const rule: z.ZodType<RuleDocument> = z.strictObject({
  rule: z.string().min(1),
  get args() {
    return z.array(z.union([z.string(), z.boolean(), rule])).optional();
  },
});

const target = z.strictObject({
  policy: z.enum(provisioningPolicies),
  for: rule.optional(),
  removal: z.enum(['disable', 'delete']).optional(),
  schedule: scheduleSchema.optional(),
});

const policyDocument = z.strictObject({
  version: z.literal(1),
  identity: target.optional(),
  apps: z.record(z.string().min(1), target).optional(),
  groups: z.array(z.strictObject({ for: rule, groups: z.array(z.string().min(1)).min(1) })).optional(),
  authoritativeGroups: z.array(z.string().min(1)).optional(),
  schedule: scheduleSchema.optional(),
  activation: z
    .strictObject({ firstImport: rule.optional(), joiners: rule.optional(), seats: z.int().min(0).nullable().optional() })
    .optional(),
  addresses: addressDocumentSchema.optional(),
});

/** The document's form as JSON Schema, for settings pages and editors. Pure. */
export function policyJsonSchema(): unknown {
  const allOf = formsAsJsonSchema();
  return z.toJSONSchema(policyDocument, {
    override: ({ zodSchema, jsonSchema }) => {
      if ((zodSchema as unknown) === rule) Object.assign(jsonSchema, { allOf });
    },
  });
}

/**
 * Makes a policy from a document. `rules` gives the predicates of rules that are the host's own, by name.
 *
 * @throws {TenureError} `OPTIONS_INVALID` naming every unknown key, wrong value and unknown rule. Pure.
 */
export function definePolicy(document: unknown, rules: Readonly<Record<string, Predicate>> = {}): Policy {
  const parsed = policyDocument.safeParse(document, { error: inPlainWords });
  if (!parsed.success) throw documentProblem(problemsIn(parsed.error, '(document)'));
  const { identity, apps, groups, authoritativeGroups, schedule, activation, addresses } = parsed.data as PolicyDocument;
  const chosen = (one: RuleDocument | undefined): Rule | undefined => (one === undefined ? undefined : ruleOf(one, rules));
  return {
    identity: targetRule(identity ?? { policy: 'both' }, rules),
    apps: Object.fromEntries(Object.entries(apps ?? {}).map(([id, each]) => [id, targetRule(each, rules)])),
    groups: (groups ?? []).map((each) => ({ for: ruleOf(each.for, rules), groups: each.groups })),
    ...(authoritativeGroups === undefined ? {} : { authoritativeGroups }),
    schedule: completeSchedule(schedule),
    ...(activation === undefined
      ? {}
      : { activation: { firstImport: chosen(activation.firstImport), joiners: chosen(activation.joiners), seats: activation.seats } }),
    ...(addresses === undefined ? {} : { addresses }),
  };
}

function targetRule(document: TargetDocument, rules: Readonly<Record<string, Predicate>>): Policy['identity'] {
  const who = document.for === undefined ? everyone() : ruleOf(document.for, rules);
  return { policy: document.policy, for: who, removal: document.removal, schedule: document.schedule };
}

function ruleOf(document: RuleDocument, rules: Readonly<Record<string, Predicate>>): Rule {
  const own = Object.hasOwn(rules, document.rule) ? rules[document.rule] : undefined;
  if (own !== undefined) return where(document.rule, own);
  if (!builtInRules.includes(document.rule))
    throw documentProblem([{ path: `rule ${document.rule}`, reason: 'no rule of this name is known' }]);
  const made: Rule = {
    rule: document.rule,
    args: (document.args ?? []).map((argument) => (typeof argument === 'object' ? ruleOf(argument, rules) : argument)),
  };
  const reason = argumentProblem(made);
  if (reason !== undefined) throw documentProblem([{ path: `rule ${document.rule}`, reason }]);
  return made;
}

function documentProblem(problems: readonly OptionProblem[]): TenureError {
  const list = problems.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  return new TenureError('OPTIONS_INVALID', { system: 'policy', verb: 'read document', fact: list, details: { problems } });
}
