import type { CalendarDate, EpochMilliseconds } from './dates.ts';
import type { Employee } from './employee.ts';

/**
 * Where a person stands at one instant. `upcoming`: not started, inside or before the creation window. `unknown`: HR
 * has never said enough to tell (no status and no dates); nothing is created and nothing is cut for such a person.
 */
export type Phase = 'upcoming' | 'active' | 'on-leave' | 'left' | 'unknown';

/**
 * One human: one or more employee records. The id is that of the first record known for them and never changes,
 * so an operator can find it in the HR system.
 */
export interface Person {
  readonly id: string;
  /** The employment that decides attributes and rules: an active one before one on leave before an upcoming one. */
  readonly primary: Employee;
  readonly employments: readonly Employee[];
  readonly phase: Phase;
  /** First day of the employment that counts, if HR states one. */
  readonly startDate: CalendarDate | null;
  /** The moment access ends or ended, when HR states or implies one. */
  readonly cutAt: EpochMilliseconds | null;
  /** True when no source lists the person any more and that was settled as a departure. */
  readonly unlisted?: boolean | undefined;
  /** The address generated for somebody HR states no work e-mail for. */
  readonly address?: string | undefined;
}
