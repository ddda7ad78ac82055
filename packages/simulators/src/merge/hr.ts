// The HR system behind Merge: what it holds is the truth, and Merge knows of it only after a sync.
import type { SimulatedClock } from '../serving/clock.ts';
import { type Fields, type MergeModel, mergeModels } from './models.ts';

/** A person as the HR system holds them. References are remote ids; texts of enums are the provider's own, e.g. `On Leave`. */
export type HrEmployee = {
  readonly remote_id: string;
  readonly employee_number?: string | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly preferred_name?: string | null | undefined;
  readonly display_full_name?: string | null | undefined;
  readonly username?: string | null | undefined;
  readonly work_email?: string | null | undefined;
  readonly personal_email?: string | null | undefined;
  readonly mobile_phone_number?: string | null | undefined;
  /** An entry may be `null`, as Merge sometimes has it. */
  readonly groups?: readonly (string | null)[] | null | undefined;
  readonly company?: string | null | undefined;
  readonly home_location?: string | null | undefined;
  readonly work_location?: string | null | undefined;
  /** May name somebody who does not exist. */
  readonly manager?: string | null | undefined;
  readonly team?: string | null | undefined;
  readonly hire_date?: string | null | undefined;
  readonly start_date?: string | null | undefined;
  readonly termination_date?: string | null | undefined;
  /** Default `Active`. */
  readonly employment_status?: string | null | undefined;
  readonly custom_fields?: Readonly<Record<string, unknown>> | null | undefined;
  /** What the customer's Field Mapping makes of this person, by target field. */
  readonly mapped_fields?: Readonly<Record<string, unknown>> | undefined;
};

/** One job of a person, from a day on. */
export type HrJob = {
  readonly job_title?: string | null | undefined;
  readonly employment_type?: string | null | undefined;
  readonly effective_date?: string | null | undefined;
  readonly pay_rate?: number | null | undefined;
  readonly pay_currency?: string | null | undefined;
};

/** A record of any model, e.g. `{ remote_id: 'D-1', name: 'Sales', type: 'Department' }`. */
export type HrRecord = Fields & { readonly remote_id: string };

export interface HrSystem {
  /** Adds a person and, when given, their first job. Answers the remote id. */
  hire(person: Omit<HrEmployee, 'remote_id'> & { readonly remote_id?: string | undefined }, job?: HrJob): string;
  change(remoteId: string, changes: Partial<Omit<HrEmployee, 'remote_id'>>): void;
  /** Adds a job: Merge shows one more employment, the earlier ones stay. */
  changeJob(remoteId: string, job: HrJob): void;
  /** Ends an employment on a day, default today. A later day leaves the status until a sync on or after it. */
  terminate(remoteId: string, on?: string): void;
  /** Takes a person back. `keepsTerminationDate`: some systems leave the old date in place. */
  rehire(remoteId: string, on?: string, options?: { readonly keepsTerminationDate?: boolean | undefined }): void;
  leave(remoteId: string): void;
  comeBack(remoteId: string): void;
  /** Adds or replaces a record of any model exactly as given: groups, locations, and everything no rule would allow. */
  put(model: MergeModel, record: HrRecord): void;
  /** Deletes a record, jobs of a person included. */
  remove(model: MergeModel, remoteId: string): void;
  get(model: MergeModel, remoteId: string): HrRecord | undefined;
  /** Every record, in the order of its making. */
  all(model: MergeModel): ReadonlyMap<string, HrRecord>;
  /** Lets what was planned for a day up to now take effect; a sync does so by itself. */
  settle(): void;
}

export function createHrSystem(clock: SimulatedClock): HrSystem {
  const records = Object.fromEntries(mergeModels.map((model) => [model, new Map<string, HrRecord>()])) as Record<
    MergeModel,
    Map<string, HrRecord>
  >;
  const endings = new Map<string, string>();
  const jobs = new Map<string, string[]>();
  let made = 0;
  let lastDay = { number: Number.NaN, text: '' };
  // Seeding asks for the day a hundred thousand times.
  const today = (): string => {
    const number = Math.floor(clock.now() / 86_400_000);
    if (number !== lastDay.number) lastDay = { number, text: new Date(clock.now()).toISOString().slice(0, 10) };
    return lastDay.text;
  };
  const person = (remoteId: string): HrRecord => {
    const found = records.employees.get(remoteId);
    if (found === undefined) throw new RangeError(`The HR system has no employee ${remoteId}.`);
    return found;
  };
  const change = (remoteId: string, changes: Fields): void => {
    records.employees.set(remoteId, { ...person(remoteId), ...changes });
  };
  const changeJob = (remoteId: string, job: HrJob): void => {
    made += 1;
    const id = `J-${made}`;
    records.employments.set(id, { effective_date: today(), ...job, remote_id: id, employee: person(remoteId).remote_id });
    const known = jobs.get(remoteId);
    if (known === undefined) jobs.set(remoteId, [id]);
    else known.push(id);
  };
  return {
    hire(given, job) {
      made += 1;
      const remoteId = given.remote_id ?? `E-${made}`;
      records.employees.set(remoteId, { employment_status: 'Active', ...given, remote_id: remoteId });
      if (job !== undefined) changeJob(remoteId, { effective_date: given.start_date ?? today(), ...job });
      return remoteId;
    },
    change,
    changeJob,
    terminate(remoteId, on = today()) {
      const isLater = on > today();
      change(remoteId, { termination_date: on, ...(isLater ? {} : { employment_status: 'Terminated' }) });
      if (isLater) endings.set(remoteId, on);
    },
    rehire(remoteId, on = today(), { keepsTerminationDate = false } = {}) {
      endings.delete(remoteId);
      change(remoteId, {
        employment_status: 'Active',
        hire_date: on,
        start_date: on,
        ...(keepsTerminationDate ? {} : { termination_date: null }),
      });
    },
    leave: (remoteId) => change(remoteId, { employment_status: 'On Leave' }),
    comeBack: (remoteId) => change(remoteId, { employment_status: 'Active' }),
    put: (model, record) => void records[model].set(record.remote_id, record),
    remove(model, remoteId) {
      records[model].delete(remoteId);
      if (model !== 'employees') return;
      for (const id of jobs.get(remoteId) ?? []) records.employments.delete(id);
      jobs.delete(remoteId);
      endings.delete(remoteId);
    },
    get: (model, remoteId) => records[model].get(remoteId),
    all: (model) => records[model],
    settle() {
      for (const [remoteId, on] of endings) {
        if (on > today()) continue;
        endings.delete(remoteId);
        if (records.employees.has(remoteId)) change(remoteId, { employment_status: 'Terminated' });
      }
    },
  };
}
