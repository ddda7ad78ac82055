// The words HR systems use for a status and a kind of employment. Pure tables; a word that is not here is passed on as it is.
import type { EmployeeStatus, EmploymentType } from '@tenure/core/connector';

const statusWords: Readonly<Record<EmployeeStatus, readonly string[]>> = {
  active: ['active', 'current', 'employed', 'working', 'hired', 'probation', 'on probation', 'notice period', 'aktiv'],
  'on-leave': [
    'on leave',
    'leave',
    'leave of absence',
    'loa',
    'paid leave',
    'unpaid leave',
    'parental leave',
    'maternity leave',
    'paternity leave',
    'sick leave',
    'medical leave',
    'military leave',
    'sabbatical',
    'furlough',
    'furloughed',
    'elternzeit',
  ],
  pending: [
    'pending',
    'future',
    'future hire',
    'future dated',
    'prehire',
    'pre hire',
    'onboarding',
    'not started',
    'upcoming',
    'offer accepted',
  ],
  terminated: [
    'terminated',
    'inactive',
    'leaver',
    'left',
    'former',
    'former employee',
    'resigned',
    'retired',
    'deceased',
    'dismissed',
    'ended',
    'ausgeschieden',
    'inaktiv',
  ],
};

const employmentWords: Readonly<Record<EmploymentType, readonly string[]>> = {
  'full-time': ['full time', 'ft', 'regular', 'regular full time', 'permanent', 'employee', 'vollzeit'],
  'part-time': ['part time', 'pt', 'regular part time', 'teilzeit'],
  contractor: ['contractor', 'contract', 'contingent', 'contingent worker', 'independent contractor', 'consultant', 'external', 'vendor'],
  intern: ['intern', 'internship', 'apprentice', 'trainee', 'working student', 'student', 'praktikant', 'werkstudent'],
  temporary: ['temporary', 'temp', 'fixed term', 'seasonal', 'agency', 'agency worker', 'casual'],
  freelance: ['freelance', 'freelancer', 'self employed'],
  other: ['other', 'volunteer', 'board member', 'secondment'],
};

/** Looks a word up, whatever its case, spaces and dashes; a word that is not known comes back as it is. */
export type WordTable = (word: string) => string;

/** The status of a word; `own` words go first. */
export function statusTable(own: Readonly<Record<string, EmployeeStatus>> | undefined): WordTable {
  return tableOf(statusWords, own);
}

/** The kind of employment of a word; `own` words go first. */
export function employmentTable(own: Readonly<Record<string, EmploymentType>> | undefined): WordTable {
  return tableOf(employmentWords, own);
}

function tableOf(words: Readonly<Record<string, readonly string[]>>, own: Readonly<Record<string, string>> | undefined): WordTable {
  const meanings = new Map<string, string>();
  for (const [meaning, list] of Object.entries(words)) {
    for (const word of [meaning, ...list]) meanings.set(normalWord(word), meaning);
  }
  for (const [word, meaning] of Object.entries(own ?? {})) meanings.set(normalWord(word), meaning);
  return (word) => meanings.get(normalWord(word)) ?? word;
}

function normalWord(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
