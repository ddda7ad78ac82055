// ADP's codes, which differ by product and by customer. Pure.
import type { EmploymentType } from '@tenure/core/connector';

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

const typeWords: readonly (readonly [RegExp, EmploymentType])[] = [
  [/^(?:1099|cont|ind(?:ependent)?)\b|^(?:sub)?contract/, 'contractor'],
  [/^int(?:ern(?:ship)?)?\b/, 'intern'],
  [/^(?:temp(?:orary)?|t|cas(?:ual)?|seas(?:onal)?)\b/, 'temporary'],
  [/^(?:pt?|part ?time)$|^(?:regular )?part\b/, 'part-time'],
  [/^(?:ft?|full ?time)$|^(?:regular )?full\b/, 'full-time'],
];

/** A kind of employment by a code or a label; `undefined` for one that nobody knows. */
export function employmentTypeOf(word: string, own: ReadonlyMap<string, EmploymentType>): EmploymentType | undefined {
  const spelled = spelledAlike(word);
  return own.get(spelled) ?? typeWords.find(([pattern]) => pattern.test(spelled))?.[1];
}
