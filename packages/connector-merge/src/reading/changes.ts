// What changed since a mark. Merge says of each model what it stored after an instant, and a change of a joined row does
// not show on the employee: the joined models are asked as well, and whoever they touch is read again.
import {
  type ChangesPage,
  type ConnectorContext,
  type EmployeeChange,
  type EmployeeRecord,
  type PageRequest,
  TenureError,
} from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { listChanged } from '../api/hris.ts';
import { employmentSchema, groupSchema, idOf, locationSchema } from '../api/wire.ts';
import type { MergeSettings } from '../options.ts';
import { type ChangeStep, type MemberFilter, type Place, readMark, readPlace, writeMark, writePlace } from './mark.ts';
import type { People } from './people.ts';

/** How much of what was read before is read again: rows are stored while they are listed, and clocks differ a little. */
export const overlapMs = 10 * 60_000;
/** Merge stops reading an account after two weeks without a request from us. */
export const oldestMarkMs = 14 * 24 * 3_600_000;
/** More changed places than this, and everything is read instead: each of them costs a call. */
const mostPlaces = 100;

export interface ChangesDesk {
  readonly http: HttpClient;
  readonly people: People;
  readonly settings: MergeSettings;
  /** What the account looks like now. */
  fingerprint(context: ConnectorContext): Promise<string>;
}

type ChangesRequest = PageRequest & { readonly since?: string | undefined };

export async function changesSince(desk: ChangesDesk, request: ChangesRequest, context: ConnectorContext): Promise<ChangesPage> {
  const { cursor, since } = request;
  if (cursor === undefined && since === undefined) {
    const began = context.now();
    return { items: [], mark: writeMark({ began, fingerprint: await desk.fingerprint(context) }) };
  }
  const place = cursor === undefined ? await placeAt(desk, since ?? '', context) : readPlace(cursor);
  if (place === undefined) throw mustReadAll('the cursor was not given out by this list');
  const { items, next, filters } = await readStep(desk, place, request.limit, context);
  const gathered = [...place.filters, ...filters];
  if (gathered.length > mostPlaces) throw mustReadAll(`more than ${mostPlaces} departments and locations changed`);
  const { next: _next, ...standing } = place;
  const onwards = next === undefined ? following(place, gathered, desk.settings) : { step: place.step, filters: gathered, next };
  if (onwards === undefined) return { items, mark: writeMark(place) };
  return { items, next: writePlace({ ...standing, ...onwards }) };
}

async function placeAt({ people, fingerprint }: ChangesDesk, since: string, context: ConnectorContext): Promise<Place> {
  const mark = readMark(since);
  const began = context.now();
  if (mark === undefined) throw mustReadAll('the mark was not given out by this version');
  if (began - mark.began > oldestMarkMs) throw mustReadAll('the mark is older than two weeks');
  const now = await fingerprint(context);
  if (now !== mark.fingerprint) throw mustReadAll('the account, its scopes or the options are not what they were at the mark');
  people.begin();
  const after = new Date(mark.began - overlapMs).toISOString();
  return { step: 'employees', after, began, fingerprint: now, filters: [] };
}

interface Step {
  readonly items: readonly EmployeeChange[];
  readonly next: string | undefined;
  readonly filters: readonly MemberFilter[];
}

async function readStep(desk: ChangesDesk, place: Place, limit: number, context: ConnectorContext): Promise<Step> {
  const { step, next: cursor, after } = place;
  const page = { cursor, limit };
  if (step === 'employees') {
    const filter = { modified_after: after, include_deleted_data: true };
    const { items, next } = await desk.people.page(page, filter, context);
    return { items, next, filters: [] };
  }
  if (step === 'members') {
    const [filter] = place.filters;
    if (filter === undefined) return { items: [], next: undefined, filters: [] };
    const { items, next } = await desk.people.page(page, filter, context);
    return { items, next, filters: [] };
  }
  const { rows, next } = await listChanged(desk.http, step, after, page, context);
  if (step === 'employments') return { items: rows.flatMap(touchedBy), next, filters: [] };
  return { items: [], next, filters: step === 'groups' ? membersOf(rows, desk.settings) : rows.flatMap(residentsOf) };
}

/** Where it goes on after the last page of a step; `undefined` when everything was read. */
function following(
  { step }: Place,
  filters: MemberFilter[],
  { without, departmentTypes }: MergeSettings,
): { readonly step: ChangeStep; readonly filters: MemberFilter[] } | undefined {
  if (step === 'members') return filters.length > 1 ? { step, filters: filters.slice(1) } : undefined;
  const left: ChangeStep[] = [
    ...(step === 'employees' && !without.has('Employment') ? (['employments'] as const) : []),
    ...(step !== 'groups' && step !== 'locations' && departmentTypes !== undefined && !without.has('Group') ? (['groups'] as const) : []),
    ...(step !== 'locations' && !without.has('Location') ? (['locations'] as const) : []),
    ...(filters.length > 0 ? (['members'] as const) : []),
  ];
  const [next] = left;
  return next === undefined ? undefined : { step: next, filters };
}

function touchedBy(row: unknown): EmployeeChange[] {
  const parsed = employmentSchema.safeParse(row);
  if (!parsed.success)
    return [{ kind: 'unreadable', where: 'employments', reason: 'it differs from the documented one' } satisfies EmployeeRecord];
  const id = idOf(parsed.data.employee);
  return typeof id === 'string' ? [{ kind: 'touched', id }] : [];
}

/** One request for the members of all changed departments of a page. */
function membersOf(rows: readonly unknown[], { departmentTypes = [] }: MergeSettings): MemberFilter[] {
  const ids = rows.flatMap((row) => {
    const group = groupSchema.safeParse(row).data;
    const concerns = group?.remote_was_deleted === true || departmentTypes.includes(group?.type?.toUpperCase() ?? '');
    return group !== undefined && concerns ? [group.id] : [];
  });
  return ids.length === 0 ? [] : [{ groups: ids.join(',') }];
}

function residentsOf(row: unknown): MemberFilter[] {
  const location = locationSchema.safeParse(row).data;
  if (location === undefined) return [];
  const { id, location_type: type } = location;
  const kind = type?.toUpperCase();
  return [...(kind === 'HOME' ? [] : [{ work_location_id: id }]), ...(kind === 'WORK' ? [] : [{ home_location_id: id }])];
}

function mustReadAll(reason: string): TenureError {
  return new TenureError('FEED_INCOMPLETE', { system: 'merge', verb: 'list changes', fact: reason, details: { reasons: [reason] } });
}
