// Lifecycle events as the difference of two effective states. A run that sees the same state twice emits nothing.

import type { EpochMilliseconds } from '../model/dates.ts';
import { toInstant } from '../model/dates.ts';
import type { Department } from '../model/department.ts';
import type { Employee } from '../model/employee.ts';
import type { LifecycleEvent } from '../model/event.ts';
import type { Phase } from '../model/person.ts';
import { changedFields } from './statement.ts';

/** What one employment looked like at the last decision, or looks like now. */
export interface EffectiveState {
  readonly phase: Phase;
  readonly employee: Employee;
}

export interface PersonDifference {
  readonly person: string;
  /** Absent for somebody the roster did not know. */
  readonly before?: EffectiveState | undefined;
  readonly after: EffectiveState;
  /** When it was seen. */
  readonly now: EpochMilliseconds;
  /** When HR says the end took effect; events never lie in the future. */
  readonly cutAt?: EpochMilliseconds | null | undefined;
  /** True during the first accepted reading: everybody is `imported`, nobody `joined`. */
  readonly firstImport: boolean;
}

const isHere = (phase: Phase): boolean => phase === 'active' || phase === 'on-leave';

/** The events that tell this difference, most telling first. Pure. */
export function personEvents(difference: PersonDifference): LifecycleEvent[] {
  const { before, after, person, firstImport } = difference;
  const at = toInstant(difference.now);
  if (firstImport && before === undefined) return [{ type: 'imported', person, at }];
  const events: LifecycleEvent[] = [];
  // Whoever was imported and is decided upon later in the same plan has not joined.
  const phaseEvent = firstImport && before?.phase === 'unknown' ? undefined : phaseEventOf(before?.phase, after.phase);
  if (phaseEvent !== undefined) events.push({ type: phaseEvent, person, at: phaseEvent === 'left' ? leftAt(difference) : at });
  if (before === undefined) return events;
  const fields = changedFields(before.employee, after.employee);
  if (fields.includes('departmentId')) {
    events.push({ type: 'moved', person, at, from: before.employee.departmentId ?? null, to: after.employee.departmentId ?? null });
  }
  const told = new Set(['departmentId', ...(phaseEvent === undefined ? [] : ['status', 'endDate'])]);
  const others = fields.filter((field) => !told.has(field));
  if (others.length > 0) events.push({ type: 'changed', person, at, fields: others });
  return events;
}

function leftAt({ now, cutAt }: PersonDifference): ReturnType<typeof toInstant> {
  return toInstant(cutAt !== null && cutAt !== undefined && cutAt < now ? cutAt : now);
}

function phaseEventOf(
  before: Phase | undefined,
  after: Phase,
): 'joined' | 'left' | 'rejoined' | 'leave-started' | 'leave-ended' | undefined {
  if (before === after) return undefined;
  if (before === 'left' && isHere(after)) return 'rejoined';
  if (after === 'left') return before === undefined ? undefined : 'left';
  if (isHere(after) && (before === undefined || !isHere(before))) return 'joined';
  if (before === 'active' && after === 'on-leave') return 'leave-started';
  if (before === 'on-leave' && after === 'active') return 'leave-ended';
  return undefined;
}

/** The difference of two department lists as events, in order of id. Pure; memory holds both lists. */
export function departmentEvents(
  before: ReadonlyMap<string, Department>,
  after: ReadonlyMap<string, Department>,
  now: EpochMilliseconds,
): LifecycleEvent[] {
  const at = toInstant(now);
  const events: LifecycleEvent[] = [];
  for (const id of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, present] = [before.get(id), after.get(id)];
    if (old === undefined && present !== undefined) events.push({ type: 'department-created', department: id, at });
    if (old !== undefined && present === undefined) events.push({ type: 'department-removed', department: id, at });
    if (old === undefined || present === undefined) continue;
    if (old.name !== present.name) events.push({ type: 'department-renamed', department: id, at });
    const [from, to] = [old.parentId ?? null, present.parentId ?? null];
    if (from !== to) events.push({ type: 'department-moved', department: id, at, from, to });
  }
  return events;
}
