// What an account shows at all: by its scopes, by selective sync, by how the last sync ended. A field that is switched off comes
// as null for everybody, and that says nothing about anybody.
import type { ConnectorContext } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { getScopes, listSyncStatus } from './api/account.ts';
import { type AccountFacts, type MergeEmployee, scopeSchema } from './api/wire.ts';
import { modelOf, modelsOf, wordOf } from './models.ts';
import type { MergeSettings } from './options.ts';

/** The fields that are read of each model. */
const fieldsRead: Readonly<Record<string, readonly string[]>> = {
  Employee: [
    ...['employee_number', 'first_name', 'last_name', 'preferred_name', 'display_full_name', 'work_email', 'personal_email'],
    ...['mobile_phone_number', 'groups', 'employments', 'home_location', 'work_location', 'manager', 'team', 'start_date'],
    ...['hire_date', 'termination_date', 'employment_status'],
  ],
  Employment: ['job_title', 'employment_type', 'effective_date'],
  Group: ['name', 'type', 'parent_group'],
  Team: ['name', 'parent_team'],
  Location: ['name', 'street_1', 'street_2', 'city', 'state', 'zip_code', 'country', 'location_type'],
};

/** What an employee is joined with, by the field that holds it. */
const joinedModels: Readonly<Record<string, string>> = {
  employments: 'Employment',
  groups: 'Group',
  team: 'Team',
  home_location: 'Location',
  work_location: 'Location',
};

export interface Sight {
  /** What is switched off: fields, `Employee.work_email`, and models by their name alone. */
  readonly off: ReadonlySet<string>;
  /** Models whose last sync could not read everything: what is empty there may only be unread. */
  readonly partial: ReadonlySet<string>;
}

type SightFacts = Pick<AccountFacts, 'scopes' | 'statuses'>;

/** Pure. Scopes of a shape we do not know switch nothing off. */
export function sightOf({ scopes, statuses }: SightFacts): Sight {
  const off = new Set<string>();
  for (const { model_name: model, model_permissions: permissions, field_permissions: fields } of modelsIn(scopes)) {
    if (permissions?.READ?.is_enabled === false) off.add(model);
    for (const { field_name: field } of fields?.disabled_fields ?? []) off.add(`${model}.${field ?? ''}`);
  }
  for (const row of statuses) if (wordOf(row.status) === 'DISABLED') off.add(modelOf(row));
  const partial = statuses.filter((row) => [row.status, row.last_sync_result].some((word) => wordOf(word) === 'PARTIALLY_SYNCED'));
  return { off, partial: new Set(partial.map(modelOf)) };
}

function modelsIn(scopes: unknown) {
  const parsed = scopeSchema.safeParse(scopes);
  return parsed.success ? parsed.data.common_models : [];
}

/**
 * What the account shows of what is read, for the engine to compare with. Selective sync hides people without a word of whom.
 * Models in `without` count as shown: nothing is read of them, so nothing can be gone or empty by them.
 */
export function shownBy({ account, ...facts }: SightFacts & Pick<AccountFacts, 'account'>, settings: MergeSettings): readonly string[] {
  const { off } = sightOf(facts);
  const selected = facts.statuses.filter(({ selective_sync_configurations_usage: usage }) => wordOf(usage) === 'IN_LAST_SYNC');
  const isLeftOut = (model: string): boolean => (settings.without as ReadonlySet<string>).has(model);
  const models = modelsOf({ ...settings, without: new Set() });
  const own = settings.customFields.size === 0 ? [] : [{ model: 'Employee', name: 'Employee.custom_fields' }];
  const read = models.flatMap((model) => (fieldsRead[model] ?? []).map((field) => ({ model, name: `${model}.${field}` })));
  const fields = [...read, ...own];
  return [
    `the account ${account.id} of ${account.integration_slug ?? 'a system without a name'}`,
    ...models.filter((model) => isLeftOut(model) || !selected.some((row) => modelOf(row) === model)).map((model) => `every ${model}`),
    ...fields.filter(({ model, name }) => isLeftOut(model) || (!off.has(name) && !off.has(model))).map(({ name }) => name),
  ];
}

/** A row without what it says nothing about: what is switched off, and what is empty after a sync that missed something. */
export function seenRow(row: MergeEmployee, sight: Sight): MergeEmployee {
  if (sight.off.size + sight.partial.size === 0) return row;
  return seenFields(row, 'Employee', sight) as MergeEmployee;
}

function seenFields(record: object, model: string, sight: Sight): object {
  const { off, partial } = sight;
  const seen = Object.entries(record).flatMap(([field, value]): [string, unknown][] => {
    const joined = joinedModels[field];
    if (off.has(`${model}.${field}`) || (joined !== undefined && off.has(joined))) return [];
    if (isEmpty(value) && (partial.has(model) || (joined !== undefined && partial.has(joined)))) return [];
    if (joined !== undefined) return [[field, seenJoined(value, joined, sight)]];
    return [[field, ownFields.has(field) && partial.has(model) ? withoutNulls(value) : value]];
  });
  return Object.fromEntries(seen);
}

const ownFields: ReadonlySet<string> = new Set(['custom_fields', 'field_mappings']);

/** The same object, and those inside it, without what is null there. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const stated = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(stated.map(([name, each]) => [name, withoutNulls(each)]));
}

function seenJoined(value: unknown, model: string, sight: Sight): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => seenJoined(each, model, sight));
  return typeof value === 'object' && value !== null ? seenFields(value, model, sight) : value;
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

export interface SightKeeper {
  /** What the account shows, no older than a minute. Two requests when it is. */
  current(context: ConnectorContext): Promise<Sight>;
  /**
   * What the account shows, asked after this call: of a row that was read before it, what is empty is known to have been
   * shown. Two requests, shared by all who wait for them.
   */
  fresh(context: ConnectorContext): Promise<Sight>;
  /** Takes over what was asked for anyway. */
  note(facts: SightFacts, at: number): void;
}

const keptForMs = 60_000;

export function keepSight(http: HttpClient): SightKeeper {
  let kept: { readonly sight: Sight; readonly at: number } | undefined;
  const note: SightKeeper['note'] = (facts, at) => {
    kept = { sight: sightOf(facts), at };
  };
  const ask = async (context: ConnectorContext): Promise<Sight> => {
    const now = context.now();
    const statuses = await listSyncStatus(http, context);
    const facts = { statuses, scopes: await getScopes(http, context) };
    note(facts, now);
    return sightOf(facts);
  };
  let latest: Promise<Sight> | undefined;
  return {
    note,
    async current(context) {
      if (kept !== undefined && Math.abs(context.now() - kept.at) < keptForMs) return kept.sight;
      return ask(context);
    },
    async fresh(context) {
      const before = latest;
      await before?.catch(() => undefined);
      if (latest === before) {
        latest = ask(context);
        return latest;
      }
      // Whoever asked for all may have been stopped; that stops nobody else.
      return (latest as Promise<Sight>).catch(() => {
        context.signal.throwIfAborted();
        return ask(context);
      });
    },
  };
}
