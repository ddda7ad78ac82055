// Where a human stands at one moment, by what HR has said: dates are read where the person is.
import { wallClock } from './company.ts';
import type { Said, Subject, Where } from './rules.ts';

const places: Readonly<Record<string, string>> = {
  Auckland: 'Pacific/Auckland',
  Tabwakea: 'Pacific/Kiritimati',
  Tokyo: 'Asia/Tokyo',
  Pune: 'Asia/Kolkata',
  London: 'Europe/London',
  'New York': 'America/New_York',
  Santiago: 'America/Santiago',
  'Pago Pago': 'Pacific/Pago_Pago',
};
export const zoneOf = ({ timeZone, location }: Said): string =>
  (timeZone as string | null) ?? places[(location as { city: string }).city] ?? '';

/** A last day before the first one belongs to an earlier time under the same id. */
export const lastDay = ({ startDate, endDate }: Said): string | null =>
  endDate === null || endDate.slice(0, 10) < startDate ? null : endDate;

/** Where an employment stands; `hour` is when the last day is over for this purpose, 24:00 where none is said. */
export function whereIs(said: Said, now: number, hour: string): Where {
  const clock = wallClock(zoneOf(said), now);
  const end = lastDay(said);
  if (end === null ? said.status === 'terminated' : end.length > 10 ? Date.parse(end) <= now : clock >= `${end} ${hour}`) return 'gone';
  if (said.startDate > clock.slice(0, 10)) return 'to come';
  return said.status === 'on-leave' ? 'away' : 'here';
}

const order: readonly Where[] = ['here', 'away', 'to come', 'gone'];

/** The employment that counts, and where the human stands: the most alive, then the one that began last, then the older id. */
export function standing(subject: Subject, now: number, hour: string): { where: Where; said: Said } {
  const all = [...subject.records.values()];
  const listed = all.filter(({ missingSince }) => missingSince === null);
  const counted = listed.length > 0 ? listed : all;
  let best: { where: Where; said: Said } | undefined;
  for (const { said } of counted) {
    const where = listed.length > 0 ? whereIs(said, now, hour) : 'gone';
    const by = best === undefined ? -1 : order.indexOf(where) - order.indexOf(best.where);
    const later =
      best !== undefined && (said.startDate > best.said.startDate || (said.startDate === best.said.startDate && said.id < best.said.id));
    if (by < 0 || (by === 0 && later)) best = { where, said };
  }
  if (best === undefined) throw new RangeError('somebody without a record');
  return best;
}

/** The instant at which clocks there show this, by trying. */
function instantAt(zone: string, clock: string): number {
  const guess = Date.parse(`${clock.replace(' ', 'T')}:00Z`);
  for (let offset = -14 * 4; offset <= 14 * 4; offset += 1)
    if (wallClock(zone, guess + offset * 900_000) === clock) return guess + offset * 900_000;
  throw new RangeError('no such time there');
}

/** When the last employment ended, as far as HR has said; an address is kept from others from then on. */
export function endedAt(subject: Subject, hour: string): number | null {
  const all = [...subject.records.values()];
  const listed = all.filter(({ missingSince }) => missingSince === null);
  const counted = listed.length > 0 ? listed : all;
  const ends = counted.flatMap(({ said }) => {
    const end = lastDay(said);
    return end === null ? [] : [end.length > 10 ? Date.parse(end) : instantAt(zoneOf(said), `${end} ${hour}`)];
  });
  if (ends.length > 0) return Math.max(...ends);
  return listed.length > 0 ? null : Math.max(...all.map(({ missingSince }) => missingSince ?? 0));
}
