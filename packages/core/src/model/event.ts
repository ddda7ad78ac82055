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

/** What happened to a person or a department, named for people. A discriminated union on `type`. */
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
  | (DepartmentEvent & { readonly type: 'department-removed' });

export type LifecycleEventType = LifecycleEvent['type'];
