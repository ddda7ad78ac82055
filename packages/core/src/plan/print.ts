// A plan as a person reads it: Markdown for a pull request, an aligned table for a terminal. Redacted: ids, initials,
// departments, names of attributes; never a value.
import type { Change } from './change.ts';
import { escapeMarkdown, plain, plainSentence } from './plain.ts';
import { feedLine } from './print-feed.ts';
import type { PlanHeader } from './summary.ts';

export interface PrintOptions {
  /** Rows of single changes to show. Default 40; 0: only the figures. */
  readonly rows?: number | undefined;
}

interface Line {
  readonly mark: string;
  readonly person: string;
  readonly department: string;
  readonly what: string;
  readonly because: string;
}

const verbs: Readonly<Record<Change['kind'], string>> = {
  'user.create': 'create',
  'user.adopt': 'adopt',
  'user.update': 'update',
  'user.enable': 'enable',
  'user.disable': 'disable',
  'user.delete': 'DELETE',
  'group.add': 'add to',
  'group.remove': 'remove from',
  'account.create': 'create',
  'account.adopt': 'adopt',
  'account.update': 'update',
  'account.enable': 'enable',
  'account.disable': 'disable',
  'account.delete': 'DELETE',
};

const marks: Readonly<Record<Change['class'], string>> = {
  create: '+',
  adopt: '=',
  link: '=',
  enable: '+',
  reactivate: '+',
  update: '~',
  rename: '~',
  clear: '~',
  disable: '-',
  delete: '-',
  'group-add': '+',
  'group-removal': '-',
};

/** What one change does, in a few words, on one line; names of targets and groups are shortened to 80 characters. */
export function describeChange(change: Change): string {
  const groups = change.groups?.map(({ name }) => plain(name)).join(', ');
  const verb = change.mode === 'suspend' ? 'suspend' : verbs[change.kind];
  const details = [
    change.state === 'staged' ? 'staged' : undefined,
    change.class === 'create' && groups !== undefined && groups !== '' ? `in ${groups}` : undefined,
    change.class === 'update' || change.class === 'rename' || change.class === 'clear' ? change.attributes?.join(', ') : undefined,
    change.irreversible === true ? 'CANNOT BE UNDONE' : undefined,
  ].filter((detail) => detail !== undefined);
  const object = change.kind.startsWith('group.') ? ` ${groups ?? ''}` : '';
  return `${plain(change.target)}: ${verb}${object}${details.length === 0 ? '' : ` (${details.join('; ')})`}`;
}

/** One line of figures per target: `okta: 12 create, 3 disable`. */
export function figuresByTarget(header: PlanHeader): string[] {
  const byTarget = new Map<string, string[]>();
  for (const { target, class: changeClass, changes } of header.changes) {
    const list = byTarget.get(target) ?? [];
    list.push(`${changes} ${changeClass}`);
    byTarget.set(target, list);
  }
  return [...byTarget].map(([target, list]) => `${plain(target)}: ${list.join(', ')}${duration(header, target)}`);
}

/** Said where it takes a minute or more: what is done at once needs no estimate. */
function duration({ estimates }: PlanHeader, target: string): string {
  const estimate = estimates?.find((one) => one.target === target);
  if (estimate === undefined || (estimate.seconds ?? 0) < 60) return '';
  return ` (${estimate.calls} calls, ${Math.ceil((estimate.seconds ?? 0) / 60)} minutes or more)`;
}

export function planHeadline(header: PlanHeader): string {
  if (header.total === 0) {
    const { complete, trust } = header.feed.verdict;
    if (!complete) return 'Nothing to do on what can be believed; the reading is not whole.';
    const open = notSo(header);
    // Of a few people, or without what was set aside, nothing is said about everybody.
    if (trust !== 'trusted') return `${['Nothing to do on what was read and is believed', ...open].join('; ')}.`;
    return open.length === 0 ? 'Nothing to do: every account is as policy wants it.' : `Nothing to do now; ${open.join(', ')}.`;
  }
  const changes = header.total === 1 ? '1 change' : `${header.total} changes`;
  return `${changes} for ${header.people === 1 ? '1 person' : `${header.people} people`}`;
}

/** Why not everything is as policy wants it although there is nothing to do. */
function notSo({ leftOut = [], failing = 0, waitingTotal }: PlanHeader): string[] {
  return [
    ...leftOut.map(({ target }) => `${plain(target)} is left out`),
    ...(failing === 0 ? [] : [`${failing === 1 ? '1 change keeps' : `${failing} changes keep`} failing`]),
    ...(waitingTotal === 0 ? [] : [`${waitingTotal === 1 ? '1 case waits' : `${waitingTotal} cases wait`} for a person or a fact`]),
  ];
}

/** `!` for what waits for approval: an apply leaves it out. */
function linesOf({ preview, held }: PlanHeader, rows: number): Line[] {
  const waiting = new Set(held.flatMap(({ hash, approved }) => (approved === undefined ? [hash] : [])));
  const lines = preview.flatMap((part) =>
    part.changes.map((change) => ({
      mark: change.held !== undefined && waiting.has(change.held) ? '!' : marks[change.class],
      person: `${plain(part.person)} ${plain(part.initials)}`,
      department: plain(part.department ?? '–'),
      what: describeChange(change),
      because: plainSentence(change.because),
    })),
  );
  return lines.slice(0, rows);
}

