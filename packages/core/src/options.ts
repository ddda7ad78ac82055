// What createLifecycle takes: the interface people read, the strict schema tied to it, and what becomes of it.
import { z } from 'zod';
import type { Credential, Logger } from './connector/context.ts';
import { type OptionsShape, parseOptions } from './connector/options.ts';
import type { HrisSource } from './connector/source.ts';
import type { AppProvisioner, IdentityProvider } from './connector/target.ts';
import { type FeedConfiguration, type FeedOptions, feedSchema, readFeedOptions } from './feed-options.ts';
import { checkConnectors } from './fitting-connectors.ts';
import { isManual, type ManualApp } from './manual/app.ts';
import { manualProvisioner } from './manual/provisioner.ts';
import { isTimeZone } from './model/dates.ts';
import { changeClasses } from './plan/change.ts';
import { flapDefaults } from './plan/flapping.ts';
import { type GuardLimits, guardDefaults } from './plan/guard.ts';
import type { FlapLimit } from './plan/person-input.ts';
import { type AddressRule, addressRuleSchema } from './policy/addresses.ts';
import { type ActivationRule, type GroupRule, type Policy, type ProvisioningPolicy, provisioningPolicies } from './policy/policy.ts';
import { everyone, inDepartment, type Rule } from './policy/rules.ts';
import { completeSchedule, type PartialSchedule, scheduleSchema } from './policy/schedule.ts';
import { type Retention, type RetentionDays, readRetention, retentionSchema } from './retain/retention.ts';
import type { Store } from './store/port.ts';
import type { EncryptionKey, EncryptionOptions } from './store/sealed/keys.ts';
import { sealedStore } from './store/sealed/sealed-store.ts';
import { createTelemetry, type Telemetry } from './telemetry/telemetry.ts';
import { quietLogger } from './telling.ts';

/** The engine's only source of time. Give another one to test what happens on another day. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when aborted. Default: the system's timer. */
  sleep?(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** One application and how it is provisioned. */
export interface AppRule {
  readonly app: AppProvisioner | ManualApp;
  /** How far the engine may go there. Needed unless the lifecycle has a whole `policy`, which then says it. */
  readonly policy?: ProvisioningPolicy | undefined;
  /** Who has an account. Default everyone. */
  readonly for?: Rule | undefined;
  /** What losing the app means. Default `disable` where the app can, else `delete`. */
  readonly removal?: 'disable' | 'delete' | undefined;
  /** What is different about this app's dates. Default: the lifecycle's `schedule`. */
  readonly schedule?: PartialSchedule | undefined;
}

export type { FeedOptions };

export interface LifecycleOptions {
  /** The company's IANA zone: it dates people whose own zone HR does not state. */
  readonly timeZone: string;
  /** Zones by location name, city or country as HR writes them. Default none. */
  readonly zones?: Readonly<Record<string, string>> | undefined;
  readonly source: HrisSource;
  readonly identityProvider?: IdentityProvider | undefined;
  /** Provisioning of the identity provider. Default `both`, for everyone. */
  readonly identity?: { readonly policy?: ProvisioningPolicy | undefined; readonly for?: Rule | undefined } | undefined;
  /** The group map: departments (by id or name, units below included) or rules, to the identity provider's groups. */
  readonly groups?: Readonly<Record<string, readonly string[]>> | readonly GroupRule[] | undefined;
  /**
   * Groups of the map whose members are decided here alone: whoever is managed and was put in by somebody else is taken out once
   * `drift` has seen it. Default none: only memberships we gave are taken back.
   */
  readonly authoritativeGroups?: readonly string[] | undefined;
  readonly apps?: readonly AppRule[] | undefined;
  readonly schedule?: PartialSchedule | undefined;
  /** Who is managed and holds a seat. Default: everybody, without limit. */
  readonly activation?: ActivationRule | undefined;
  /** How addresses are made for people HR states none for. Default: none are made, and they wait. */
  readonly addresses?: AddressRule | undefined;
  /**
   * A whole policy from `definePolicy`, in place of `identity`, `groups`, `authoritativeGroups`, `schedule`, `activation`, `addresses` and the
   * rules in `apps`: beside it they are refused.
   */
  readonly policy?: Policy | undefined;
  /** Limits per class of change; what is left out keeps its default. */
  readonly guards?: GuardLimits | undefined;
  /** When somebody's account turns on and off, or changes its name, too often to go on unasked. Default: 3 turns within 7 days. */
  readonly flapping?: Partial<FlapLimit> | undefined;
  readonly feed?: FeedOptions | undefined;
  /** Where the engine keeps what it knows: `memoryStore()` or `sqliteStore(path)`. */
  readonly store: Store;
  /** Encrypts personal data in the store. Default: it lies there as HR states it, readable by whoever may read the file. */
  readonly encryption?: EncryptionOptions | undefined;
  /** How many days the store keeps what is over. */
  readonly retentionDays?: RetentionDays | undefined;
  /** Keeps several customers apart in one store. Default `default`. */
  readonly tenant?: string | undefined;
  /**
   * A plan lists a target's accounts anew when they were listed longer ago than this, in hours, 1 to 8,760. Default: only
   * `drift` does.
   */
  readonly inventoryMaxAgeHours?: number | undefined;
  /** How long a plan may be applied, in hours, 1 to 720. Default 72. */
  readonly planValidHours?: number | undefined;
  /**
   * How long one verb of a connector, or one call of a handler, may take, in milliseconds, 10 to 3,600,000. Time spent waiting for
   * a rate limit does not count. A write that has not ended by then is read back; a handler is called again. Default 300,000.
   */
  readonly verbDeadlineMs?: number | undefined;
  /** A pino logger fits. What it throws is passed over. Default: silence. */
  readonly log?: Logger | undefined;
  /**
   * Whether spans and metrics go to the OpenTelemetry providers the host has registered, where `@opentelemetry/api` is
   * installed: ids, counts and codes, no values. It is looked for once, with the first plan. Default true.
   */
  readonly telemetry?: boolean | undefined;
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined;
  /** Ends everything that is under way when aborted. */
  readonly signal?: AbortSignal | undefined;
}

const record = (what: string) => z.custom<object>((value) => typeof value === 'object' && value !== null, `expected ${what}`);
const rule = z.custom<Rule>(
  (value) => typeof value === 'object' && value !== null && 'rule' in value,
  'expected a rule such as everyone()',
);
const zone = z.string().refine(isTimeZone, 'not an IANA time zone');
const mode = z.enum(provisioningPolicies);
const share = z.number().min(0).max(1);

const appRule = z.strictObject({
  app: record('an app') as unknown as z.ZodType<AppProvisioner | ManualApp>,
  policy: mode.optional(),
  for: rule.optional(),
  removal: z.enum(['disable', 'delete']).optional(),
  schedule: scheduleSchema.optional() as z.ZodType<PartialSchedule | undefined>,
} satisfies OptionsShape<AppRule>);

const encryptionSchema = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'letters, digits, dashes and underscores, at most 32'),
        key: z.custom<Credential>((value) => typeof value === 'string' || typeof value === 'function', 'expected text or a function'),
      } satisfies OptionsShape<EncryptionKey>),
    )
    .min(1)
    .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'expected every id once'),
} satisfies OptionsShape<EncryptionOptions>);

