// Which column states which field: a table of headers seen in HR exports, and the choice among them. Pure.
import type { OptionProblem } from '@tenure/core/connector';

/** Every place of an employee record that a column can fill, and the references that are resolved to a place. */
export const employeeTargets = [
  'id',
  'employeeNumber',
  'firstName',
  'lastName',
  'preferredName',
  'workEmail',
  'personalEmail',
  'phone',
  'homeAddress.line1',
  'homeAddress.line2',
  'homeAddress.city',
  'homeAddress.region',
  'homeAddress.postalCode',
  'homeAddress.country',
  'departmentId',
  'departmentName',
  'jobTitle',
  'managerId',
  'managerNumber',
  'managerEmail',
  'managerName',
  'location.name',
  'location.city',
  'location.region',
  'location.country',
  'timeZone',
  'employmentType',
  'status',
  'startDate',
  'endDate',
] as const;

export const departmentTargets = ['id', 'name', 'parentId'] as const;

/** A place that a column of the employees file can fill. `customFields.` is followed by a name of your own. */
export type EmployeeTarget = (typeof employeeTargets)[number] | `customFields.${string}`;
/** A place that a column of the departments file can fill. */
export type DepartmentTarget = (typeof departmentTargets)[number];

/** Headers by the place they fill, best first, in normal form (see {@link normalHeader}). */
export type HeaderTable = Readonly<Record<string, readonly string[]>>;

/** Seen in exports of Workday, BambooHR, ADP and Personio, and in files that people keep by hand. */
export const employeeHeaders: HeaderTable = {
  id: ['id', 'workerid', 'employeeid', 'associateid', 'associateoid', 'personid', 'workdayid', 'employeesystemid', 'personalid'],
  employeeNumber: ['employeenumber', 'workernumber', 'personnelnumber', 'staffnumber', 'payrollnumber', 'filenumber', 'personalnummer'],
  firstName: ['firstname', 'legalfirstname', 'givenname', 'legalnamefirstname', 'employeefirstname', 'forename', 'vorname'],
  lastName: ['lastname', 'legallastname', 'familyname', 'legalnamelastname', 'employeelastname', 'surname', 'nachname'],
  preferredName: ['preferredname', 'preferredfirstname', 'nickname', 'knownas', 'rufname'],
  workEmail: ['workemail', 'emailwork', 'primaryworkemail', 'businessemail', 'companyemail', 'workcontactemail', 'email', 'emailaddress'],
  personalEmail: ['personalemail', 'homeemail', 'emailhome', 'privateemail', 'personalcontactemail'],
  phone: ['workphone', 'primaryworkphone', 'businessphone', 'phone', 'phonenumber', 'mobilephone', 'mobile', 'cellphone', 'telefon'],
  'homeAddress.line1': ['homeaddressline1', 'addressline1', 'address1', 'streetaddress', 'primaryaddressline1', 'homeaddress', 'address'],
  'homeAddress.line2': ['homeaddressline2', 'addressline2', 'address2', 'primaryaddressline2'],
  'homeAddress.city': ['homecity', 'homeaddresscity', 'addresscity', 'city'],
  'homeAddress.region': ['homestate', 'homeaddressstate', 'homeregion', 'addressstate', 'state', 'province', 'stateprovince'],
  'homeAddress.postalCode': ['homepostalcode', 'homezip', 'postalcode', 'postcode', 'zipcode', 'zip', 'plz'],
  'homeAddress.country': ['homecountry', 'homeaddresscountry', 'addresscountry'],
  departmentId: ['departmentid', 'departmentcode', 'supervisoryorganizationid', 'orgunitid', 'homedepartmentcode', 'departmentnumber'],
  departmentName: [
    'department',
    'departmentname',
    'supervisoryorganization',
    'homedepartment',
    'homedepartmentdescription',
    'orgunit',
    'abteilung',
  ],
  jobTitle: ['jobtitle', 'businesstitle', 'title', 'positiontitle', 'jobprofile', 'position', 'jobtitledescription', 'stellenbezeichnung'],
  managerId: ['managerid', 'managerworkerid', 'manageremployeeid', 'supervisorid', 'reportstoid', 'reportstoassociateid', 'linemanagerid'],
  managerNumber: ['manageremployeenumber', 'managernumber', 'supervisoremployeenumber', 'reportstoemployeenumber'],
  managerEmail: ['manageremail', 'managerworkemail', 'supervisoremail', 'reportstoemail', 'linemanageremail'],
  managerName: ['manager', 'managername', 'supervisor', 'supervisorname', 'reportsto', 'reportstoname', 'linemanager', 'vorgesetzter'],
  'location.name': ['location', 'worklocation', 'locationname', 'office', 'site', 'locationdescription', 'standort'],
  'location.city': ['locationcity', 'workcity', 'worklocationcity', 'officecity'],
  'location.region': ['locationstate', 'locationregion', 'workstate', 'worklocationstate'],
  'location.country': ['locationcountry', 'workcountry', 'worklocationcountry', 'country'],
  timeZone: ['timezone', 'worktimezone', 'locationtimezone', 'zeitzone'],
  employmentType: ['employmenttype', 'workertype', 'employeetype', 'workersubtype', 'workercategory', 'employmentcategory', 'contracttype'],
  status: ['status', 'employmentstatus', 'employeestatus', 'workerstatus', 'positionstatus', 'activestatus', 'beschaftigungsstatus'],
  startDate: ['startdate', 'hiredate', 'originalhiredate', 'employmentstartdate', 'dateofhire', 'joiningdate', 'eintrittsdatum'],
  endDate: ['enddate', 'terminationdate', 'lastdayofwork', 'lastday', 'employmentenddate', 'leavingdate', 'austrittsdatum'],
};

