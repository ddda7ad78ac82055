// The trust gate: what one reading is good enough for, class by class and field by field, before any difference is
// believed. It only ever takes power away from a feed; statements about people who are there stay usable.
import type { Evidence } from '../connector/source.ts';
import type { EmployeeField } from '../model/employee.ts';

/** Fields whose collapse across a feed would move or cut people. */
export const watchedFields = ['departmentId', 'managerId', 'workEmail', 'startDate', 'status'] as const satisfies readonly EmployeeField[];

/** What was counted while reading: bounded by the fields, not by the people. */
export interface FeedFigures {
  /** Different employee ids, readable or not. */
  readonly employees: number;
  readonly unreadable: number;
  /** Unreadable records without an id: anybody who is missing may be one of them. */
  readonly nameless: number;
  readonly duplicates: number;
  readonly departments: number;
  /** How many of them the roster knew already, by readable records. */
  readonly known: number;
  /** Per watched field, in how many records of known people it had a value: whoever is new can have lost nothing. */
  readonly kept: Readonly<Record<(typeof watchedFields)[number], number>>;
  /** Per watched field, in how many records it had a value. */
  readonly filled: Readonly<Record<(typeof watchedFields)[number], number>>;
}

export interface GateLimits {
  /** Share of people, and of departments, that may be gone at once, 0 to 1. Default 0.2, and always three people and one department. */
  readonly peopleFall: number;
  /** How far a field's share of filled records may fall, 0 to 1. Default 0.2. */
  readonly coverageFall: number;
}

export const gateDefaults: GateLimits = { peopleFall: 0.2, coverageFall: 0.2 };

/** Falls of this many records or fewer are everyday, however small the company. */
const everyday = 3;

export interface FeedVerdict {
  /** False: nothing of this reading may be used. */
  readonly usable: boolean;
  /** False: the reading is not the measure for the next one. */
  readonly complete: boolean;
  /** False: a missing person is not even looked at. */
  readonly absencesTrusted: boolean;
  /** Fields whose changes are set aside in this reading; the known values stay. */
  readonly distrusted: readonly EmployeeField[];
  /** Why, one clause each, with counts and without values. */
  readonly reasons: readonly string[];
}

export interface GateInput {
  readonly figures: FeedFigures;
  /** The figures of the last accepted reading; absent before the first. */
  readonly accepted?: FeedFigures | undefined;
  readonly before?: Evidence | undefined;
  readonly after?: Evidence | undefined;
  readonly limits: GateLimits;
}

/** The verdict on one reading. Pure; the same figures give the same verdict. */
export function judgeFeed(input: GateInput): FeedVerdict {
  const { figures, accepted } = input;
  if (figures.employees === 0 && (accepted?.employees ?? 0) > 0) {
    return refused(`the reading holds nobody; the last accepted one held ${accepted?.employees}`);
  }
  const reasons = [...evidenceReasons(input)];
  const fall = accepted === undefined ? 0 : accepted.employees - figures.employees;
  if (accepted !== undefined && fall > everyday && fall > accepted.employees * input.limits.peopleFall) {
    reasons.push(`${figures.employees} people where the last accepted reading had ${accepted.employees}`);
  }
  const complete = reasons.length === 0;
  if (figures.nameless > 0) reasons.push(`${figures.nameless} records could not be read and do not say whose they are`);
  const distrusted = accepted === undefined ? [] : watchedFields.filter((field) => hasCollapsed(field, figures, accepted, input.limits));
  const fieldReasons = distrusted.map((field) => `${field} is filled in ${figures.kept[field]} of ${figures.known} known people’s records`);
  return {
    usable: true,
    complete: complete && distrusted.length === 0,
    absencesTrusted: reasons.length === 0,
    distrusted,
    reasons: [...reasons, ...fieldReasons],
  };
}

function refused(reason: string): FeedVerdict {
  return { usable: false, complete: false, absencesTrusted: false, distrusted: [], reasons: [reason] };
}

/** What was counted while the list of departments was read, against the known ones. */
export interface DepartmentFigures {
  readonly known: number;
  /** Different ids in the list, readable or not. */
  readonly read: number;
  /** Unreadable records without an id: any department that is missing may be one of them. */
  readonly nameless: number;
  /** Known departments that are not in the list. */
  readonly missing: number;
  /** Known departments with a unit above them. */
  readonly nested: number;
  /** Of these, how many the list says have none. */
  readonly raised: number;
}

export interface DepartmentVerdict {
  /** False: no department is gone and none has another parent, whatever the list says; people below would lose access. */
  readonly whole: boolean;
  /** Why, one clause each, with counts and without values. */
  readonly reasons: readonly string[];
}

/** Falls of this many departments or fewer are everyday: one unit is dissolved. */
const everydayUnits = 1;

/** Whether removals and moves in a list of departments are believed. Pure; additions and names always are. */
export function judgeDepartments({
  figures,
  before,
  after,
  limits,
}: Pick<GateInput, 'before' | 'after' | 'limits'> & { readonly figures: DepartmentFigures }): DepartmentVerdict {
  const { known, read, nameless, missing, nested, raised } = figures;
  const reasons = wholeness(before, after).map((reason) => `departments: ${reason}`);
  const announced = after?.departments ?? before?.departments;
  if (announced !== undefined && announced > read + nameless) {
    reasons.push(`the source announced ${announced} departments and gave ${read + nameless}`);
  }
  if (nameless > 0) reasons.push(`${nameless} departments do not say which they are`);
  const emptied = read === 0 && known > 0;
  if (emptied || exceeds(missing, known, limits.peopleFall)) reasons.push(`${read} departments where ${known} were known`);
  if (exceeds(raised, nested, limits.coverageFall)) reasons.push(`${raised} of ${nested} departments lost the unit above them`);
  return { whole: reasons.length === 0, reasons };
}

function exceeds(fall: number, of: number, share: number): boolean {
  return fall > everydayUnits && fall > of * share;
}

function evidenceReasons({ before, after, figures }: GateInput): string[] {
  const reasons = wholeness(before, after);
  if (after?.employees !== undefined && after.employees !== figures.employees) {
    reasons.push(`the source announced ${after.employees} people and gave ${figures.employees}`);
  }
  return reasons;
}

function wholeness(before: Evidence | undefined, after: Evidence | undefined): string[] {
  const reasons: string[] = [];
  if (before?.complete === false || after?.complete === false) {
    const stated = [...(before?.reasons ?? []), ...(after?.reasons ?? [])];
    reasons.push(...(stated.length === 0 ? ['the source says that it is not complete'] : new Set(stated)));
  }
  if (before?.revision !== undefined && after?.revision !== undefined && before.revision !== after.revision) {
    reasons.push('the data changed while it was read');
  }
  return reasons;
}

function hasCollapsed(field: (typeof watchedFields)[number], now: FeedFigures, then: FeedFigures, limits: GateLimits): boolean {
  if (then.employees === 0 || now.known === 0) return false;
  const lost = then.filled[field] / then.employees - now.kept[field] / now.known;
  return lost > limits.coverageFall && lost * now.known > everyday;
}
