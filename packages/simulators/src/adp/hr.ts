// The HR system: hires, changes and departures, each with its day, and word of them to whoever listens.
import type { SimulatedClock } from '../serving/clock.ts';
import type { EventName } from './events.ts';
import type { AdpSwitches } from './switches.ts';
import { createTimeline } from './timeline.ts';
import {
  type AdpAssignment,
  type AdpCode,
  type AdpDepartment,
  type AdpHire,
  type AdpStatus,
  type AdpWorker,
  isGone,
  primaryOf,
} from './workers.ts';

/** From which day a change counts. Default: today, in the tenant's zone. */
export interface OnDay {
  readonly on?: string | undefined;
}

export interface AdpHr {
  /** Answers the associate OID. */
  hire(person: AdpHire): string;
  /** Hires many without a word to the queue. */
  bulkLoad(people: readonly AdpHire[]): readonly string[];
  rehire(id: string, options?: OnDay): void;
  terminate(
    id: string,
    options?: OnDay & { readonly as?: 'terminated' | 'deceased' | 'retired' | undefined; readonly reason?: AdpCode | undefined },
  ): void;
  /** Gives up a departure that has not come yet. */
  cancelTermination(id: string): void;
  leave(id: string, options?: OnDay): void;
  comeBack(id: string, options?: OnDay): void;
  /** Ends the primary job and begins another, as a transfer between companies does: the first event reads like a departure. */
  transfer(id: string, job: Partial<AdpAssignment>, options?: OnDay): void;
  /** Adds a job beside the primary one, in front of it in the list. */
  addJob(id: string, job?: Partial<AdpAssignment>): void;
  changeJob(id: string, changes: Partial<AdpAssignment>, options?: OnDay): void;
  /** Changes the person, say name or e-mail; `undefined` takes a value away. */
  change(id: string, changes: Partial<Omit<AdpWorker, 'associateOID' | 'assignments'>>, options?: OnDay): void;
  /** Puts a worker exactly as given, without a word: everything that no rule would allow. */
  put(worker: AdpWorker): void;
  /** Takes a worker out of the list for good, without a word. */
  remove(id: string): void;
  putDepartment(department: AdpDepartment): void;
  departments(): readonly AdpDepartment[];
  readonly size: number;
  /** The state today, or on another day. */
  worker(id: string, day?: string): AdpWorker | undefined;
  /** Today in the tenant's zone. */
  today(): string;
}

export interface OwnHr extends AdpHr {
  readonly ids: readonly string[];
  /** Tells of what took effect since the last call, where the switch asks for that. */
  keepUp(): void;
}

export interface HrSurroundings {
  readonly clock: SimulatedClock;
  readonly timeZone: string;
  readonly switches: AdpSwitches;
  /** The associate OID of the n-th hire. */
  readonly idOf: (number: number) => string;
  readonly tell: (event: EventName, worker: AdpWorker, effective: string) => void;
}

