// What others did to accounts: from the System Log, or, where that may not be read, from the users changed since a moment.
import {
  type Activity,
  type ActivityPage,
  type ConnectorContext,
  isTenureError,
  type PageRequest,
  TenureError,
} from '@tenure/core/connector';
import { readLog } from '../api/logs.ts';
import { readPage } from '../api/page.ts';
import { usersWhere } from '../api/users.ts';
import { quoted } from '../mapping.ts';
import type { Org } from '../org.ts';
import { activityOf, watchedEvents } from './meaning.ts';

type ActivityRequest = PageRequest & { readonly since?: string | undefined };

/** A mark begins so long before the moment it is for: two clocks never agree, and the same event twice harms nobody. */
const overlapMs = 2 * 60_000;
const largestLogPage = 1_000;
const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A mark is a moment, or the link that Okta gave to go on from. Without one nothing is asked. */
export async function readActivity(org: Org, request: ActivityRequest, context: ConnectorContext): Promise<ActivityPage> {
  const { since, cursor } = request;
  if (since === undefined && cursor === undefined) return { items: [], mark: momentAt(context.now()) };
  return org.settings.activityFrom === 'snapshot' ? changedUsers(org, request, context) : logged(org, request, context);
}

const momentAt = (now: number): string => new Date(now - overlapMs).toISOString();

async function logged(org: Org, { since = '', cursor, limit }: ActivityRequest, context: ConnectorContext): Promise<ActivityPage> {
  const filter = watchedEvents.map((name) => `eventType eq ${quoted(name)}`).join(' or ');
  const from = cursor ?? since;
  const where = moment.test(from) ? { since: from, filter, limit: Math.min(Math.max(limit, 1), largestLogPage) } : { url: from };
  if (org.transport.belongsTo === 'user') await org.ownerId(context);
  const ours = org.knownActor();
  const { events, next } = await tooOldIfRefused(org, () => readLog(org.http, where, context), context);
  const items = events.flatMap((event) => activityOf(event, ours));
  // The link to go on comes with an empty page too: that page is the last one for now.
  return events.length === 0 || next === undefined ? { items, mark: next ?? from } : { items, next };
}

/** Okta keeps 90 days; a mark from before cannot be gone on from, nor can a link that it no longer knows. */
async function tooOldIfRefused<Answer>(org: Org, work: () => Promise<Answer>, context: ConnectorContext): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isTenureError(error) || error.code !== 'CONNECTOR_REJECTED') throw error;
    const fact = 'Okta does not go on from this mark; compare everything instead';
    throw new TenureError('FEED_INCOMPLETE', {
      system: org.settings.id,
      verb: 'read system log',
      fact,
      details: { reasons: [fact] },
      cause: error,
    });
  }
}

/** Who did it stays open, and deletions do not show. A moment is the mark; the link within one walk is the cursor. */
async function changedUsers(org: Org, { since = '', cursor, limit }: ActivityRequest, context: ConnectorContext): Promise<ActivityPage> {
  const [link, mark = momentAt(context.now())] = cursor === undefined ? [undefined] : splitCursor(cursor);
  const call = usersWhere(`lastUpdated gt ${quoted(since)}`);
  const { items: users, next } = await readPage(org.http, call, { limit, cursor: link }, context);
  const at = context.now();
  const items = users.map(({ id: accountId, lastUpdated }): Activity => {
    const changedAt = Date.parse(lastUpdated ?? '');
    return { accountId, at: Number.isNaN(changedAt) ? at : changedAt, what: 'changed', byUs: false };
  });
  return next === undefined ? { items, mark } : { items, next: `${mark} ${next}` };
}

/** The moment at which the walk began goes along with the link: what changes meanwhile is seen the next time. */
function splitCursor(cursor: string): [link: string, mark: string] {
  const space = cursor.indexOf(' ');
  return [cursor.slice(space + 1), cursor.slice(0, space)];
}
