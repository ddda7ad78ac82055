// What another policy would do, person by person, against the present one. Decides on the roster and the ledger as they
// are; reads no source, writes nothing.
import type { Change, PlanPart } from '../plan/change.ts';
import { escapeMarkdown, plain, plainSentence } from '../plan/plain.ts';
import { alignedLines, describeChange, type PrintOptions } from '../plan/print.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { scanAll } from '../store/scan.ts';
import { ledgerOf } from './ledger.ts';
import { loadPeople } from './people.ts';
import { planPeople } from './plan-people.ts';
import type { DecidingSession } from './session.ts';

/** One person for whom the two policies differ. */
export interface WhatIfPerson {
  readonly person: string;
  readonly initials: string;
  readonly department: string | null;
  /** Changes only the candidate would make. */
  readonly added: readonly Change[];
  /** Changes only the present policy would make. */
  readonly dropped: readonly Change[];
}

export interface WhatIf {
  /** Everybody with a difference, in order of id; decides as it goes. */
  people(): AsyncIterable<WhatIfPerson>;
  /** How many changes the candidate adds and drops, by target and kind. */
  readonly counts: readonly { readonly target: string; readonly kind: Change['kind']; readonly added: number; readonly dropped: number }[];
  readonly differing: number;
  toMarkdown(options?: PrintOptions): string;
  /** For a terminal; aligned, redacted. `+`: only the candidate would, `-`: only the present policy. */
  toTable(options?: PrintOptions): string;
  /** One line: `4 people would be treated differently`. */
  toString(): string;
}

export async function whatIf(session: DecidingSession, candidate: CompiledPolicy): Promise<WhatIf> {
  const people = (): AsyncGenerator<WhatIfPerson> => differences(session, { ...session, policy: candidate });
  const counts = new Map<string, { target: string; kind: Change['kind']; added: number; dropped: number }>();
  const preview: WhatIfPerson[] = [];
  let differing = 0;
  for await (const person of people()) {
    differing += 1;
    if (preview.length < 400) preview.push(person);
    for (const [list, side] of [[person.added, 'added'] as const, [person.dropped, 'dropped'] as const]) {
      for (const { target, kind } of list) {
        const key = `${target} ${kind}`;
        const count = counts.get(key) ?? { target, kind, added: 0, dropped: 0 };
        count[side] += 1;
        counts.set(key, count);
      }
    }
  }
  const sorted = [...counts.keys()].sort().flatMap((key) => counts.get(key) ?? []);
  const shown = (options: PrintOptions = {}): WhatIfPerson[] => preview.slice(0, options.rows ?? 40);
  return {
    people,
    counts: sorted,
    differing,
    toMarkdown: (options) => print(sorted, differing, shown(options)),
    toTable: (options) => table(sorted, differing, shown(options)),
    toString: () => headline(differing),
  };
}

async function* differences(present: DecidingSession, candidate: DecidingSession): AsyncGenerator<WhatIfPerson> {
  for await (const rows of scanAll(present.store, present.tenant, 'employee', { limit: 250 })) {
    const ids = rows.filter(({ id, person }) => id === person).map(({ id }) => id);
    const [before, after] = [await partsFor(present, ids), await partsFor(candidate, ids)];
    for (const id of ids) {
      const [old, fresh] = [before.get(id), after.get(id)];
      if (old === undefined || fresh === undefined) continue;
      const added = without(fresh.changes, old.changes);
      const dropped = without(old.changes, fresh.changes);
      if (added.length + dropped.length > 0) yield { person: id, initials: fresh.initials, department: fresh.department, added, dropped };
    }
  }
}

async function partsFor(session: DecidingSession, ids: readonly string[]): Promise<ReadonlyMap<string, PlanPart>> {
  const people = await loadPeople(session, ids);
  const ledger = await ledgerOf(session, ids);
  return (await planPeople(session, [...people.values()], ledger)).plans;
}

function without(changes: readonly Change[], others: readonly Change[]): Change[] {
  const known = new Set(others.map(({ id, payloadHash }) => `${id} ${payloadHash}`));
  return changes.filter(({ id, payloadHash }) => !known.has(`${id} ${payloadHash}`));
}

function headline(differing: number): string {
  if (differing === 0) return 'no difference for anybody';
  return `${differing} ${differing === 1 ? 'person' : 'people'} would be treated differently`;
}

const figuresOf = (counts: WhatIf['counts']): string[] =>
  counts.map(({ target, kind, added, dropped }) => `${plain(target)}: ${kind}, ${added} more, ${dropped} fewer`);

function table(counts: WhatIf['counts'], differing: number, people: readonly WhatIfPerson[]): string {
  const lines = people.flatMap((each) => {
    const who = { person: `${plain(each.person)} ${plain(each.initials)}`, department: plain(each.department ?? '–') };
    const lineOf = (mark: string) => (change: Change) => ({
      mark,
      ...who,
      what: describeChange(change),
      because: plainSentence(change.because),
    });
    return [...each.added.map(lineOf('+')), ...each.dropped.map(lineOf('-'))];
  });
  return `${[`What if: ${headline(differing)}`, ...figuresOf(counts).map((line) => `  ${line}`), ...alignedLines(lines)].join('\n')}\n`;
}

function print(counts: WhatIf['counts'], differing: number, people: readonly WhatIfPerson[]): string {
  if (differing === 0) return `## What if: ${headline(differing)}\n`;
  const lines = people.flatMap((person) => [
    ...person.added.map((change) => row(person, 'also', change)),
    ...person.dropped.map((change) => row(person, 'not any more', change)),
  ]);
  const figures = figuresOf(counts).map((line) => `- ${escapeMarkdown(line)}`);
  const head = `## What if: ${headline(differing)}`;
  return `${[head, '', ...figures, '', '| person | department | | change | because |', '|---|---|---|---|---|', ...lines].join('\n')}\n`;
}

function row({ person, initials, department }: WhatIfPerson, difference: string, change: Change): string {
  const who = `${plain(person)} ${plain(initials)}`;
  const cells = [who, plain(department ?? '–'), difference, describeChange(change), plainSentence(change.because)];
  return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
}