const groupRules = z.union([
  z.record(z.string(), z.array(z.string().min(1)).min(1)),
  z.array(z.strictObject({ for: rule, groups: z.array(z.string().min(1)).min(1) })),
]);

const optionsShape = z.strictObject({
  timeZone: zone,
  zones: z.record(z.string(), zone).optional(),
  source: record('an HR source') as unknown as z.ZodType<HrisSource>,
  identityProvider: (record('an identity provider') as unknown as z.ZodType<IdentityProvider>).optional(),
  identity: z.strictObject({ policy: mode.optional(), for: rule.optional() }).optional(),
  groups: groupRules.optional(),
  authoritativeGroups: z.array(z.string().min(1)).optional(),
  apps: z.array(appRule).optional(),
  schedule: scheduleSchema.optional() as z.ZodType<PartialSchedule | undefined>,
  activation: z
    .strictObject({ firstImport: rule.optional(), joiners: rule.optional(), seats: z.int().min(0).nullable().optional() })
    .optional(),
  addresses: addressRuleSchema.optional(),
  policy: (record('a policy from definePolicy') as unknown as z.ZodType<Policy>).optional(),
  guards: z.partialRecord(z.enum(changeClasses), z.strictObject({ floor: z.int().min(0), share })).optional() as z.ZodType<
    GuardLimits | undefined
  >,
  flapping: z
    .strictObject({ turns: z.int().min(1).max(20).optional(), days: z.number().min(1).max(60).optional() })
    .optional() as z.ZodType<Partial<FlapLimit> | undefined>,
  feed: feedSchema.optional() as z.ZodType<FeedOptions | undefined>,
  store: record('a store') as unknown as z.ZodType<Store>,
  encryption: encryptionSchema.optional(),
  retentionDays: retentionSchema.optional(),
  tenant: z.string().min(1).max(128).optional(),
  inventoryMaxAgeHours: z.number().min(1).max(8_760).optional(),
  planValidHours: z.number().min(1).max(720).optional(),
  verbDeadlineMs: z.int().min(10).max(3_600_000).optional(),
  log: (record('a logger') as unknown as z.ZodType<Logger>).optional(),
  telemetry: z.boolean().optional(),
  clock: (record('a clock') as unknown as z.ZodType<Clock>).optional(),
  signal: z.instanceof(AbortSignal).optional(),
} satisfies OptionsShape<LifecycleOptions>);

