// A person's plan without some of its changes. Pure.
import { type Change, isAccessCut, type PlanPart, type SuppressedChange } from './change.ts';

/** Leaves out every change there is a reason for, and what stands on it, and says why. An access cut, and what it needs, is never left out. */
export function leaveOut<Part extends PlanPart>(part: Part, reasonFor: (change: Change) => string | undefined): Part {
  const out = new Map<string, SuppressedChange>();
  // A change comes after the one it stands on only within its own chain, so whoever stands on what is out is looked for again.
  for (let before = -1; before !== out.size; ) {
    before = out.size;
    for (const change of part.changes) {
      if (out.has(change.id) || change.priority === 0 || isAccessCut(change)) continue;
      const because = change.after !== undefined && out.has(change.after) ? 'the change before it is left out' : reasonFor(change);
      const { kind, person, target, id } = change;
      if (because !== undefined) out.set(id, { id, kind, person, target, because });
    }
  }
  if (out.size === 0) return part;
  return { ...part, changes: part.changes.filter(({ id }) => !out.has(id)), suppressed: [...part.suppressed, ...out.values()] };
}
