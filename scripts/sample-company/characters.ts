// The people of the sample company who have a story, on the first day and on the next.
import { localPart } from './crowd.ts';
import { departments, headOf, places, type Row } from './shape.ts';

/** A Monday; the first export is of this day. */
export const today = '2026-11-23';
/** The day of the second export. */
export const nextDay = '2026-11-24';

type Told = Pick<Row, 'id' | 'first' | 'last' | 'department' | 'title' | 'place'> & Partial<Row>;

function character(told: Told): Row {
  const number = Number(told.id.slice(1));
  const { streets, phonePrefix } = places[told.place];
  return {
    number: String(100_000 + number),
    preferred: '',
    email: `${localPart(told.first, told.last)}@example.com`,
    homeEmail: `${localPart(told.first, told.last)}@example.net`,
    phone: `${phonePrefix}${100 + (number % 100)}`,
    street: `${number % 100} ${streets[0] ?? ''}`,
    manager: managerIn(told.department),
    type: 'Regular',
    status: 'Active',
    start: '2021-03-01',
    end: '',
    costCenter: '',
    ...told,
  };
}

function managerIn(name: string): string {
  const department = departments.find((candidate) => candidate.name === name);
  if (department === undefined) throw new RangeError(`there is no department ${name}`);
  return headOf(department);
}

/** Special people as the first export lists them. The comments say what is special. */
export const firstDay: readonly Row[] = [
  // No work e-mail yet, or never.
  character({
    id: 'W2001',
    first: 'Bilal',
    last: 'Rahmani',
    department: 'Customer Support',
    title: 'Support Specialist',
    place: 'Manchester',
    email: '',
  }),
  character({
    id: 'W2002',
    first: 'Gerda',
    last: 'Thoma',
    department: 'Finance',
    title: 'Accountant',
    place: 'München',
    email: '',
    homeEmail: '',
  }),
  character({
    id: 'W2003',
    first: 'Odell',
    last: 'Prine',
    department: 'Field Sales',
    title: 'Field Sales Representative',
    place: 'Portland',
    email: '',
  }),
  // Contractors, one of them until a known day.
  character({
    id: 'W2010',
    first: 'Tobias',
    last: 'Quandt',
    department: 'Mobile',
    title: 'iOS Engineer',
    place: 'Berlin',
    type: 'Contractor',
  }),
  character({
    id: 'W2011',
    first: 'Renée',
    last: 'Achebe',
    department: 'Marketing',
    title: 'Content Designer',
    place: 'London',
    type: 'Contractor',
    end: '2026-12-31',
  }),
  // Names beyond ASCII.
  character({
    id: 'W2020',
    first: 'Zoë',
    last: 'Łukasiewicz',
    department: 'Engineering',
    title: 'Software Engineer',
    place: 'Berlin',
    preferred: 'Zo',
  }),
  character({ id: 'W2021', first: 'Jürgen', last: 'Groß', department: 'Sales', title: 'Account Executive', place: 'München' }),
  character({ id: 'W2022', first: 'Siân', last: 'Ó Briain', department: 'Legal', title: 'Counsel', place: 'London' }),
  character({
    id: 'W2023',
    first: 'Thị Minh',
    last: 'Nguyễn',
    department: 'Platform',
    title: 'Database Engineer',
    place: 'New York',
    preferred: 'Minh',
  }),
  // A manager who left, still listed, and the two who still report to her.
  character({
    id: 'W2030',
    first: 'Harriet',
    last: 'Colebrook',
    department: 'Marketing',
    title: 'Campaign Manager',
    place: 'London',
    status: 'Terminated',
    end: '2026-10-30',
  }),
  character({
    id: 'W2031',
    first: 'Fergus',
    last: 'Tolland',
    department: 'Marketing',
    title: 'Content Designer',
    place: 'London',
    manager: 'W2030',
  }),
  character({
    id: 'W2032',
    first: 'Ayla',
    last: 'Demirci',
    department: 'Marketing',
    title: 'Content Designer',
    place: 'Berlin',
    manager: 'W2030',
  }),
  // Two people with one name.
  character({ id: 'W2040', first: 'Daniel', last: 'Weber', department: 'Engineering', title: 'QA Engineer', place: 'Berlin' }),
  character({
    id: 'W2041',
    first: 'Daniel',
    last: 'Weber',
    department: 'Finance',
    title: 'Controller',
    place: 'München',
    email: 'daniel.weber2@example.com',
  }),
  // On leave: one comes back the next day, one does not.
  character({
    id: 'W2050',
    first: 'Lindiwe',
    last: 'Mokoena',
    department: 'People',
    title: 'Recruiter',
    place: 'London',
    status: 'Parental Leave',
  }),
  character({
    id: 'W2051',
    first: 'Clive',
    last: 'Ottaway',
    department: 'Sales',
    title: 'Account Manager',
    place: 'Manchester',
    status: 'On Leave',
  }),
  // Future starters: inside three days, and later.
  character({
    id: 'W2060',
    first: 'Marta',
    last: 'Engström',
    department: 'Engineering',
    title: 'Software Engineer',
    place: 'Berlin',
    status: 'Future Hire',
    start: '2026-11-26',
  }),
  character({
    id: 'W2061',
    first: 'Desmond',
    last: 'Achterberg',
    department: 'Sales',
    title: 'Account Executive',
    place: 'New York',
    status: 'Future Hire',
    start: '2026-12-14',
    email: '',
  }),
  // Left long ago and still listed.
  character({
    id: 'W2070',
    first: 'Rosalind',
    last: 'Peake',
    department: 'Finance',
    title: 'Payroll Specialist',
    place: 'Manchester',
    status: 'Terminated',
    end: '2026-09-30',
  }),
  // Active, and today is the last day.
  character({
    id: 'W2080',
    first: 'Mateo',
    last: 'Villaseñor',
    department: 'Platform',
    title: 'Site Reliability Engineer',
    place: 'New York',
    end: today,
  }),
  // The row of this one is broken in the first export.
  character({ id: 'W2090', first: 'Benedikt', last: 'Sommer', department: 'Security', title: 'Security Analyst', place: 'Berlin' }),
  // People to whom something happens overnight.
  character({
    id: 'W2110',
    first: 'Ingrid',
    last: 'Falkner',
    department: 'Engineering',
    title: 'Senior Software Engineer',
    place: 'Berlin',
  }),
  character({ id: 'W2111', first: 'Kwame', last: 'Asante', department: 'Customer Support', title: 'Support Engineer', place: 'London' }),
  character({ id: 'W2120', first: 'Clara', last: 'Whitmore', department: 'Finance', title: 'Accountant', place: 'London' }),
  character({ id: 'W2130', first: 'Roland', last: 'Thackeray', department: 'Sales', title: 'Account Executive', place: 'New York' }),
  character({ id: 'W2131', first: 'Svenja', last: 'Albers', department: 'Engineering', title: 'Software Engineer', place: 'Berlin' }),
  character({
    id: 'W2140',
    first: 'Everett',
    last: 'Langford',
    department: 'Platform',
    title: 'Site Reliability Engineer',
    place: 'Portland',
    status: 'Terminated',
    start: '2019-06-03',
    end: '2025-08-29',
  }),
  character({
    id: 'W2150',
    first: 'Yolanda',
    last: 'Birch',
    department: 'Customer Support',
    title: 'Support Specialist',
    place: 'Portland',
  }),
];