export function planToMarkdown(header: PlanHeader, options: PrintOptions = {}): string {
  const lines = linesOf(header, options.rows ?? 40);
  const out = [`## Plan ${header.hash.slice(0, 12)}: ${planHeadline(header)}`, '', escapeMarkdown(feedLine(header.feed)), ''];
  out.push(...figuresByTarget(header).map((line) => `- ${escapeMarkdown(line)}`));
  out.push(...heldLines(header).map((line) => `- **${escapeMarkdown(line)}**`));
  if (lines.length > 0) {
    out.push('', '| | person | department | change | because |', '|---|---|---|---|---|');
    out.push(
      ...lines.map((line) => `| ${[line.mark, line.person, line.department, line.what, line.because].map(escapeMarkdown).join(' | ')} |`),
    );
  }
  if (header.total > lines.length && lines.length > 0) out.push('', `…and ${header.total - lines.length} more changes.`);
  out.push(...section('Waiting for a person or a fact', waitingLines(header)));
  out.push(...section('Held back by policy', suppressedLines(header)));
  out.push(...section('Records set aside', quarantineLines(header)));
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

export function planToTable(header: PlanHeader, options: PrintOptions = {}): string {
  const lines = linesOf(header, options.rows ?? 40);
  const out = [
    `Plan ${header.hash.slice(0, 12)}: ${planHeadline(header)}`,
    feedLine(header.feed),
    ...figuresByTarget(header).map((line) => `  ${line}`),
  ];
  out.push(...heldLines(header).map((line) => `  ! ${line}`));
  out.push(...alignedLines(lines));
  if (header.total > lines.length && lines.length > 0) out.push(`…and ${header.total - lines.length} more changes.`);
  for (const [title, items] of [
    ['Waiting for a person or a fact', waitingLines(header)],
    ['Held back by policy', suppressedLines(header)],
    ['Records set aside', quarantineLines(header)],
  ] as const) {
    if (items.length > 0) out.push(`${title}:`, ...items.map((item) => `  ${item}`));
  }
  return `${out.join('\n')}\n`;
}

function heldLines(header: PlanHeader): string[] {
  const { emergency } = header;
  const passing = emergency === undefined ? [] : [emergencyLine(emergency.people)];
  const held = header.held.map((part) => {
    const since = part.heldAt === header.createdAt ? '' : ` since ${minuteOf(part.heldAt)}`;
    const next =
      part.approved === undefined
        ? `approve ${part.hash.slice(0, 12)}`
        : `approved by ${plain(part.approved.by)} until ${minuteOf(part.approved.until)}`;
    return `HELD on ${plain(part.target)}${since}: ${part.class}, ${plainSentence(part.because)}; ${next}`;
  });
  const out = (header.leftOut ?? []).map(({ target, because }) => `${plain(target)} is LEFT OUT: ${plainSentence(because)}`);
  return [...passing, ...out, ...held];
}

const minuteOf = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

function emergencyLine(people: readonly string[]): string {
  return people.length === 0
    ? 'EMERGENCY: this plan cuts nothing of those who were named'
    : `EMERGENCY: the access cuts of ${namesOf(people)} pass the guards`;
}

function namesOf(people: readonly string[]): string {
  const shown = people.slice(0, 10).map(plain).join(', ');
  return people.length > 10 ? `${shown} and ${people.length - 10} more` : shown;
}

/** One line per person and reason, however many targets it concerns. */
function waitingLines(header: PlanHeader): string[] {
  const targets = new Map<string, string[]>();
  for (const { person, target, because } of header.waiting) {
    const key = JSON.stringify([person, because]);
    targets.set(key, [...(targets.get(key) ?? []), target]);
  }
  const shown = [...targets].slice(0, 20);
  const told = shown.reduce((sum, [, names]) => sum + names.length, 0);
  const lines = shown.map(([key, names]) => {
    const [person, because] = JSON.parse(key) as [string, string];
    return `${plain(person)} in ${names.map(plain).join(', ')}: ${plainSentence(because)}`;
  });
  return header.waitingTotal > told ? [...lines, `…and ${header.waitingTotal - told} more`] : lines;
}

function suppressedLines(header: PlanHeader): string[] {
  return header.suppressed.map(
    ({ target, kind, because, changes }) => `${changes} × ${kind} in ${plain(target)}: ${plainSentence(because)}`,
  );
}

function quarantineLines({ feed }: PlanHeader): string[] {
  const records = feed.quarantined
    .slice(0, 20)
    .map(({ id, where, reason }) => `${plain(where)}${id === null ? '' : ` (employee ${plain(id)})`}: ${plainSentence(reason)}`);
  const withheld = Object.entries(feed.withheld).map(([reason, count]) => `${count} × ${plainSentence(reason)}`);
  return [...records, ...withheld, ...feed.notes.map(plainSentence)];
}

const section = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : ['', `### ${title}`, '', ...items.map((item) => `- ${escapeMarkdown(item)}`)];

/** Rows for a terminal, one column under the other. */
export function alignedLines(lines: readonly Line[]): string[] {
  const widths = columnWidths(lines);
  return lines.map((line) =>
    `${line.mark} ${pad(line.person, widths.person)}  ${pad(line.department, widths.department)}  ${pad(line.what, widths.what)}  ${line.because}`.trimEnd(),
  );
}

function columnWidths(lines: readonly Line[]): { person: number; department: number; what: number } {
  const widest = (of: (line: Line) => string): number => Math.min(48, Math.max(0, ...lines.map((line) => width(of(line)))));
  return { person: widest((line) => line.person), department: widest((line) => line.department), what: widest((line) => line.what) };
}

/** Columns a terminal uses: wide East Asian characters take two, combining marks none. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue;
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character) ? 2 : 1;
  }
  return columns;
}

const pad = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)));
