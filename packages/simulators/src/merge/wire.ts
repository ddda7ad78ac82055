// A stored row as it goes out: Merge's ids for references, enums or the provider's text, what is hidden as null.
import type { OwnAccount } from './account.ts';
import { type MergeModel, mapped, modelDescriptions } from './models.ts';
import type { Row } from './shelf.ts';
import type { MergeSwitches } from './switches.ts';
import { instant } from './sync.ts';

/** How a caller wants records to look. */
export interface Look {
  readonly expand: ReadonlySet<string>;
  /** Enum fields that come as the provider's own text. */
  readonly origins: ReadonlySet<string>;
  readonly remoteData: boolean;
}

export type WireRecord = Readonly<Record<string, unknown>>;

export const plainLook: Look = { expand: new Set(), origins: new Set(), remoteData: false };

/** Reads a look from parameters: several values in one, or the parameter several times. */
export function lookOf(parameters: URLSearchParams): Look {
  const several = (name: string): ReadonlySet<string> => new Set(parameters.getAll(name).flatMap((value) => value.split(',')));
  return {
    expand: several('expand'),
    origins: several('show_enum_origins'),
    remoteData: parameters.get('include_remote_data') === 'true',
  };
}

export function wireRecord(account: OwnAccount, switches: MergeSwitches, model: MergeModel, row: Row, look: Look = plainLook): WireRecord {
  const { fields } = modelDescriptions[model];
  const isBlank = row.shell || !account.visibility.isEnabled(model);
  const values = fields.map((field) => {
    const isHidden = isBlank || !account.visibility.showsField(model, field);
    return [field, isHidden ? null : fieldValue(account, switches, model, row, field, look)] as const;
  });
  const remoteData = look.remoteData && !isBlank ? [{ path: `/${model}`, data: row.data }] : null;
  return {
    id: row.id,
    remote_id: row.shell ? null : row.remoteId,
    created_at: instant(row.createdAt),
    modified_at: instant(row.modifiedAt),
    ...Object.fromEntries(values),
    remote_was_deleted: row.deleted,
    field_mappings: { organization_defined_targets: {}, linked_account_defined_targets: isBlank ? {} : (row.data['mapped_fields'] ?? {}) },
    remote_data: remoteData,
  };
}

function fieldValue(account: OwnAccount, switches: MergeSwitches, model: MergeModel, row: Row, field: string, look: Look): unknown {
  const { references, enums, days } = modelDescriptions[model];
  const isExpanded = look.expand.has(field);
  if (model === 'employees' && field === 'employments') {
    const employments = account.copy
      .employmentsOf(row.remoteId)
      .filter((one) => !one.deleted && account.visibility.shows('employments', one));
    return employments.map((one) => (isExpanded ? wireRecord(account, switches, 'employments', one) : one.id));
  }
  const value = row.data[field] ?? null;
  const target = references[field];
  if (target !== undefined) {
    const refer = (remoteId: unknown): unknown => reference(account, switches, target, remoteId, isExpanded);
    return Array.isArray(value) ? value.map(refer) : refer(value);
  }
  if (enums[field] !== undefined) return look.origins.has(field) ? value : mapped(model, field, value);
  const isBareDay = days.includes(field) && typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
  return isBareDay && switches.dates === 'date-time' ? `${value}T00:00:00Z` : value;
}

/** A reference to a record that Merge does not have, or does not show, still has its id; expanded it is null. */
function reference(account: OwnAccount, switches: MergeSwitches, model: MergeModel, remoteId: unknown, isExpanded: boolean): unknown {
  if (typeof remoteId !== 'string' || !account.visibility.isEnabled(model)) return null;
  const shelf = account.copy.shelves[model];
  if (!isExpanded) return shelf.idOf(remoteId);
  const row = shelf.byRemoteId(remoteId);
  return row === undefined || !account.visibility.shows(model, row) ? null : wireRecord(account, switches, model, row);
}
