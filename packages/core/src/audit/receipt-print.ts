// A receipt as text: ids, states and instants; nothing that HR or a target wrote about the person.
import type { AccountState } from '../model/account.ts';
import type { Instant } from '../model/dates.ts';
import { escapeMarkdown, plain, plainSentence } from '../plan/plain.ts';
import type { AuditHead } from './entry.ts';

/**
 * `cut`: off, gone or removed; `asked-for`: the target took it and has not finished, or nobody could look yet;
 * `NOT CUT`: still on, `because` says why.
 */
export type ReceiptState = 'cut' | 'asked-for' | 'NOT CUT';

/** One account, or one group, on a receipt. */
export interface ReceiptLine {
  readonly target: string;
  readonly state: ReceiptState;
  /** What was done last: `user.disable`, `group.remove`; null where nothing was. */
  readonly change: string | null;
  readonly accountId: string | null;
  /** Group ids, where groups were taken. */
  readonly groups: readonly string[];
  readonly at: Instant | null;
  /** The state that was read back; null: nobody looked, or the target cannot show it. */
  readonly seen: AccountState | null;
  /** The row of the audit trail that proves it. */
  readonly sequence: number | null;
  readonly because: string | null;
  /** What could not be verified, one clause each. */
  readonly unverified: readonly string[];
}

/** What became of everything one person had. Made by `lifecycle.receipt`. */
export interface Receipt {
  readonly person: string;
  /** True when HR says that they have left, by now. */
  readonly left: boolean;
  /** When access ended or ends, as far as HR states or implies it. */
  readonly cutAt: Instant | null;
  readonly madeAt: Instant;
  readonly lines: readonly ReceiptLine[];
  /** True when nothing is on and nothing is awaited. What stays unverified is in the lines. */
  readonly complete: boolean;
  /** The end of the audit trail the receipt was made from. */
  readonly head: AuditHead | null;
  /** For people: ids and states, no values. */
  toMarkdown(): string;
}

export function receiptToMarkdown(receipt: Omit<Receipt, 'toMarkdown'>): string {
  const { person, left, cutAt, madeAt, lines, complete, head } = receipt;
  const since = cutAt === null ? '' : `, access ends ${cutAt}`;
  const open = lines.filter(({ state }) => state === 'NOT CUT').length;
  const awaited = lines.filter(({ state }) => state === 'asked-for').length;
  const verdict = complete ? 'Nothing is left on.' : `${open} NOT CUT, ${awaited} asked for and not seen.`;
  const rows = lines.map(
    (line) =>
      `| ${escapeMarkdown(plain(line.target))} | ${idOf(line)} | ${wordsOf(line)} | ${line.at ?? '–'} | ${line.seen ?? '–'} | ${line.sequence ?? '–'} |`,
  );
  const unverified = lines.flatMap((line) => line.unverified.map((clause) => `${plain(line.target)}: ${plainSentence(clause)}`));
  return [
    `# Receipt for ${escapeMarkdown(plain(person))}`,
    '',
    `${left ? 'Has left' : 'Has NOT left'}${since}. ${verdict} Made ${madeAt}.`,
    '',
    '| target | account | what | when | seen | audit row |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...(unverified.length === 0 ? [] : ['', 'Not verified:', ...[...new Set(unverified)].map((line) => `- ${escapeMarkdown(line)}`)]),
    ...(head === null ? [] : ['', `Audit trail: ${head.count} rows, head ${head.hash}`]),
    '',
  ].join('\n');
}

/** Some servers give out addresses as ids. */
const idOf = ({ accountId }: ReceiptLine): string =>
  accountId === null ? '–' : accountId.includes('@') ? '[address]' : escapeMarkdown(plain(accountId));

function wordsOf({ state, change, groups, because }: ReceiptLine): string {
  const what = [change, ...(groups.length === 0 ? [] : [groups.map(plain).join(', ')])].filter((part) => part !== null).join(' ');
  const why = because === null ? '' : `: ${plainSentence(because)}`;
  return escapeMarkdown(`${state}${what === '' ? '' : `, ${what}`}${why}`);
}
