// One ledger row against what its target shows. Pure.
import { attributesIn, type ProfileAttribute } from '../model/account.ts';
import type { AccountRow, InventoryRow } from '../store/collections.ts';

export type Difference = 'turned-off' | 'turned-on' | 'gone' | 'renamed' | 'attributes' | 'group-added' | 'group-removed';

/** What was found about one linked account; or a target that could not be looked at. */
export type Drift =
  | {
      readonly kind: 'account';
      readonly target: string;
      readonly person: string;
      readonly accountId: string;
      /**
       * `turned-off`, `turned-on`, `gone`: done there by somebody else; `renamed`: its login or address; `attributes`: other
       * attributes; `group-added`, `group-removed`: memberships in groups of the map.
       */
      readonly what: readonly Difference[];
      /** Names of the attributes that are not as we wrote them. */
      readonly attributes: readonly ProfileAttribute[];
      /** Ids of mapped groups somebody else added them to, and removed them from. */
      readonly groupsAdded: readonly string[];
      readonly groupsRemoved: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly target: string; readonly because: string };

export interface AccountComparison {
  readonly what: readonly Difference[];
  readonly attributes: readonly ProfileAttribute[];
  readonly groupsAdded: readonly string[];
  readonly groupsRemoved: readonly string[];
  /** The row with the state the target shows; the same row when it is as we thought. */
  readonly row: AccountRow;
}

/** `mapped` are the groups of the map, `memberOf` the ones among them the account is in. */
export function compareAccount(
  row: AccountRow,
  seen: InventoryRow | undefined,
  mapped: ReadonlySet<string>,
  memberOf: ReadonlySet<string>,
): AccountComparison {
  if (seen === undefined) return afterLoss(row);
  const state = compareState(row, seen);
  const on = seen.state === 'active' || seen.state === 'pending';
  const attributes = attributesIn(row.wrote).filter((name) => {
    const shown = seen.attributes[name];
    return shown !== undefined && row.wrote[name] !== shown;
  });
  const groupsAdded = on ? [...memberOf].filter((id) => !Object.hasOwn(row.groups, id)).sort() : [];
  const groupsRemoved = on
    ? Object.keys(row.groups)
        .filter((id) => mapped.has(id) && !memberOf.has(id))
        .sort()
    : [];
  return {
    what: [...state.what, ...namesOf({ attributes, groupsAdded, groupsRemoved })],
    attributes,
    groupsAdded,
    groupsRemoved,
    row: state.row,
  };
}

/** What differs besides the state, in one word each. */
export function namesOf({
  attributes,
  groupsAdded,
  groupsRemoved,
}: Pick<AccountComparison, 'attributes' | 'groupsAdded' | 'groupsRemoved'>) {
  const renames = attributes.some((name) => name === 'userName' || name === 'email');
  const what: Difference[] = [];
  if (renames) what.push('renamed');
  if (attributes.some((name) => name !== 'userName' && name !== 'email')) what.push('attributes');
  if (groupsAdded.length > 0) what.push('group-added');
  if (groupsRemoved.length > 0) what.push('group-removed');
  return what;
}

function afterLoss(row: AccountRow): AccountComparison {
  const nothing = { attributes: [], groupsAdded: [], groupsRemoved: [] };
  if (row.state === 'gone') return { what: [], ...nothing, row };
  return { what: ['gone'], ...nothing, row: { ...row, state: 'gone', disabledAt: null, offBy: null, staged: false, awaits: null } };
}

function compareState(row: AccountRow, { state }: InventoryRow): { readonly what: readonly Difference[]; readonly row: AccountRow } {
  const same = { what: [], row };
  // What was asked for and is not finished is looked at by itself.
  if (state === 'unknown' || state === 'gone' || row.awaits !== null) return same;
  const wasOff = row.state === 'disabled' || row.state === 'gone';
  if (state === 'disabled') {
    if (row.state === 'disabled') return same;
    return { what: ['turned-off'], row: { ...row, state, staged: false, disabledAt: null, offBy: 'others' } };
  }
  if (wasOff) return { what: ['turned-on'], row: { ...row, state, staged: false, disabledAt: null, offBy: null } };
  if (row.staged && state === 'active') return { what: ['turned-on'], row: { ...row, state, staged: false } };
  return row.state === state ? same : { what: [], row: { ...row, state } };
}
