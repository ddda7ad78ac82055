// The content hash of a plan: it covers what would be done, never when it was worked out or how it is counted.
import type { Digest } from '../roster/digest.ts';
import type { Change } from './change.ts';
import { partKey } from './guard.ts';

/** The one text that stands for a change in every hash: fixed order, nothing that varies between equal plans. */
export function changeText(change: Change): string {
  return JSON.stringify([change.id, change.kind, change.accountId ?? null, change.due, change.after ?? null, change.payloadHash]);
}

export interface PlanHasher {
  /** Changes of one person; people must come in order of id. Those an earlier part holds are in the plan's hash and in no part. */
  add(changes: readonly Change[], heldIn: (change: Change) => string | undefined): void;
  /** The plan's hash. */
  plan(): string;
  /** Per `target class`, the hash of exactly those changes: what an approval covers. */
  parts(): ReadonlyMap<string, string>;
}

export function createPlanHasher(tenant: string, digest: Digest): PlanHasher {
  const whole = digest.rolling();
  whole.add(JSON.stringify(['tenure-plan', 1, tenant]));
  const parts = new Map<string, ReturnType<Digest['rolling']>>();
  return {
    add(changes, heldIn) {
      for (const change of changes) {
        const text = changeText(change);
        whole.add(text);
        if (heldIn(change) !== undefined) continue;
        const key = partKey(change);
        let part = parts.get(key);
        if (part === undefined) {
          part = digest.rolling();
          part.add(JSON.stringify(['tenure-part', 1, tenant, key]));
          parts.set(key, part);
        }
        part.add(text);
      }
    },
    plan: () => whole.end(),
    parts: () => new Map([...parts].map(([key, part]) => [key, part.end()])),
  };
}