/** Headers of files that list departments. */
export const departmentHeaders: HeaderTable = {
  id: ['id', 'departmentid', 'departmentcode', 'code', 'orgunitid', 'organizationid', 'supervisoryorganizationid', 'departmentnumber'],
  name: ['name', 'departmentname', 'department', 'orgunit', 'organization', 'supervisoryorganization', 'description', 'abteilung'],
  parentId: [
    'parentid',
    'parentdepartmentid',
    'parentcode',
    'parentdepartment',
    'parent',
    'superiororganizationid',
    'superiororganization',
    'parentorganization',
  ],
};

/** Places where two columns that fit are a question and never a matter of rank; elsewhere they are one when they fit equally well. */
const onlyOne: ReadonlySet<string> = new Set(['id']);

/**
 * A header as it is compared: lower case, letters and digits only, without accents and without what stands in
 * brackets; `#` reads "number". `E-mail (Work)` and `email` are the same.
 */
export function normalHeader(header: string): string {
  return header
    .replace(/\([^)]*\)/g, '')
    .replace(/#/g, ' number')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

const ranksOf = new WeakMap<HeaderTable, Map<string, { target: string; rank: number }>>();

/** The place a header fills by the table, and how good a fit it is (0 is best); nothing for an unknown header. */
export function guessTarget(header: string, table: HeaderTable): { readonly target: string; readonly rank: number } | undefined {
  let ranks = ranksOf.get(table);
  if (ranks === undefined) {
    ranks = new Map();
    for (const [target, headers] of Object.entries(table)) {
      ranks.set(normalHeader(target), { target, rank: -1 });
      for (const [rank, name] of headers.entries()) ranks.set(name, { target, rank });
    }
    ranksOf.set(table, ranks);
  }
  return ranks.get(normalHeader(header));
}

/** Which column fills which place, and what was not used. */
export interface ColumnPlan {
  readonly header: readonly string[];
  /** Position of the column by place, in the order of the columns. */
  readonly positions: ReadonlyMap<string, number>;
  readonly ignored: readonly string[];
  readonly problems: readonly OptionProblem[];
}

/**
 * Chooses a column for every place: the ones named in `explicit` first, then the best header of the table.
 * Two columns that may both be the id or fit another place equally well, a named column that is missing or there twice, and a used header that is there
 * twice are problems, each named by its column.
 */
export function planColumns(
  header: readonly string[],
  table: HeaderTable,
  explicit: Readonly<Record<string, string | undefined>>,
  optionName: string,
): ColumnPlan {
  const { chosen, problems } = namedColumns(header, explicit, optionName);
  const taken = new Set(chosen.values());
  const ranks = new Map<string, number>();
  const equals = new Map<string, OptionProblem>();
  for (const [position, cell] of header.entries()) {
    const guess = taken.has(position) ? undefined : guessTarget(cell, table);
    if (guess === undefined || explicit[guess.target] !== undefined) continue;
    const rival = header[chosen.get(guess.target) ?? position] ?? '';
    const rank = ranks.get(guess.target) ?? Number.POSITIVE_INFINITY;
    if (rival.trim() !== cell.trim() && (guess.rank === rank || onlyOne.has(guess.target))) {
      const reason = `both "${rival}" and "${cell}" may be the ${guess.target}; say which`;
      equals.set(guess.target, { path: `${optionName}.${guess.target}`, reason });
    } else if (guess.rank < rank) {
      equals.delete(guess.target);
    }
    if (guess.rank < rank) {
      chosen.set(guess.target, position);
      ranks.set(guess.target, guess.rank);
    }
  }
  problems.push(...equals.values(), ...repeated(header, chosen, optionName));
  const positions = new Map([...chosen].sort(([, left], [, right]) => left - right));
  const used = new Set(positions.values());
  return { header, positions, ignored: header.filter((_, position) => !used.has(position)), problems };
}

function namedColumns(header: readonly string[], explicit: Readonly<Record<string, string | undefined>>, optionName: string) {
  const chosen = new Map<string, number>();
  const problems: OptionProblem[] = [];
  for (const [target, name] of Object.entries(explicit)) {
    if (name === undefined) continue;
    const position = header.findIndex((cell) => cell.trim() === name.trim());
    if (position === -1) problems.push({ path: `${optionName}.${target}`, reason: `the file has no column "${name}"` });
    else chosen.set(target, position);
  }
  return { chosen, problems };
}

function repeated(header: readonly string[], chosen: ReadonlyMap<string, number>, optionName: string): OptionProblem[] {
  return [...chosen].flatMap(([target, position]) => {
    const name = header[position]?.trim() ?? '';
    const times = header.filter((cell) => cell.trim() === name).length;
    return times === 1 ? [] : [{ path: `${optionName}.${target}`, reason: `the file has ${times} columns "${name}"` }];
  });
}
