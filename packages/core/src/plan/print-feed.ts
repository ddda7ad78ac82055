// The verdict on the reading, in the one line a person sees first: how much of it counts, and what of it does not.
import type { FeedVerdict } from '../roster/gate.ts';
import { plain, plainSentence } from './plain.ts';
import type { FeedReport } from './summary.ts';

const words: Readonly<Record<FeedVerdict['trust'], string>> = {
  trusted: 'trusted',
  'in-part': 'trusted in part',
  refused: 'REFUSED',
  unread: 'NOT READ',
};

const powers: Readonly<Record<keyof FeedVerdict['may'], string>> = {
  add: 'new people',
  leave: 'stated departures',
  clear: 'emptied fields',
  move: 'moves',
  remove: 'missing people',
};

/** `Feed hr: trusted in part; 90 employees, 3 departments (…); not believed: missing people, managerId`. */
export function feedLine(feed: FeedReport): string {
  const { verdict } = feed;
  const read = verdict.trust === 'unread' ? [] : [counted(feed)];
  const reasons = verdict.reasons.map(plainSentence).join('; ');
  const doubts = verdict.trust === 'in-part' ? notBelieved(verdict) : [];
  const parts = [
    `Feed ${plain(feed.source)}: ${words[verdict.trust]}`,
    ...read,
    ...(doubts.length === 0 ? [] : [`not believed: ${doubts.join(', ')}`]),
    ...dueLine(feed),
  ];
  return `${parts.join('; ')}${reasons === '' ? '' : ` (${reasons})`}`;
}

function counted({ figures, missing, quarantined }: FeedReport): string {
  const faults = [
    quarantined.length > 0 ? `${figures.unreadable} unreadable` : undefined,
    missing > 0 ? `${missing} missing` : undefined,
    figures.renumbered > 0 ? `${figures.renumbered} under new ids` : undefined,
  ].filter((fault) => fault !== undefined);
  return [`${figures.employees} employees, ${figures.departments} departments`, ...faults].join(', ');
}

function notBelieved({ may, distrusted }: FeedVerdict): string[] {
  const classes = (Object.keys(powers) as (keyof FeedVerdict['may'])[]).filter((power) => !may[power]).map((power) => powers[power]);
  return [...classes, ...distrusted];
}

function dueLine({ due: { confirmed, remembered, tooOld } }: FeedReport): string[] {
  const told = [
    confirmed > 0 ? `${confirmed} read again` : undefined,
    remembered > 0 ? `${remembered} by HR’s last word` : undefined,
    tooOld > 0 ? `${tooOld} HELD, the facts are too old` : undefined,
  ].filter((part) => part !== undefined);
  return told.length === 0 ? [] : [`due: ${told.join(', ')}`];
}
