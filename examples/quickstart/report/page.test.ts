import type { PlanHeader } from '@tenure/core';
import { expect, test } from 'vitest';
import type { Chapter } from './data.ts';
import { reportPage } from './page.ts';

const hostile = `</script><script>alert("1")</script><img src=x onerror='alert(2)'>&`;

const heldTimes: Pick<PlanHeader['held'][number], 'heldAt' | 'expiresAt'> = {
  heldAt: '2026-11-23T13:00:00.000Z',
  expiresAt: '2026-11-26T13:00:00.000Z',
};

const header: PlanHeader = {
  format: 1,
  hash: 'hash-of-the-plan',
  tenant: 'default',
  createdAt: '2026-11-23T13:00:00.000Z',
  expiresAt: '2026-11-26T13:00:00.000Z',
  changes: [{ target: hostile, kind: 'account.create', class: 'create', changes: 1 }],
  people: 1,
  total: 1,
  held: [{ target: hostile, class: 'adopt', people: 1, limit: 0, because: hostile, hash: 'hash-of-the-part', ...heldTimes }],
  suppressed: [{ target: hostile, kind: 'account.disable', because: hostile, changes: 1 }],
  waiting: [{ person: hostile, target: hostile, kind: 'no-user-name', because: hostile }],
  waitingTotal: 2,
  events: {},
  feed: {
    source: 'file',
    verdict: {
      trust: 'in-part',
      may: { add: true, leave: true, clear: true, move: true, remove: false },
      complete: false,
      distrusted: [],
      reasons: [hostile],
    },
    failure: null,
    due: { confirmed: 0, remembered: 0, tooOld: 0 },
    figures: {
      employees: 10,
      unreadable: 1,
      duplicates: 0,
      departments: 1,
      nameless: 0,
      known: 0,
      met: 0,
      renumbered: 0,
      unknownWords: {},
      kept: { departmentId: 1, managerId: 1, workEmail: 1, startDate: 1, status: 1 },
      filled: { departmentId: 1, managerId: 1, workEmail: 1, startDate: 1, status: 1 },
    },
    newPeople: 1,
    changedPeople: 0,
    unchangedPeople: 0,
    missing: 0,
    quarantined: [{ id: hostile, where: hostile, reason: hostile }],
    withheld: {},
    notes: [],
  },
  preview: [],
};

const chapter: Chapter = {
  title: hostile,
  day: '2026-11-23',
  header,
  approved: [],
  planMs: 1_000,
  run: { line: hostile, held: 1, applyMs: 2_000 },
  rows: [{ person: hostile, initials: '<&', department: hostile, what: hostile, because: hostile, outcome: 'held' }],
};

const page = reportPage({ title: hostile, subtitle: hostile, chapters: [chapter] });

test('whatever HR or a target calls things, the page has the tags it was written with and no others', () => {
  const plain = reportPage({
    title: 'a',
    subtitle: 'b',
    chapters: [JSON.parse(JSON.stringify(chapter).replaceAll(JSON.stringify(hostile), '"c"'))],
  });
  const tags = (text: string): string[] => text.match(/<[a-z!/][^>\s]*/gi) ?? [];
  expect(tags(page)).toEqual(tags(plain));
  expect(page).toContain(
    '&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(2)&#39;&gt;&amp;',
  );
});

test('the page loads nothing and lets the browser run its one script only', () => {
  expect(page).not.toMatch(/\b(src|href)="|url\(|@import|https?:/);
  expect(page).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-[^&]+&#39;; script-src &#39;sha256-/);
});

test('what is held, what waits, what was set aside and why the feed was not trusted stand on the page', () => {
  const readable = reportPage({
    title: 'Report',
    subtitle: 'Company',
    chapters: [
      {
        ...chapter,
        header: {
          ...header,
          held: [{ target: 'okta', class: 'adopt', people: 6, limit: 0, because: 'they existed before', hash: 'abc', ...heldTimes }],
          waiting: [{ person: 'e1', target: 'okta', kind: 'no-user-name', because: 'no e-mail' }],
          feed: {
            ...header.feed,
            verdict: { ...header.feed.verdict, reasons: ['half is missing'] },
            quarantined: [{ id: 'e2', where: 'line 7', reason: 'cells are missing' }],
          },
        },
      },
    ],
  });
  for (const sentence of [
    'okta: adopt, 6 people, waits for approval.',
    'e1 in okta: no e-mail',
    '…and 1 more',
    'line 7 (e2): cells are missing',
    'half is missing',
    'nobody who is missing from it counts as gone',
  ]) {
    expect(readable).toContain(sentence);
  }
});
