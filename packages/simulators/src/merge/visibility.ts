// What of Merge's copy may be seen: scopes take fields and models away at once, permissions and selective sync with the next sync.
import { type Fields, type MergeModel, mergeModels, modelDescriptions } from './models.ts';
import type { Row } from './shelf.ts';

/** What the customer's credential may not read at the HR system. */
export interface Withheld {
  /** Remote ids of records that it no longer sees. */
  readonly records?: readonly string[] | undefined;
  /** Fields that come back empty. */
  readonly fields?: readonly string[] | undefined;
}

export type Selection = (record: Fields) => boolean;

export interface Visibility {
  /** Withholds records and fields of a model from the next sync on; `{}` gives them back. */
  withhold(model: MergeModel, withheld: Withheld): void;
  /** Selective sync: from the next sync on only records that pass are shown; `undefined` ends it. */
  selectOnly(model: MergeModel, selection: Selection | undefined): void;
  /** Switches a model, or one field of it (`employees.work_email`), off or on in the scopes, at once. */
  scope(what: string, isEnabled: boolean): void;
  isEnabled(model: MergeModel): boolean;
  shows(model: MergeModel, row: Row): boolean;
  /** Whether a field has its value, for everybody who reads now. */
  showsField(model: MergeModel, field: string): boolean;
  /** Whether a sync meets less than everything of a model: permissions are missing. */
  isPartial(model: MergeModel): boolean;
  /** Puts what was asked into force; answers the models whose fields changed by that. */
  enforce(): readonly MergeModel[];
  selection(): 'IN_LAST_SYNC' | 'IN_NEXT_SYNC' | undefined;
  /** As `GET /linked-account-scopes` has it. */
  scopes(): object;
}

interface Rules {
  readonly hidden: ReadonlySet<string>;
  readonly empty: ReadonlySet<string>;
  readonly selection: Selection | undefined;
}

const noRules: Rules = { hidden: new Set(), empty: new Set(), selection: undefined };

export function createVisibility(): Visibility {
  const off = new Set<string>();
  const asked = new Map<MergeModel, Rules>();
  let inForce = new Map<MergeModel, Rules>();
  const ruleOf = (model: MergeModel): Rules => inForce.get(model) ?? noRules;
  const ask = (model: MergeModel, changes: Partial<Rules>): void => void asked.set(model, { ...(asked.get(model) ?? noRules), ...changes });
  return {
    withhold: (model, { records = [], fields = [] }) => ask(model, { hidden: new Set(records), empty: new Set(fields) }),
    selectOnly: (model, selection) => ask(model, { selection }),
    scope: (what, isEnabled) => void (isEnabled ? off.delete(what) : off.add(what)),
    isEnabled: (model) => !off.has(model),
    shows(model, row) {
      const { hidden, selection } = ruleOf(model);
      return !hidden.has(row.remoteId) && (selection === undefined || selection(row.data));
    },
    showsField: (model, field) => !off.has(model) && !off.has(`${model}.${field}`) && !ruleOf(model).empty.has(field),
    isPartial: (model) => ruleOf(model).hidden.size + ruleOf(model).empty.size > 0,
    enforce() {
      const changed = mergeModels.filter((model) => {
        const [before, after] = [ruleOf(model).empty, (asked.get(model) ?? noRules).empty];
        return before.size !== after.size || [...after].some((field) => !before.has(field));
      });
      inForce = new Map(asked);
      return changed;
    },
    selection() {
      const isAsked = [...asked].some(([model, rules]) => rules.selection !== ruleOf(model).selection);
      if (isAsked) return 'IN_NEXT_SYNC';
      return [...inForce.values()].some(({ selection }) => selection !== undefined) ? 'IN_LAST_SYNC' : undefined;
    },
    scopes: () => ({
      common_models: mergeModels.map((model) => {
        const { name, fields } = modelDescriptions[model];
        const isOff = (field: string): boolean => off.has(`${model}.${field}`);
        const entry = (field: string) => ({ field_name: field, is_enabled: !isOff(field) });
        return {
          model_name: name,
          model_permissions: { READ: { is_enabled: !off.has(model) } },
          field_permissions: {
            enabled_fields: fields.filter((field) => !isOff(field)).map(entry),
            disabled_fields: fields.filter(isOff).map(entry),
          },
        };
      }),
    }),
  };
}
