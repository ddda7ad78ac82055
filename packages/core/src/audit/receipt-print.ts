// A receipt as text: ids, states and instants; nothing that HR or a target wrote about the person.
import { escapeMarkdown, plain, plainSentence } from '../plan/plain.ts';
import type { Receipt, ReceiptLine } from './receipt.ts';

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
