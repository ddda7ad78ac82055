// One plan on the page: how far the feed was believed, what was planned, what waits, what was done and how long it took.
import type { FeedReport } from '@tenure/core';
import { changeBars } from './bars.ts';
import { changeTable } from './changes.ts';
import type { Chapter } from './data.ts';
import { type Html, html } from './html.ts';

export function chapterSection(chapter: Chapter): Html {
  const { title, day, header, rows } = chapter;
  return html`<section>
<h2>${title}</h2>
<p class="quiet">${day} · plan ${header.hash.slice(0, 12)}</p>
<p>${headline(chapter)}</p>
${figures(chapter)}
${feedNotice(header.feed)}
${heldNotices(chapter)}
${changeBars(header)}
${listed('Waiting for a person or a fact', waitingLines(chapter))}
${listed(
  'Held back by policy',
  header.suppressed.map(({ target, kind, because, changes }) => `${changes} × ${kind} in ${target}: ${because}`),
)}
${listed(
  'Records set aside',
  header.feed.quarantined.map(({ id, where, reason }) => `${where}${id === null ? '' : ` (${id})`}: ${reason}`),
)}
${changeTable(rows, header.total)}
</section>`;
}

function headline({ header, run }: Chapter): string {
  const { total, leftOut = [], failing = 0, waitingTotal } = header;
  if (total === 0 && leftOut.length + failing + waitingTotal > 0) return 'Nothing to do now; not everything is as policy wants it.';
  if (total === 0) return 'Nothing to do: every account is as policy wants it.';
  const planned = `${header.total} changes for ${header.people === 1 ? '1 person' : `${header.people} people`}.`;
  return run === null ? `${planned} Not applied.` : `${planned} ${run.line}.`;
}

function figures({ header, planMs, run }: Chapter): Html {
  const { figures: counted } = header.feed;
  const shown: readonly (readonly [string, string])[] = [
    ['people in the feed', String(counted.employees)],
    ['departments', String(counted.departments)],
    ['people with changes', String(header.people)],
    ['changes', String(header.total)],
    ['planning', seconds(planMs)],
    ...(run === null ? [] : ([['applying', seconds(run.applyMs)]] as const)),
  ];
  return html`<ul class="figures">${shown.map(([what, value]) => html`<li><b>${value}</b>${what}</li>`)}</ul>`;
}

function feedNotice({ verdict }: FeedReport): Html {
  if (verdict.trust === 'trusted') return html`<p class="quiet">The feed was trusted.</p>`;
  const doubt = verdict.may.remove ? 'what is said of some fields is set aside.' : 'nobody who is missing from it counts as gone.';
  const trust = verdict.trust === 'in-part' ? `The feed was trusted in part: ${doubt}` : 'The feed was not used.';
  return html`<div class="notice feed"><b>${trust}</b>${list([...new Set(verdict.reasons)])}</div>`;
}

function heldNotices({ header, approved }: Chapter): Html {
  const notices = header.held.map((part) => {
    const state = approved.includes(part.hash) ? 'approved' : 'waits for approval';
    return html`<p class="notice"><b>${part.target}: ${part.class}, ${part.people} people, ${state}.</b> ${part.because} (${part.hash.slice(0, 12)})</p>`;
  });
  return html`${notices}`;
}

function waitingLines({ header }: Chapter): string[] {
  const lines = header.waiting.map(({ person, target, because }) => `${person} in ${target}: ${because}`);
  return header.waitingTotal > lines.length ? [...lines, `…and ${header.waitingTotal - lines.length} more`] : lines;
}

function listed(title: string, lines: readonly string[]): Html {
  return lines.length === 0 ? html`` : html`<details><summary>${title}: ${lines.length}</summary>${list(lines)}</details>`;
}

const list = (lines: readonly string[]): Html => html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;
