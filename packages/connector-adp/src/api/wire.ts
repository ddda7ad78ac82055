// What ADP sends, as far as it is used. Products leave out what is empty, and some send null instead.
import { z } from 'zod';

const text = z.string().nullish();
const list = <Item>(item: z.ZodType<Item>) => z.array(item).nullish();

/** A code with its label, which stands in the long name or in the short one. */
const code = z.object({ codeValue: text, shortName: text, longName: text }).nullish();
export type AdpCode = z.infer<typeof code>;

const email = z.object({ nameCode: code, emailUri: text });
const phone = z.object({ formattedNumber: text, countryDialing: text, areaDialing: text, dialNumber: text });
export type AdpPhone = z.infer<typeof phone>;

const communication = z.object({ emails: list(email), mobiles: list(phone), landlines: list(phone) }).nullish();
export type AdpCommunication = z.infer<typeof communication>;

const address = z
  .object({
    lineOne: text,
    lineTwo: text,
    cityName: text,
    countrySubdivisionLevel1: code,
    countryCode: text,
    postalCode: text,
  })
  .nullish();

const place = z.object({ nameCode: code, address });
export type AdpPlace = z.infer<typeof place>;

const unit = z.object({ typeCode: code, nameCode: code });
export type AdpUnit = z.infer<typeof unit>;

const superior = z.object({ associateOID: text, reportsToRelationshipCode: code });
export type AdpSuperior = z.infer<typeof superior>;

const assignment = z.object({
  primaryIndicator: z.boolean().nullish(),
  hireDate: text,
  terminationDate: text,
  assignmentStatus: z.object({ statusCode: code }).nullish(),
  workerTypeCode: code,
  workLevelCode: code,
  jobCode: code,
  jobTitle: text,
  payrollGroupCode: text,
  homeOrganizationalUnits: list(unit),
  homeWorkLocation: place.nullish(),
  assignedWorkLocations: list(place),
  reportsTo: list(superior),
  workerTimeProfile: z.object({ timeZoneCode: text }).nullish(),
});
export type AdpAssignment = z.infer<typeof assignment>;

export const workerSchema = z.object({
  associateOID: z.string().min(1),
  workerID: z.object({ idValue: text }).nullish(),
  person: z
    .object({
      legalName: z.object({ givenName: text, familyName1: text, nickName: text }).nullish(),
      preferredName: z.object({ givenName: text, formattedName: text }).nullish(),
      legalAddress: address,
      communication,
    })
    .nullish(),
  businessCommunication: communication,
  workerDates: z.object({ originalHireDate: text, rehireDate: text, terminationDate: text }).nullish(),
  workerStatus: z.object({ statusCode: code }).nullish(),
  workAssignments: list(assignment),
});
export type AdpWorker = z.infer<typeof workerSchema>;

export const tableRowSchema = z.object({
  payrollGroupCode: text,
  nameCode: z.object({ code: z.string().min(1), name: text }),
});
export type AdpTableRow = z.infer<typeof tableRowSchema>;

export const organizationRowSchema = z.object({
  departmentCode: z.object({ codeValue: z.string().min(1), shortName: text, longName: text }),
  parentDepartmentCode: code,
  departmentDescription: text,
});
export type AdpOrganizationRow = z.infer<typeof organizationRowSchema>;

/** The label of a code; `**` stands for none. */
export function labelOf(given: AdpCode): string | undefined {
  return [given?.longName, given?.shortName, given?.codeValue].find((label) => isStated(label)) ?? undefined;
}

export function isStated(value: string | null | undefined): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.trim() !== '**';
}