const inPolicy = ['identity', 'groups', 'authoritativeGroups', 'schedule', 'activation', 'addresses'] as const;
const inPolicyOfApp = ['policy', 'for', 'removal', 'schedule'] as const;

/** What is said twice would be said once in vain. */
const optionsSchema = optionsShape.superRefine((options, issues) => {
  const refuse = (path: (string | number)[], message: string) => issues.addIssue({ code: 'custom', path, message });
  for (const [index, app] of (options.apps ?? []).entries()) {
    if (options.policy === undefined && app.policy === undefined)
      refuse(['apps', index, 'policy'], `expected one of ${provisioningPolicies.join(', ')}`);
    for (const key of inPolicyOfApp)
      if (options.policy !== undefined && app[key] !== undefined) refuse(['apps', index, key], 'the policy says this; give one of them');
  }
  for (const key of inPolicy)
    if (options.policy !== undefined && options[key] !== undefined) refuse([key], 'the policy says this; give one of them');
});

/** Options with every default in place. */
export interface Configuration extends FeedConfiguration {
  readonly timeZone: string;
  readonly zones: Readonly<Record<string, string>>;
  readonly source: HrisSource;
  readonly identityProvider: IdentityProvider | undefined;
  readonly apps: readonly AppProvisioner[];
  readonly policy: Policy;
  readonly guards: GuardLimits;
  readonly flap: FlapLimit;
  readonly store: Store;
  /** The id of the key that seals; undefined: nothing does. */
  readonly sealedWith: string | undefined;
  readonly retention: Retention;
  readonly tenant: string;
  readonly validMs: number;
  /** Milliseconds; infinite: never. */
  readonly inventoryMaxAgeMs: number;
  readonly verbDeadlineMs: number;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  readonly clock: Required<Clock>;
  readonly signal: AbortSignal | undefined;
}

/** @throws {TenureError} `OPTIONS_INVALID` or `CONTRACT_VERSION_UNSUPPORTED`, before any request. */
export function readLifecycleOptions(
  options: LifecycleOptions,
  defaults: { readonly clock: Required<Clock>; readonly log: Logger },
): Configuration {
  // Zod would copy what it parses; connectors, stores and clocks are used as they were given.
  parseOptions('lifecycle', optionsSchema as unknown as z.ZodType<unknown>, options);
  const tenant = options.tenant ?? 'default';
  const store = options.encryption === undefined ? options.store : sealedStore(options.store, options.encryption);
  const apps = (options.apps ?? []).map(({ app }) => (isManual(app) ? manualProvisioner(app, store, tenant) : app));
  checkConnectors(options, apps);
  return {
    timeZone: options.timeZone,
    zones: options.zones ?? {},
    source: options.source,
    identityProvider: options.identityProvider,
    apps,
    policy: options.policy ?? policyOf(options),
    guards: { ...guardDefaults, ...options.guards },
    flap: { ...flapDefaults, ...options.flapping },
    ...readFeedOptions(options.feed),
    store,
    sealedWith: options.encryption?.keys[0]?.id,
    retention: readRetention(options.retentionDays),
    tenant,
    validMs: (options.planValidHours ?? 72) * 3_600_000,
    inventoryMaxAgeMs: (options.inventoryMaxAgeHours ?? Number.POSITIVE_INFINITY) * 3_600_000,
    verbDeadlineMs: options.verbDeadlineMs ?? 300_000,
    log: quietLogger(options.log ?? defaults.log),
    telemetry: createTelemetry(options.telemetry ?? true),
    clock: clockOf(options.clock, defaults.clock),
    signal: options.signal,
  };
}

function clockOf(given: Clock | undefined, system: Required<Clock>): Required<Clock> {
  if (given === undefined) return system;
  const sleep = given.sleep?.bind(given) ?? system.sleep;
  return { now: () => given.now(), sleep };
}

function policyOf(options: LifecycleOptions): Policy {
  const { identity, groups, apps } = options;
  const map: readonly GroupRule[] = Array.isArray(groups)
    ? groups
    : Object.entries((groups ?? {}) as Readonly<Record<string, readonly string[]>>).map(([department, names]) => ({
        for: inDepartment(department),
        groups: names,
      }));
  return {
    identity: { policy: identity?.policy ?? 'both', for: identity?.for ?? everyone() },
    apps: Object.fromEntries(
      (apps ?? []).map(({ app, policy = 'observe', for: who, ...rule }) => [app.id, { ...rule, policy, for: who ?? everyone() }]),
    ),
    groups: map,
    authoritativeGroups: options.authoritativeGroups,
    schedule: completeSchedule(options.schedule),
    activation: options.activation,
    addresses: options.addresses,
  };
}
