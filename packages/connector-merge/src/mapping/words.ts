// The words of HR systems that Merge passes on as they are. Pure.
import type { EmployeeStatus, EmploymentType } from '@tenure/core/connector';

/** The same word in any spelling: case, spaces, dashes and underscores do not matter. */
export function spelledAlike(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_–—-]+/g, ' ')
    .trim();
}

/** Words of the caller's own, found in any spelling. */
export function wordTable<Meaning>(words: Readonly<Record<string, Meaning>>): ReadonlyMap<string, Meaning> {
  return new Map(Object.entries(words).map(([word, meaning]) => [spelledAlike(word), meaning]));
}

const statusWords: ReadonlyMap<string, EmployeeStatus> = new Map([
  ['active', 'active'],
  ['pending', 'pending'],
  ['inactive', 'terminated'],
  ['deceased', 'terminated'],
  ['retired', 'terminated'],
]);

/** Words that only ever follow the end of an employment, at the beginning of the text. */
const ended = /^(?:terminated|inactive|former|left)\b/;
const leave = /\b(?:leave|loa|furlough(?:ed)?|suspended|sabbatical)\b/;
/** `Former employee, on leave`, `Terminated, pending`: whoever reads it must say what it means. */
const unsettled = /\b(?:pending|not|future|scheduled|active)\b/;

/** A status, or `undefined` for a word that says nothing certain: nobody loses access by a guess. */
export function statusOf(word: string, own: ReadonlyMap<string, EmployeeStatus>): EmployeeStatus | undefined {
  const spelled = spelledAlike(word);
  const known = own.get(spelled) ?? statusWords.get(spelled);
  if (known !== undefined) return known;
  if (unsettled.test(spelled) || (ended.test(spelled) && leave.test(spelled))) return undefined;
  if (ended.test(spelled)) return 'terminated';
  return leave.test(spelled) ? 'on-leave' : undefined;
}

const typeWords: ReadonlyMap<string, EmploymentType> = new Map([
  ['full time', 'full-time'],
  ['fulltime', 'full-time'],
  ['regular full time', 'full-time'],
  ['permanent', 'full-time'],
  ['part time', 'part-time'],
  ['parttime', 'part-time'],
  ['regular part time', 'part-time'],
  ['intern', 'intern'],
  ['internship', 'intern'],
  ['trainee', 'intern'],
  ['contractor', 'contractor'],
  ['contract', 'contractor'],
  ['independent contractor', 'contractor'],
  ['consultant', 'contractor'],
  ['1099', 'contractor'],
  ['freelance', 'freelance'],
  ['freelancer', 'freelance'],
  ['temporary', 'temporary'],
  ['temp', 'temporary'],
  ['seasonal', 'temporary'],
  ['casual', 'temporary'],
  ['fixed term', 'temporary'],
]);

/** A kind of employment; a word that nobody knows is a kind we have no word for. */
export function employmentTypeOf(word: string, own: ReadonlyMap<string, EmploymentType>): EmploymentType {
  const spelled = spelledAlike(word);
  return own.get(spelled) ?? typeWords.get(spelled) ?? 'other';
}