export function createHr({ clock, timeZone, switches, idOf, tell }: HrSurroundings): OwnHr {
  const timeline = createTimeline();
  const departments = new Map<string, AdpDepartment>();
  const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const today = (): string => dayFormat.format(clock.now());
  let made = 0;
  let lastDay = today();

  const last = (id: string): AdpWorker => {
    const worker = timeline.last(id);
    if (worker === undefined) throw new RangeError(`The HR system has no worker ${id}.`);
    return worker;
  };

  const record = (event: EventName, worker: AdpWorker, on: string = today()): void => {
    timeline.record(worker, on);
    tell(event, worker, on);
  };

  const withStatus = (worker: AdpWorker, status: AdpStatus, day: string, more: Partial<AdpAssignment> = {}): readonly AdpAssignment[] =>
    worker.assignments.map((one) => (one.isPrimary || isGone(status) ? { ...one, status, statusDate: day, ...more } : one));

  const enter = (person: AdpHire): AdpWorker => {
    made += 1;
    const worker = hired(person, made, idOf(made), person.on ?? today());
    timeline.record(worker, today());
    return worker;
  };

  const changePrimary = (event: EventName, id: string, changes: Partial<AdpAssignment>, on?: string): void => {
    const worker = last(id);
    record(event, { ...worker, assignments: worker.assignments.map((one) => (one.isPrimary ? { ...one, ...changes } : one)) }, on);
  };

  return {
    hire(person) {
      const worker = enter(person);
      tell('worker.hire', worker, person.on ?? today());
      return worker.associateOID;
    },
    bulkLoad: (people) => people.map((person) => enter(person).associateOID),
    rehire(id, { on = today() } = {}) {
      const { terminationDate, ...worker } = last(id);
      const cleared = switches.rehireClearsTermination ? {} : { terminationDate };
      const assignments = withStatus({ ...worker, assignments: worker.assignments.filter(({ isPrimary }) => isPrimary) }, 'active', on, {
        hireDate: on,
        terminationDate: undefined,
      });
      // A rehire is seen when it is recorded, whatever its day.
      timeline.record({ ...worker, ...cleared, rehireDate: on, status: 'active', assignments }, today());
      tell('worker.rehire', last(id), on);
    },
    terminate(id, { on = today(), as = 'terminated', reason } = {}) {
      const worker = last(id);
      const assignments = withStatus(worker, as, on, { terminationDate: on, reason });
      record(as === 'deceased' ? 'worker.deceased' : 'worker.terminate', { ...worker, status: as, terminationDate: on, assignments }, on);
    },
    cancelTermination(id) {
      if (timeline.forgetAfter(id, today())) tell('workerTermination.cancel', last(id), today());
    },
    leave(id, { on = today() } = {}) {
      const worker = last(id);
      const reason = { code: 'MED', name: 'Medical' };
      record('worker.on-leave', { ...worker, status: 'on-leave', assignments: withStatus(worker, 'on-leave', on, { reason }) }, on);
    },
    comeBack(id, { on = today() } = {}) {
      const worker = last(id);
      const assignments = withStatus(worker, 'active', on, { reason: undefined });
      record('worker.leave.return', { ...worker, status: 'active', assignments }, on);
    },
    transfer(id, job, { on = today() } = {}) {
      const worker = last(id);
      const before = primaryOf(worker);
      const ended = withStatus(worker, 'terminated', on, { isPrimary: false });
      const after = newJob(`${id}-T${worker.assignments.length}`, on, {
        ...before,
        ...job,
        isPrimary: true,
        status: 'active',
        hireDate: on,
      });
      const next = { ...worker, assignments: [...ended, after] };
      tell('worker.terminate', { ...worker, status: 'terminated', assignments: ended }, on);
      record('worker.work-assignment.modify', next, on);
    },
    addJob(id, job = {}) {
      const worker = last(id);
      const added = newJob(`${id}-J${worker.assignments.length}`, today(), { ...job, isPrimary: false });
      record('worker.work-assignment.modify', { ...worker, assignments: [added, ...worker.assignments] });
    },
    changeJob(id, changes, { on } = {}) {
      const isMove = changes.department !== undefined;
      const isManager = 'reportsTo' in changes;
      const other = isManager ? 'worker.reports-to.modify' : 'worker.work-assignment.modify';
      changePrimary(isMove ? 'worker.home-organizational-units.modify' : other, id, changes, on);
    },
    change(id, changes, { on } = {}) {
      const worker = last(id);
      const isName = ['givenName', 'familyName', 'middleName'].some((name) => name in changes);
      const other =
        'workEmail' in changes ? workEmailEvent(worker.workEmail, changes.workEmail) : 'worker.personal-communication.email.change';
      record(isName ? 'worker.legal-name.change' : other, { ...worker, ...changes }, on);
    },
    put: (worker) => timeline.record(worker, '0000-00-00'),
    remove: (id) => timeline.remove(id),
    putDepartment: (department) => void departments.set(`${department.payrollGroup}|${department.code}`, department),
    departments: () => [...departments.values()],
    get size() {
      return timeline.size;
    },
    get ids() {
      return timeline.ids;
    },
    worker: (id, day = today()) => timeline.on(id, day),
    today,
    keepUp() {
      const day = today();
      if (day === lastDay) return;
      const turned = timeline.turning(lastDay, day);
      lastDay = day;
      if (!switches.eventOnEffectiveDate) return;
      for (const id of turned) tell('worker.work-assignment.modify', last(id), day);
    },
  };
}

function workEmailEvent(before: string | undefined, after: string | undefined): EventName {
  if (after === undefined) return 'worker.business-communication.email.remove';
  return `worker.business-communication.email.${before === undefined ? 'add' : 'change'}`;
}

function hired(person: AdpHire, number: number, id: string, on: string): AdpWorker {
  const { workerType, jobTitle, jobCode, payrollGroup, department, businessUnit, location, reportsTo, timeZone, on: _on, ...own } = person;
  const fileNumber = String(number).padStart(6, '0');
  const group = payrollGroup ?? '7ZQ';
  const given = { workerType, jobTitle, jobCode, department, businessUnit, location, reportsTo, timeZone };
  const primary = newJob(`${81_000_000 + number}N`, on, {
    ...given,
    payrollGroup: group,
    fileNumber,
    positionID: group + fileNumber,
    isPrimary: true,
  });
  const originalHireDate = own.originalHireDate ?? on;
  return { associateOID: id, workerID: group + fileNumber, ...own, originalHireDate, status: 'active', assignments: [primary] };
}

function newJob(itemID: string, on: string, given: Partial<AdpAssignment>): AdpAssignment {
  const base = { hireDate: on, actualStartDate: on, status: 'active', statusDate: on, payrollGroup: '7ZQ' } as const;
  return { positionID: itemID, fileNumber: itemID, isPrimary: false, ...base, ...given, itemID };
}
