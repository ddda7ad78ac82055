// One worker of ADP's as an employee. ADP leaves out what is empty, so what is not there is empty where its surroundings are
// there, and not said where they are not. Pure: `today` is passed in.
import type { Draft, Employee, EmployeeRecord, EmployeeStatus, EmploymentType } from '@tenure/core/connector';
import {
  type AdpAssignment,
  type AdpCode,
  type AdpCommunication,
  type AdpPhone,
  type AdpPlace,
  type AdpSuperior,
  type AdpWorker,
  isStated,
  labelOf,
} from '../api/wire.ts';
import { dayOf } from './dates.ts';
import { unitOf } from './department.ts';
import { primaryOf, statusOf } from './status.ts';
import { employmentTypeOf, spelledAlike } from './words.ts';

/** What a worker is read with. */
export interface WorkerRules {
  /** The date it is in the customer's zone. */
  readonly today: string;
  readonly statuses: ReadonlyMap<string, EmployeeStatus>;
  readonly employmentTypes: ReadonlyMap<string, EmploymentType>;
  /** Fields of HR's own by name, and the kinds of unit each is the code of. */
  readonly units: ReadonlyMap<string, ReadonlySet<string>>;
  /** The department of an assignment: an id, `null` for none, `undefined` where it cannot be told. */
  readonly department: (assignment: AdpAssignment) => string | null | undefined;
}

export function employeeRecord(worker: AdpWorker, rules: WorkerRules): EmployeeRecord {
  const primary = primaryOf(worker);
  const startDate = startOf(worker, primary, rules.today);
  return {
    kind: 'record',
    value: withoutAbsent({
      id: worker.associateOID,
      employeeNumber: numberOf(worker, primary),
      ...personOf(worker),
      workEmail: workEmailOf(worker.businessCommunication),
      phone: phoneOf(worker),
      ...(primary === undefined ? {} : jobOf(primary, worker, rules)),
      status: statusOf(worker, primary, rules.statuses, typeof startDate === 'string' && startDate > rules.today),
      startDate,
      endDate: endOf(worker, primary, startDate),
    }),
  };
}

/** Numbers repeat between payroll groups, and the same number is the same person: one that does not name its group gets it. */
function numberOf({ workerID }: AdpWorker, primary: AdpAssignment | undefined): string | null | undefined {
  const number = workerID?.idValue;
  const group = primary?.payrollGroupCode;
  if (!isStated(number)) return workerID === undefined ? undefined : null;
  return !isStated(group) || number.startsWith(group.trim()) ? number : `${group.trim()}-${number}`;
}

function personOf({ person }: AdpWorker): Partial<Draft<Employee>> {
  if (person === null || person === undefined) return {};
  const { legalName, preferredName, legalAddress, communication } = person;
  const names = legalName === null || legalName === undefined ? {} : { firstName: legalName.givenName, lastName: legalName.familyName1 };
  const preferred = [preferredName?.givenName, preferredName?.formattedName, legalName?.nickName].find(isStated) ?? null;
  return {
    firstName: textOf(names.firstName),
    lastName: textOf(names.lastName),
    preferredName: legalName === undefined && preferred === null ? undefined : preferred,
    personalEmail: communication?.emails?.map(({ emailUri }) => emailUri).find(isStated) ?? null,
    homeAddress:
      legalAddress === null || legalAddress === undefined
        ? legalAddress
        : {
            line1: legalAddress.lineOne ?? null,
            line2: legalAddress.lineTwo ?? null,
            city: legalAddress.cityName ?? null,
            region: legalAddress.countrySubdivisionLevel1?.codeValue ?? null,
            postalCode: legalAddress.postalCode ?? null,
            country: legalAddress.countryCode ?? null,
          },
  };
}

const workNames: ReadonlySet<string> = new Set(['work e mail', 'work email', 'business', 'work']);

/** Never an address of the person's own: with none at work there is none. */
function workEmailOf(communication: AdpCommunication): string | null {
  const stated = (communication?.emails ?? []).filter(({ emailUri }) => isStated(emailUri));
  const named = stated.find(({ nameCode }) => workNames.has(spelledAlike(nameCode?.codeValue ?? '')));
  return (named ?? stated[0])?.emailUri ?? null;
}

function phoneOf({ businessCommunication: work, person }: AdpWorker): string | null {
  const all = [...(work?.mobiles ?? []), ...(work?.landlines ?? []), ...(person?.communication?.mobiles ?? [])];
  return all.map(dialled).find((number) => number !== undefined) ?? null;
}

