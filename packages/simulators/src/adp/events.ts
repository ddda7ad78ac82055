// What goes into the event queue: names and shapes, which differ from what a read shows.
import type { Product } from './products.ts';
import { type AdpStatus, type AdpWorker, primaryOf } from './workers.ts';

export const eventNames = [
  ...(['worker.hire', 'worker.rehire', 'worker.terminate', 'worker.deceased', 'worker.on-leave', 'worker.leave.return'] as const),
  ...(['workerTermination.cancel', 'worker.work-assignment.modify', 'worker.home-organizational-units.modify'] as const),
  ...(['worker.reports-to.modify', 'worker.legal-name.change', 'worker.personal-communication.email.change'] as const),
  ...(['worker.business-communication.email.add'] as const),
  ...(['worker.business-communication.email.change', 'worker.business-communication.email.remove'] as const),
] as const;
/** As Workforce Now writes them. */
export type EventName = (typeof eventNames)[number];

const letters: Readonly<Record<AdpStatus, string>> = { active: 'A', 'on-leave': 'L', terminated: 'T', deceased: 'D', retired: 'R' };

export interface EventMaking {
  readonly id: string;
  readonly name: EventName;
  readonly worker: AdpWorker;
  /** The day on which it takes effect. */
  readonly effective: string;
  readonly recordedAt: number;
  readonly timeZone: string;
  readonly product: Product;
  /** The whole worker as a read shows it. */
  readonly wire: Readonly<Record<string, unknown>>;
}

/** One message. The administrator is the actor, never the subject; where the subject stands depends on the event. */
export function wireEvent({ id, name, worker, effective, recordedAt, timeZone, product, wire }: EventMaking): object {
  const administrator = { associateOID: 'G3ADMINISTRATOR1' };
  const stamp = stampOf(recordedAt, product);
  return {
    events: [
      {
        eventID: id,
        serviceCategoryCode: { codeValue: 'hr' },
        eventNameCode: { codeValue: product.camelCaseEvents ? camelCase(name) : name },
        eventStatusCode: { codeValue: 'COMPLETED', shortName: 'Completed' },
        recordDateTime: stamp,
        creationDateTime: stamp,
        effectiveDateTime: stampOf(midnight(effective, timeZone), product),
        originator: administrator,
        actor: administrator,
        data: dataOf(name, worker, wire),
      },
    ],
  };
}

function dataOf(name: EventName, worker: AdpWorker, wire: EventMaking['wire']): object {
  const { associateOID } = worker;
  if (name === 'worker.hire' || name === 'worker.rehire') {
    const { workAssignments, ...rest } = wire;
    const [workAssignment] = Array.isArray(workAssignments) ? workAssignments : [];
    return { output: { worker: { ...rest, workerStatus: { statusCode: { codeValue: 'Active' } }, workAssignment } } };
  }
  if (name === 'worker.reports-to.modify') return { eventContext: { associateOID }, output: {} };
  if (name === 'worker.home-organizational-units.modify') {
    const department = primaryOf(worker)?.department;
    const unit = { typeCode: { codeValue: 'HomeDepartment' }, nameCode: { codeValue: department?.code, shortName: department?.name } };
    return { eventContext: { worker: { associateOID } }, output: { worker: { workAssignment: { homeOrganizationalUnits: [unit] } } } };
  }
  const code = letters[worker.status];
  const output = { worker: { associateOID, birthDate: '0000-00-00', workerStatus: { statusCode: { codeValue: code } } } };
  return { eventContext: { worker: { associateOID } }, output };
}

/** Local midnight of a day, as an instant. */
function midnight(day: string, timeZone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(utc);
  const [, sign = '+', hours = '0', minutes = '0'] =
    /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? utc + offset : utc - offset;
}

function stampOf(at: number, { colonlessOffset }: Product): string {
  const text = new Date(at).toISOString();
  return colonlessOffset ? text.replace('Z', '+0000') : text;
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}
