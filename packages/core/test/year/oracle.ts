// What the targets should hold, from the rules in words and none of the engine's code. It hears records as the engine can
// have heard them, is told what people decided, and moves every account on from one day to the next.
import type { Draft, Employee } from '../../src/connector/index.ts';
import { settle } from './accounts.ts';
import { plain, plusDays, wallClock } from './company.ts';
import { dayMs, quarantineDays, type Rules, type Said, type Subject } from './rules.ts';
import type { Heard } from './systems.ts';
import { endedAt, standing, whereIs, zoneOf } from './whereabouts.ts';

export type Oracle = ReturnType<typeof createOracle>;

export function createOracle() {
  const subjects = new Map<number, Subject>();
  const owners = new Map<string, number>();

  const hear = (records: readonly Draft<Employee>[]): void => {
    for (const record of records) {
      const said = record as Said;
      const number = Number(String(said.employeeNumber).slice(1));
      let subject = subjects.get(number);
      if (subject === undefined) {
        const fresh = { managed: undefined, address: undefined, exceptions: new Map(), losing: new Map(), accounts: new Map() };
        subject = { id: said.id, number, records: new Map(), ...fresh };
        subjects.set(number, subject);
      }
      subject.records.set(said.id, { said, missingSince: null });
    }
  };

  /** Records nobody lists any more, of people who had not left: the employment is over. */
  const miss = (listed: ReadonlySet<string>, now: number, rules: Rules): void => {
    for (const { records } of subjects.values())
      for (const [id, record] of records)
        if (!listed.has(id) && record.missingSince === null && whereIs(record.said, now, rules.cutAt) !== 'gone') record.missingSince = now;
  };

  /** Chosen when first seen: interns are not managed, and nobody who was chosen is asked about again. */
  const choose = (subject: Subject, said: Said): void => {
    subject.managed ??= said.employmentType !== 'intern';
  };

  const isFree = (address: string, asking: Subject, now: number, rules: Rules): boolean => {
    const owner = owners.get(address);
    if (owner === undefined || owner === asking.number) return true;
    const holder = subjects.get(owner);
    if (holder === undefined || holder.accounts.size > 0 || standing(holder, now, rules.cutAt).where !== 'gone') return false;
    const ended = endedAt(holder, rules.cutAt);
    return ended !== null && now >= ended + quarantineDays * dayMs;
  };

  const giveAddress = (subject: Subject, { workEmail, firstName, lastName }: Said, now: number, rules: Rules): void => {
    const from = `${plain(String(firstName))}.${plain(String(lastName))}`;
    if (workEmail !== null) return;
    if (subject.address?.from === from && owners.get(subject.address.text) === subject.number) return;
    for (let number = 1; ; number += 1) {
      const text = `${from}${number === 1 ? '' : number}@acme.example`;
      if (!isFree(text, subject, now, rules)) continue;
      owners.set(text, subject.number);
      subject.address = { text, from };
      return;
    }
  };

  /** Moves everybody on to `now`; `first` are looked at before the others. */
  const moveOn = (now: number, rules: Rules, first: ReadonlySet<string>): void => {
    const inTurn = [...subjects.values()].sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)) || (a.id < b.id ? -1 : 1));
    for (const subject of inTurn) {
      const { where, said } = standing(subject, now, rules.cutAt);
      choose(subject, said);
      if (subject.managed === true && where !== 'gone') giveAddress(subject, said, now, rules);
    }
    for (const subject of inTurn) settle(subject, now, rules);
  };

  const lastSaid = (id: string): Said | undefined => {
    for (const { records } of subjects.values()) if (records.has(id)) return records.get(id)?.said;
    return undefined;
  };

  /** Takes in one day's reading: what was heard, who is asked for because time makes them due, and who is gone. */
  const listen = (heard: Heard, published: readonly Draft<Employee>[], { last, now, rules }: Night): void => {
    const due = new Set(heard.asks ? [...subjects.values()].flatMap((subject) => dueRecords(subject, last, now, rules)) : []);
    hear(published.filter(({ id }) => due.has(String(id))));
    hear(heard.said);
    if (heard.whole) miss(new Set(published.map(({ id }) => String(id))), now, rules);
  };

  const isHere = (number: number, now: number, rules: Rules): boolean => {
    const subject = subjects.get(number);
    return subject !== undefined && standing(subject, now, rules.cutAt).where === 'here';
  };
  const departmentOf = (subject: Subject, now: number, rules: Rules): string =>
    String(standing(subject, now, rules.cutAt).said.departmentId ?? '');
  return { subjects, listen, moveOn, lastSaid, isHere, departmentOf };
}

interface Night {
  readonly last: number;
  readonly now: number;
  readonly rules: Rules;
}

/** Records that are asked for one by one: time alone changes something, and the employment was not over. */
function dueRecords(subject: Subject, last: number, now: number, rules: Rules): string[] {
  if (momentsOf(subject, last, rules) === momentsOf(subject, now, rules)) return [];
  return [...subject.records].filter(([, { said }]) => whereIs(said, last, rules.cutAt) !== 'gone').map(([id]) => id);
}

/** Changes whenever time alone changes something about somebody. */
function momentsOf({ records, accounts, losing, exceptions }: Subject, now: number, rules: Rules): string {
  const texts: unknown[] = [];
  for (const { said } of records.values()) {
    const today = wallClock(zoneOf(said), now).slice(0, 10);
    texts.push(
      whereIs(said, now, rules.cutAt),
      whereIs(said, now, '24:00'),
      [0, 3, 7].map((days) => today >= plusDays(said.startDate, -days)),
    );
  }
  for (const [target, { offSince }] of accounts)
    texts.push(offSince !== null && now >= offSince + (target === 'chat' ? 10 : rules.deleteAfterDays) * dayMs);
  for (const since of losing.values()) texts.push(now >= since + rules.graceDays * dayMs);
  for (const { until } of exceptions.values()) texts.push(until !== null && until <= now);
  return JSON.stringify(texts);
}