/** The id of the person whose row is broken in the first export and mended in the next. */
export const brokenRow = 'W2090';

/** What changed overnight, by id. */
export const overnight: Readonly<Record<string, Partial<Row>>> = {
  // Back from leave.
  W2050: { status: 'Active' },
  // Moved to another department: within Engineering, and from one group's apps to another's.
  W2110: { department: 'Security', title: 'Security Engineer' },
  W2111: { department: 'Sales', title: 'Sales Engineer' },
  // Married: another name and address, the same person.
  W2120: { last: 'Ferreira-Whitmore', email: 'clara.ferreira-whitmore@example.com' },
  // Left, said by status and date.
  W2130: { status: 'Terminated', end: today },
  W2131: { status: 'Terminated', end: nextDay },
  // Hired again under the old id.
  W2140: { status: 'Active', start: nextDay, end: '' },
  // Promoted.
  W2150: { title: 'Support Team Lead' },
};

/** Hires that the next export lists for the first time: one starts that day, one later. */
export const hires: readonly Row[] = [
  character({
    id: 'W2100',
    first: 'Noor',
    last: 'Haddad',
    department: 'Engineering',
    title: 'Software Engineer',
    place: 'London',
    start: nextDay,
  }),
  character({
    id: 'W2101',
    first: 'Pascal',
    last: 'Brückner',
    department: 'Sales',
    title: 'Account Manager',
    place: 'Berlin',
    status: 'Future Hire',
    start: '2026-12-01',
  }),
];
