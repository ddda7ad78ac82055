// A worker as a product shows it. What is not there is left out, as Workforce Now does.
import type { Product } from '../products.ts';
import type { AdpAssignment, AdpCode, AdpStatus, AdpWorker } from '../workers.ts';

export type WireWorker = Readonly<Record<string, unknown>>;

const letters: Readonly<Record<AdpStatus, readonly [string, string]>> = {
  active: ['A', 'Active'],
  'on-leave': ['L', 'Leave'],
  terminated: ['T', 'Terminated'],
  deceased: ['D', 'Deceased'],
  retired: ['R', 'Retired'],
};

/** Labels beyond this length come as `longName`. */
const longestShortName = 20;

/** `manager` answers the name and numbers of a superior, or nothing where the id names nobody. */
export function wireWorker(
  worker: AdpWorker,
  product: Product,
  manager: (id: string) => AdpWorker | undefined,
  isMasked = true,
): WireWorker {
  const { givenName, middleName, familyName, nickName, preferredName } = worker;
  const [workName, personalName] = product.emailNames ?? [];
  const formattedName = [familyName, givenName].filter((part) => part !== undefined).join(', ');
  return {
    associateOID: worker.associateOID,
    workerID: { idValue: worker.workerID },
    person: {
      legalName: { givenName, middleName, familyName1: familyName, formattedName, nickName },
      preferredName: preferredName === undefined ? {} : { givenName: preferredName },
      birthDate: isMasked && worker.birthDate !== undefined ? `0000${worker.birthDate.slice(4)}` : worker.birthDate,
      legalAddress: worker.homeCity === undefined ? undefined : { cityName: worker.homeCity, countryCode: worker.homeCountry },
      otherPersonalAddresses: [],
      communication: contacts(worker.personalEmail, worker.personalMobile, personalName, 'Personal Cell'),
    },
    businessCommunication: contacts(worker.workEmail, worker.workMobile, workName, 'Work Cell'),
    workerDates: datesOf(worker, product),
    workerStatus: { statusCode: product.status[worker.status] },
    workAssignments: worker.assignments.map((one) => wireAssignment(one, product, manager)),
  };
}

function datesOf({ originalHireDate, rehireDate, terminationDate }: AdpWorker, { workerDates }: Product): object | null {
  if (workerDates === 'null') return null;
  const adjustedServiceDate = workerDates === 'date-times' ? `${originalHireDate}T00:00:00Z` : originalHireDate;
  return { originalHireDate, rehireDate, terminationDate, adjustedServiceDate };
}

function contacts(email: string | undefined, mobile: string | undefined, name: string | undefined, cell: string): object | undefined {
  if (email === undefined && mobile === undefined) return undefined;
  const nameCode = name === undefined ? undefined : { codeValue: name, shortName: name };
  return {
    emails: email === undefined ? undefined : [{ nameCode, emailUri: email, itemID: 'Business', notificationIndicator: false }],
    mobiles: mobile === undefined ? undefined : [{ nameCode: { codeValue: cell, shortName: cell }, formattedNumber: mobile }],
  };
}

function wireAssignment(one: AdpAssignment, product: Product, manager: (id: string) => AdpWorker | undefined): object {
  const [letter, word] = letters[one.status];
  const units = [unit({ codeValue: 'Business Unit' }, one.businessUnit), unit(product.departmentType, one.department)];
  return {
    ...(product.legalEntities ? { workAssignmentID: one.itemID, legalEntityID: one.payrollGroup } : { itemID: one.itemID }),
    primaryIndicator: one.isPrimary,
    hireDate: one.hireDate,
    actualStartDate: one.actualStartDate,
    terminationDate: one.terminationDate,
    assignmentStatus: { statusCode: { codeValue: letter, shortName: word }, reasonCode: code(one.reason), effectiveDate: one.statusDate },
    ...workerTypeOf(one.workerType, product),
    jobCode: code(one.jobCode),
    jobTitle: one.jobTitle,
    positionID: one.positionID,
    payrollGroupCode: one.payrollGroup,
    payrollFileNumber: one.fileNumber,
    homeOrganizationalUnits: units.filter((given) => given !== undefined),
    assignedOrganizationalUnits: [],
    homeWorkLocation: locationOf(one.location),
    assignedWorkLocations: [],
    reportsTo: superiors(one.reportsTo, product, manager),
    workerTimeProfile: one.timeZone === undefined ? undefined : { timeZoneCode: one.timeZone },
  };
}

function code(given: AdpCode | undefined): object | undefined {
  if (given === undefined) return undefined;
  return given.name.length > longestShortName
    ? { codeValue: given.code, longName: given.name }
    : { codeValue: given.code, shortName: given.name };
}

function unit(typeCode: object, given: AdpCode | undefined): object | undefined {
  return given === undefined ? undefined : { typeCode, nameCode: code(given) };
}

function workerTypeOf(given: AdpCode | undefined, { workerType }: Product): object {
  const isContractor = given?.code === '1099';
  if (workerType === 'as-entered') return { workerTypeCode: code(given) };
  if (workerType === 'worker-or-other') return { workerTypeCode: { codeValue: isContractor ? 'OTHER' : 'WORKER' } };
  return {
    workerTypeCode: { codeValue: isContractor ? '1099' : 'W2' },
    workLevelCode: given && { codeValue: given.code, shortName: given.name },
  };
}

function locationOf(location: AdpAssignment['location']): object | undefined {
  if (location === undefined) return undefined;
  return { nameCode: code(location), address: { cityName: location.city, countryCode: location.country } };
}

function superiors(id: string | undefined, product: Product, manager: (id: string) => AdpWorker | undefined): object[] | undefined {
  if (id === undefined) return undefined;
  const found = manager(id);
  const own = {
    associateOID: id,
    workerID: found && { idValue: found.workerID },
    positionID: found?.assignments.find(({ isPrimary }) => isPrimary)?.positionID,
    reportsToWorkerName: found && { formattedName: `${found.familyName}, ${found.givenName}` },
  };
  if (!product.namesRelationships) return [own];
  const supervisor = { associateOID: 'G3SOMESUPERVISOR', reportsToRelationshipCode: { codeValue: 'SUPERVISOR' } };
  return [supervisor, { ...own, reportsToRelationshipCode: { codeValue: 'MANAGER' } }];
}
