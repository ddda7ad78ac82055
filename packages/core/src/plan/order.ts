// Which change of one person waits for which. Targets are independent of each other, except where an app needs the
// identity provider's user first; a cut never waits for another target.
import { type Change, isAccessCut } from './change.ts';

const stepOrder: Readonly<Record<Change['class'], number>> = {
  adopt: 0,
  link: 0,
  disable: 1,
  delete: 2,
  create: 3,
  'group-removal': 4,
  enable: 5,
  reactivate: 5,
  rename: 6,
  clear: 6,
  update: 6,
  'group-add': 7,
};

/** Steps without which later ones on the same target make no sense. Any other step may fail without stopping the rest. */
const essential: ReadonlySet<Change['class']> = new Set(['adopt', 'link', 'create', 'enable', 'reactivate']);

/**
 * Puts one person's changes in order and links each to the step it needs: on its own target the adoption, creation or
 * enabling before it; in a target of `dependents` the creation at the identity provider. Cuts need nobody else, but for the
 * adoption of the very account. Pure.
 */
export function chain(changes: readonly Change[], dependents: ReadonlySet<string>): Change[] {
  const ordered = [...changes].sort(
    (a, b) => compareText(a.target, b.target) || stepOrder[a.class] - stepOrder[b.class] || compareText(a.id, b.id),
  );
  const identityCreate = ordered.find(({ kind }) => kind === 'user.create');
  const neededOn = new Map<string, string>();
  const linked = ordered.map((change) => {
    const own = neededOn.get(change.target);
    const needed = isAccessCut(change)
      ? ordered.find((each) => each.target === change.target && opensCut(each))?.id
      : (own ?? (dependents.has(change.target) ? identityCreate?.id : undefined));
    if (essential.has(change.class)) neededOn.set(change.target, change.id);
    return needed === undefined ? change : { ...change, after: needed };
  });
  return linked.sort(compareChanges);
}

/** Cuts and the adoptions they need first, then by target with the identity provider's before apps on the way in, then by step, then by id. */
export function compareChanges(a: Change, b: Change): number {
  const cut = Number(!isUrgent(a)) - Number(!isUrgent(b));
  if (cut !== 0) return cut;
  const identity = Number(!isIdentity(a)) - Number(!isIdentity(b));
  if (identity !== 0) return identity;
  return compareText(a.target, b.target) || stepOrder[a.class] - stepOrder[b.class] || compareText(a.id, b.id);
}

/** An account of somebody who left must be ours before it can be cut. */
const opensCut = ({ class: what, priority }: Change): boolean => (what === 'adopt' || what === 'link') && priority === 0;

const isUrgent = (change: Change): boolean => isAccessCut(change) || opensCut(change);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isIdentity = ({ kind }: Change): boolean => kind.startsWith('user.') || kind.startsWith('group.');
