// Reading people: the list by offset, one person, the lighter form of both.
import type { Answer } from '../../serving/answering.ts';
import type { OwnSubscriber } from '../subscribers.ts';
import { type WireWorker, wireWorker } from '../wire/worker.ts';
import type { AdpWorker } from '../workers.ts';
import { type Call, type Route, refuse } from './call.ts';
import { parseFilter, selected } from './selecting.ts';

const roles: ReadonlySet<string> = new Set(['employee', 'manager', 'practitioner', 'administrator', 'supervisor']);
const seesEverybody: ReadonlySet<string> = new Set(['practitioner', 'administrator']);
const [defaultTop, largestTop] = [50, 100];

export const listWorkers: Route = (call) => cached(call, () => list(call, (worker) => worker));
export const listDemographics: Route = (call) => cached(call, () => list(call, demographics));
export const readWorker: Route = (call) => cached(call, () => one(call, (worker) => worker));
export const readDemographics: Route = (call) => cached(call, () => one(call, demographics));

function cached(call: Call, make: () => Answer): Answer {
  const { subscriber, path, query, headers } = call;
  if (headers['if-none-match'] !== undefined) return make();
  return call.cache.read(`${subscriber.organizationOID} ${headers['rolecode']} ${path}?${query}`, make);
}

function list(call: Call, shape: (worker: WireWorker) => WireWorker): Answer {
  const { query, subscriber, switches } = call;
  if (query.has('$count')) throw refuse(call, 400, 'Bad data found for Query param $count');
  const day = dayOf(call);
  const top = Math.min(numberOf(call, '$top', defaultTop), largestTop);
  const skip = numberOf(call, '$skip', 0);
  const sees = roleSeesEverybody(call);
  const wire = (worker: AdpWorker): WireWorker => wireOf(call, worker, day);
  const ids = sees ? inOrder(call) : [];
  const keep = keepOf(call, wire);
  const chosen = keep === undefined ? ids : ids.filter((id) => keep(subscriber.hr.worker(id, day)));
  const page = chosen.slice(skip, skip + top).flatMap((id) => subscriber.hr.worker(id, day) ?? []);
  if (page.length === 0 && switches.endOfList === 204) return { status: 204 };
  const isLast = skip + page.length >= chosen.length;
  const links = [
    { rel: 'first', href: `${call.path}?$top=${top}` },
    ...(isLast ? [] : [{ rel: 'next', href: `${call.path}?$top=${top}&$skip=${skip + top}` }]),
  ];
  const meta = { completeIndicator: true, startSequence: skip, totalNumber: chosen.length, resourceSetID: 'workers', links };
  const workers = page.map((worker) => selected(shape(wire(worker)), query.get('$select')));
  return { status: 200, body: { workers, meta: switches.meta === 'filled' ? meta : null, confirmMessage: null } };
}

function one(call: Call, shape: (worker: WireWorker) => WireWorker): Answer {
  const { subscriber, segments, query } = call;
  const sees = roleSeesEverybody(call);
  const day = dayOf(call);
  const worker = subscriber.hr.worker(segments[0] ?? '', day);
  if (worker === undefined || subscriber.isHidden(worker) || !sees) throw invisible(call, worker !== undefined);
  return {
    status: 200,
    body: { workers: [selected(shape(wireOf(call, worker, day)), query.get('$select'))], meta: null, confirmMessage: null },
  };
}

/** Whether somebody does not exist or may not be seen is told apart by some products only. */
function invisible(call: Call, exists: boolean) {
  const { product } = call.subscriber;
  if (product === 'run') return refuse(call, 404, 'The worker does not exist or you do not have access.', 'bare-confirm-message');
  if (product === 'next-gen') return refuse(call, 503, 'The worker could not be read.', 'errors');
  return exists ? refuse(call, 403, 'Forbidden - No access for given employee ID!!!') : refuse(call, 404, 'No worker was found.');
}

function demographics({ associateOID, workerID, person, businessCommunication, workerDates, workerStatus }: WireWorker): WireWorker {
  return { associateOID, workerID, person, businessCommunication, workerDates, workerStatus };
}

function wireOf({ subscriber, headers }: Call, worker: AdpWorker, day: string): WireWorker {
  const isMasked = !(headers['accept'] ?? '').includes('masked=false');
  return wireWorker(worker, subscriber.description, (id) => subscriber.hr.worker(id, day), isMasked);
}

function roleSeesEverybody(call: Call): boolean {
  const role = call.headers['rolecode'];
  if (role === undefined && call.switches.roleCode === 'optional') return true;
  if (role === undefined || !roles.has(role)) throw refuse(call, 400, 'Invalid / Missing Role code');
  return seesEverybody.has(role);
}

/** What holds rows back, or nothing: then a page costs a page. */
function keepOf(call: Call, wire: (worker: AdpWorker) => WireWorker): ((worker: AdpWorker | undefined) => boolean) | undefined {
  const { query, subscriber } = call;
  const text = query.get('$filter');
  const passes = text === null ? undefined : parseFilter(text);
  if (text !== null && passes === undefined) throw refuse(call, 500, 'Exception in the request: the filter is not supported.');
  if (passes === undefined && !subscriber.hidesSomebody) return undefined;
  return (worker) => worker !== undefined && !subscriber.isHidden(worker) && (passes?.(wire(worker)) ?? true);
}

const turns = new WeakMap<OwnSubscriber, number>();

function inOrder({ subscriber, switches }: Call): readonly string[] {
  const { ids } = subscriber.hr;
  if (switches.order === 'newest-first') return ids.toReversed();
  if (switches.order === 'by-hire' || ids.length === 0) return ids;
  const turn = (turns.get(subscriber) ?? 0) + 1;
  turns.set(subscriber, turn);
  const start = turn % ids.length;
  return [...ids.slice(start), ...ids.slice(0, start)];
}

function numberOf(call: Call, name: string, otherwise: number): number {
  const value = Number(call.query.get(name) ?? otherwise);
  if (!Number.isInteger(value) || value < 0) throw refuse(call, 400, `Bad data found for Query param ${name}`);
  return value;
}

function dayOf(call: Call): string {
  const text = call.query.get('asOfDate');
  if (text === null) return call.subscriber.hr.today();
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  if (year === undefined) throw refuse(call, 400, 'Bad data found for Query param asOfDate');
  return `${year}-${month}-${day}`;
}
