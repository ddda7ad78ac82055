// Lifecycle events: labels on a difference between two states of the roster. They never carry the difference.
import type { Instant } from './dates.ts';
import type { EmployeeField } from './employee.ts';

interface PersonEvent {
  readonly person: string;
  /** The instant at which the difference took effect, as far as HR says; else when it was seen. */
  readonly at: Instant;
}

interface DepartmentEvent {
  readonly department: string;
  readonly at: Instant;
}

/** A guard held a class of changes on one target: somebody has to look. Told once for each held part. */
interface HeldEvent {
  readonly type: 'held';
  readonly at: Instant;
  readonly target: string;
  /** The class of changes that is held. */
  readonly class: string;
  /** People it is about. */
  readonly people: number;
  readonly limit: number;
  readonly because: string;
  /** What `approve` takes. */
  readonly hash: string;
  readonly expiresAt: Instant;
}

/** What happened to a person, a department or a plan, named for people. A discriminated union on `type`. */
export type LifecycleEvent =
  | (PersonEvent & { readonly type: 'imported' })
  | (PersonEvent & { readonly type: 'joined' })
  /** Fields other than the ones a more telling event names. */
  | (PersonEvent & { readonly type: 'changed'; readonly fields: readonly EmployeeField[] })
  | (PersonEvent & { readonly type: 'moved'; readonly from: string | null; readonly to: string | null })
  | (PersonEvent & { readonly type: 'left' })
  | (PersonEvent & { readonly type: 'rejoined' })
  | (PersonEvent & { readonly type: 'leave-started' })
  | (PersonEvent & { readonly type: 'leave-ended' })
  | (DepartmentEvent & { readonly type: 'department-created' })
  | (DepartmentEvent & { readonly type: 'department-renamed' })
  | (DepartmentEvent & { readonly type: 'department-moved'; readonly from: string | null; readonly to: string | null })
  | (DepartmentEvent & { readonly type: 'department-removed' })
  | HeldEvent;

export type LifecycleEventType = LifecycleEvent['type'];

/** Every type there is; the compiler knows when one is missing. */
export const lifecycleEventTypes: readonly LifecycleEventType[] = Object.keys({
  imported: 1,
  joined: 1,
  changed: 1,
  moved: 1,
  left: 1,
  rejoined: 1,
  'leave-started': 1,
  'leave-ended': 1,
  'department-created': 1,
  'department-renamed': 1,
  'department-moved': 1,
  'department-removed': 1,
  held: 1,
} satisfies Record<LifecycleEventType, 1>) as LifecycleEventType[];
