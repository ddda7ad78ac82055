// The shape of the sample company: its departments, its places and the columns of its HR export.

/** A row of the export. Every value is as HR entered it; empty text is an empty cell. */
export interface Row {
  readonly id: string;
  readonly number: string;
  readonly first: string;
  readonly last: string;
  readonly preferred: string;
  readonly email: string;
  readonly homeEmail: string;
  readonly phone: string;
  readonly street: string;
  readonly department: string;
  readonly title: string;
  readonly manager: string;
  readonly place: PlaceName;
  readonly type: string;
  readonly status: string;
  readonly start: string;
  readonly end: string;
  readonly costCenter: string;
}

interface Place {
  readonly office: string;
  readonly country: string;
  readonly timeZone: string;
  readonly postalCode: string;
  /** Numbers that are reserved for fiction; two or three digits follow. */
  readonly phonePrefix: string;
  readonly streets: readonly string[];
}

export type PlaceName = 'London' | 'Manchester' | 'Berlin' | 'München' | 'New York' | 'Portland';

export const places: Readonly<Record<PlaceName, Place>> = {
  London: {
    office: 'London Bridge',
    country: 'GB',
    timeZone: 'Europe/London',
    postalCode: 'SE1 0AA',
    phonePrefix: '+44 20 7946 0',
    streets: ['Ferry Lane', 'Tanner Row', 'Quayside'],
  },
  Manchester: {
    office: 'Manchester Canal',
    country: 'GB',
    timeZone: 'Europe/London',
    postalCode: 'M1 0AA',
    phonePrefix: '+44 161 496 0',
    streets: ['Mill Street', 'Loom Court'],
  },
  Berlin: {
    office: 'Berlin Spree',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    postalCode: '10115',
    phonePrefix: '+49 30 23125 ',
    streets: ['Lindenstraße', 'Am Kanal', 'Mühlenweg'],
  },
  München: {
    office: 'München Isar',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    postalCode: '80331',
    phonePrefix: '+49 89 99998 ',
    streets: ['Isarweg', 'Schäfflergasse'],
  },
  'New York': {
    office: 'New York Pier',
    country: 'US',
    timeZone: 'America/New_York',
    postalCode: '10001',
    phonePrefix: '+1 212 555 0',
    streets: ['Harbor Street', 'Cooper Avenue'],
  },
  Portland: {
    office: 'Portland Yard',
    country: 'US',
    timeZone: 'America/Los_Angeles',
    postalCode: '97201',
    phonePrefix: '+1 503 555 0',
    streets: ['Alder Street', 'Cedar Court'],
  },
};

export interface SampleDepartment {
  readonly id: string;
  readonly name: string;
  /** Id of the department above; empty for a top one. */
  readonly parent: string;
  /** How many people the generator puts there, its head included. */
  readonly size: number;
  readonly titles: readonly [head: string, ...others: string[]];
}

export const departments: readonly SampleDepartment[] = [
  { id: 'D01', name: 'Executive', parent: '', size: 3, titles: ['Chief Executive Officer', 'Chief of Staff', 'Executive Assistant'] },
  {
    id: 'D10',
    name: 'Engineering',
    parent: '',
    size: 28,
    titles: ['VP Engineering', 'Software Engineer', 'Senior Software Engineer', 'QA Engineer'],
  },
  { id: 'D11', name: 'Platform', parent: 'D10', size: 20, titles: ['Head of Platform', 'Site Reliability Engineer', 'Database Engineer'] },
  { id: 'D12', name: 'Mobile', parent: 'D10', size: 16, titles: ['Head of Mobile', 'iOS Engineer', 'Android Engineer'] },
  { id: 'D13', name: 'Security', parent: 'D10', size: 10, titles: ['Head of Security', 'Security Engineer', 'Security Analyst'] },
  { id: 'D20', name: 'Sales', parent: '', size: 30, titles: ['VP, Sales', 'Account Executive', 'Account Manager', 'Sales Engineer'] },
  { id: 'D21', name: 'Field Sales', parent: 'D20', size: 18, titles: ['Head of Field Sales', 'Field Sales Representative'] },
  {
    id: 'D30',
    name: 'Finance',
    parent: '',
    size: 17,
    titles: ['Chief Financial Officer', 'Accountant', 'Controller', 'Payroll Specialist'],
  },
  { id: 'D40', name: 'People', parent: '', size: 13, titles: ['Chief People Officer', 'HR Business Partner', 'Recruiter'] },
  { id: 'D50', name: 'Marketing', parent: '', size: 19, titles: ['Chief Marketing Officer', 'Content Designer', 'Campaign Manager'] },
  { id: 'D60', name: 'Customer Support', parent: '', size: 32, titles: ['Head of Support', 'Support Specialist', 'Support Engineer'] },
  { id: 'D70', name: 'Legal', parent: '', size: 8, titles: ['General Counsel', 'Counsel', 'Paralegal'] },
];

/** The id of a department's head: ids are given department by department, heads first. */
export function headOf(department: SampleDepartment): string {
  const before = departments.slice(0, departments.indexOf(department));
  return `W${1_001 + before.reduce((sum, { size }) => sum + size, 0)}`;
}

/** To whom a head reports: the head of the department above, or the chief executive, who reports to nobody. */
export function managerOfHead(department: SampleDepartment): string {
  const [executive] = departments;
  if (executive === undefined || department === executive) return '';
  return headOf(departments.find(({ id }) => id === department.parent) ?? executive);
}

/** The columns of the export in order, named as an HR system names them. */
const columns: readonly (readonly [header: string, cell: (row: Row) => string])[] = [
  ['Worker ID', (row) => row.id],
  ['Employee Number', (row) => row.number],
  ['Legal First Name', (row) => row.first],
  ['Legal Last Name', (row) => row.last],
  ['Preferred Name', (row) => row.preferred],
  ['Primary Work Email', (row) => row.email],
  ['Home Email', (row) => row.homeEmail],
  ['Primary Work Phone', (row) => row.phone],
  ['Address Line 1', (row) => row.street],
  ['City', (row) => row.place],
  ['Postal Code', (row) => places[row.place].postalCode],
  ['Home Country', (row) => places[row.place].country],
  ['Department', (row) => row.department],
  ['Business Title', (row) => row.title],
  ['Manager ID', (row) => row.manager],
  ['Location', (row) => places[row.place].office],
  ['Location City', (row) => row.place],
  ['Location Country', (row) => places[row.place].country],
  ['Time Zone', (row) => places[row.place].timeZone],
  ['Worker Type', (row) => row.type],
  ['Worker Status', (row) => row.status],
  ['Hire Date', (row) => row.start],
  ['Termination Date', (row) => row.end],
  ['Cost Center', (row) => row.costCenter],
];

export const employeesHeader: string = columns.map(([header]) => header).join(',');

/** One line of the export, without its line end. */
export function lineOf(row: Row): string {
  return columns.map(([, cell]) => quoted(cell(row))).join(',');
}

export function departmentsFile(): string {
  const lines = departments.map(({ id, name, parent }) => [id, name, parent].map(quoted).join(','));
  return `${['Department ID,Department Name,Parent Department ID', ...lines].join('\n')}\n`;
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
