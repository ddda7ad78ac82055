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

  const on = (id: string, day: string = today()): AdpWorker => {
    const worker = timeline.on(id, day);
    if (worker === undefined) throw new RangeError(`The HR system has no worker ${id}.`);
    return worker;
  };

  const record = (event: EventName, id: string, change: (worker: AdpWorker) => AdpWorker, day: string = today()): void => {
    on(id, day);
    timeline.revise(id, day, change);
    tell(event, on(id, day), day);
  };

  const withStatus = (worker: AdpWorker, status: AdpStatus, day: string, more: Partial<AdpAssignment> = {}): readonly AdpAssignment[] =>
    worker.assignments.map((one) => (one.isPrimary || isGone(status) ? { ...one, status, statusDate: day, ...more } : one));

  const statusChange =
    (status: AdpStatus, day: string, reason: AdpCode | undefined) =>
    (worker: AdpWorker): AdpWorker =>
      isGone(worker.status) ? worker : { ...worker, status, assignments: withStatus(worker, status, day, { reason }) };

  const enter = (person: AdpHire): AdpWorker => {
    made += 1;
    const worker = hired(person, made, idOf(made), person.on ?? today());
    timeline.put(worker);
    return worker;
  };

  const changePrimary = (event: EventName, id: string, changes: Partial<AdpAssignment>, day?: string): void => {
    const change = (worker: AdpWorker): AdpWorker => ({
      ...worker,
      assignments: worker.assignments.map((one) => (one.isPrimary ? { ...one, ...changes } : one)),
    });
    record(event, id, change, day);
  };

  return {
    hire(person) {
      const worker = enter(person);
      tell('worker.hire', worker, person.on ?? today());
      return worker.associateOID;
    },
    bulkLoad: (people) => people.map((person) => enter(person).associateOID),
    rehire(id, { on: day = today() } = {}) {
      on(id);
      // A rehire is seen when it is recorded, whatever its day.
      timeline.forgetAfter(id, today());
      timeline.revise(id, today(), ({ terminationDate, ...worker }) => {
        const primary = { ...worker, assignments: worker.assignments.filter(({ isPrimary }) => isPrimary) };
        const assignments = withStatus(primary, 'active', day, { hireDate: day, terminationDate: undefined });
        const kept = switches.rehireClearsTermination ? {} : { terminationDate };
        return { ...worker, ...kept, rehireDate: day, status: 'active', assignments };
      });
      tell('worker.rehire', on(id), day);
    },
    terminate(id, { on: day = today(), as = 'terminated', reason } = {}) {
      const change = (worker: AdpWorker): AdpWorker => {
        const assignments = withStatus(worker, as, day, { terminationDate: day, reason });
        return { ...worker, status: as, terminationDate: day, assignments };
      };
      record(as === 'deceased' ? 'worker.deceased' : 'worker.terminate', id, change, day);
    },
    cancelTermination(id) {
      if (timeline.forgetAfter(id, today())) tell('workerTermination.cancel', on(id), today());
    },
    leave(id, { on: day = today() } = {}) {
      const reason = { code: 'MED', name: 'Medical' };
      record('worker.on-leave', id, statusChange('on-leave', day, reason), day);
    },
    comeBack(id, { on: day = today() } = {}) {
      record('worker.leave.return', id, statusChange('active', day, undefined), day);
    },
    transfer(id, job, { on: day = today() } = {}) {
      const ended = (worker: AdpWorker): readonly AdpAssignment[] => withStatus(worker, 'terminated', day, { isPrimary: false });
      tell('worker.terminate', { ...on(id, day), status: 'terminated', assignments: ended(on(id, day)) }, day);
      const change = (worker: AdpWorker): AdpWorker => {
        const given = { ...primaryOf(worker), ...job, isPrimary: true, status: 'active', hireDate: day } as const;
        return { ...worker, assignments: [...ended(worker), newJob(`${id}-T${worker.assignments.length}`, day, given)] };
      };
      record('worker.work-assignment.modify', id, change, day);
    },
    addJob(id, job = {}) {
      const added = newJob(`${id}-J${on(id).assignments.length}`, today(), { ...job, isPrimary: false });
      record('worker.work-assignment.modify', id, (worker) => ({ ...worker, assignments: [added, ...worker.assignments] }));
    },
    changeJob(id, changes, { on: day } = {}) {
      const isMove = changes.department !== undefined;
      const isManager = 'reportsTo' in changes;
      const other = isManager ? 'worker.reports-to.modify' : 'worker.work-assignment.modify';
      changePrimary(isMove ? 'worker.home-organizational-units.modify' : other, id, changes, day);
    },
    change(id, changes, { on: day } = {}) {
      const isName = ['givenName', 'familyName', 'middleName'].some((name) => name in changes);
      const { workEmail } = on(id, day);
      const other = 'workEmail' in changes ? workEmailEvent(workEmail, changes.workEmail) : 'worker.personal-communication.email.change';
      record(isName ? 'worker.legal-name.change' : other, id, (worker) => ({ ...worker, ...changes }), day);
    },
    put: timeline.put,
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
      for (const id of turned) tell('worker.work-assignment.modify', on(id), day);
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