function dialled({ formattedNumber, countryDialing, areaDialing, dialNumber }: AdpPhone): string | undefined {
  if (isStated(formattedNumber)) return formattedNumber;
  if (!isStated(dialNumber)) return undefined;
  const country = isStated(countryDialing) ? `+${countryDialing}` : undefined;
  return [country, areaDialing, dialNumber].filter(isStated).join(' ');
}

function jobOf(primary: AdpAssignment, { associateOID }: AdpWorker, rules: WorkerRules): Partial<Draft<Employee>> {
  return {
    departmentId: rules.department(primary),
    jobTitle: isStated(primary.jobTitle) ? primary.jobTitle : (labelOf(primary.jobCode) ?? null),
    managerId: managerOf(primary.reportsTo ?? [], associateOID),
    location: placeOf(primary.homeWorkLocation ?? primary.assignedWorkLocations?.[0]),
    employmentType: typeOf([primary.workerTypeCode, primary.workLevelCode], rules.employmentTypes),
    ...ownFieldsOf(primary, rules.units),
    timeZone: isStated(primary.workerTimeProfile?.timeZoneCode) ? primary.workerTimeProfile.timeZoneCode : undefined,
  };
}

/** Nothing is said where units are not shown at all. */
function ownFieldsOf(primary: AdpAssignment, units: WorkerRules['units']): Pick<Draft<Employee>, 'customFields'> {
  if (units.size === 0 || primary.homeOrganizationalUnits == null) return {};
  const codes = [...units].map(([name, kinds]) => [name, unitOf(primary, kinds)?.nameCode?.codeValue ?? null] as const);
  return { customFields: Object.fromEntries(codes) };
}

/** `undefined` for a superior who is named by position alone, which is not the name of a person. */
function managerOf(superiors: readonly AdpSuperior[], own: string): string | null | undefined {
  const manager = superiors.find(({ reportsToRelationshipCode: code }) => spelledAlike(code?.codeValue ?? '') === 'manager');
  const superior = manager ?? superiors[0];
  if (superior === undefined || superior.associateOID === own) return null;
  return isStated(superior.associateOID) ? superior.associateOID : undefined;
}

function placeOf(place: AdpPlace | null | undefined): Draft<Employee>['location'] {
  if (place === null || place === undefined) return null;
  const { nameCode, address } = place;
  return {
    name: labelOf(nameCode) ?? address?.cityName ?? null,
    city: address?.cityName ?? null,
    region: address?.countrySubdivisionLevel1?.codeValue ?? null,
    country: address?.countryCode ?? null,
  };
}

/** The first code or label that says something; one that nobody knows is a kind we have no word for. */
function typeOf(codes: readonly AdpCode[], own: ReadonlyMap<string, EmploymentType>): EmploymentType | null {
  const words = codes.flatMap((code) => [code?.codeValue, code?.shortName, code?.longName].filter(isStated));
  const known = words.map((word) => employmentTypeOf(word, own)).find((type) => type !== undefined);
  return known ?? (words.length === 0 ? null : 'other');
}

/**
 * The first day of this employment. The assignment's own date is that of a transfer too: one still to come, of somebody who
 * works here already, is no first day. `actualStartDate` keeps the old start after a rehire and is not read.
 */
function startOf({ workerDates }: AdpWorker, primary: AdpAssignment | undefined, today: string): string | null | undefined {
  const [rehired, hired, original] = [workerDates?.rehireDate, primary?.hireDate, workerDates?.originalHireDate].map(dayOf);
  if (isStated(rehired)) return rehired;
  if (isStated(hired) && isStated(original) && hired > today && original <= today) return original;
  return [hired, original].find(isStated);
}

/** A last day before the first one belongs to an earlier employment of somebody who came back. */
function endOf(
  { workerDates }: AdpWorker,
  primary: AdpAssignment | undefined,
  startDate: string | null | undefined,
): string | null | undefined {
  const stated = dayOf(workerDates?.terminationDate ?? primary?.terminationDate);
  if (!isStated(stated)) return workerDates === undefined && primary === undefined ? undefined : null;
  return typeof startDate === 'string' && stated < startDate ? null : stated;
}

/** As HR entered it; blank is empty, and in a group that is there what is left out is empty. */
function textOf(value: string | null | undefined): string | null | undefined {
  return typeof value === 'string' && value.trim() === '' ? null : value;
}

function withoutAbsent<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, stated]) => stated !== undefined)) as Value;
}
