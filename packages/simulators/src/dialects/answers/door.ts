// From a request to an answer: whose address, who asks, how often, for what.
import { type Answer, type Incoming, Refusal } from '../../serving/answering.ts';
import type { Tenant } from '../accounts/tenant.ts';
import type { Address, Place } from '../address.ts';
import type { Dialect } from '../dialect.ts';
import { rateLimited } from '../faults.ts';
import type { Fields } from '../json.ts';
import type { Limiter } from '../limits.ts';
import { parsed } from '../message/message.ts';
import { discoveryOf } from './discovery.ts';
import { refusalOf } from './refusing.ts';
import { answerUsers } from './users.ts';

export interface Door {
  answer(incoming: Incoming): Answer;
}

export interface DoorParts {
  readonly tenant: Tenant;
  readonly token: string;
  readonly limiter: Limiter;
  readonly address: Address;
}

const webPage = '<html><head><title>Not found</title></head><body><h1>Not found</h1></body></html>';

export function createDoor({ tenant, token, limiter, address }: DoorParts): Door {
  const { dialect } = tenant;
  /** Accounts that a change is under way for. */
  const busy = new Set<string>();
  const claim = (id: string, signal: AbortSignal): void => {
    if (busy.has(id)) throw rateLimited({ ...dialect, limitStatus: 429 }, tenant.now(), 1000, 'busy');
    busy.add(id);
    signal.addEventListener('abort', () => busy.delete(id));
  };
  /** Refuses whoever may not come in, in the order in which vendors look. */
  const admit = ({ kind }: Place, { method, headers }: Incoming, isOne: boolean): void => {
    if (kind === 'nowhere') throw new Refusal({ status: 404, body: webPage, headers: { 'Content-Type': 'text/html' } });
    if (kind === 'wrong-tenant') throw refusalOf(dialect, 'wrongTenant');
    if (headers['authorization'] !== `Bearer ${token}` || tenant.tokenIsDead) throw refusalOf(dialect, 'unauthorized');
    if (tenant.planIsTooSmall) throw refusalOf(dialect, 'plan');
    const waitMs = limiter.count(method, isOne);
    if (waitMs !== undefined) throw rateLimited(dialect, tenant.now(), waitMs);
  };
  return {
    answer(incoming) {
      const { method, url, headers, text, signal } = incoming;
      const place = address.placeOf(url.pathname);
      const id = place.kind === 'users' ? place.id : undefined;
      admit(place, incoming, id !== undefined);
      if (place.kind !== 'users') return { status: 200, body: documentAt(place, method, dialect) };
      if (dialect.oneChangeAtOnce && id !== undefined && method !== 'GET') claim(id, signal);
      return answerUsers(tenant, { method, id, query: url.searchParams, headers, body: text === '' ? undefined : parsed(text) });
    },
  };
}

/** What stands at the base address or at one of the discovery addresses. */
function documentAt(place: Place, method: string, dialect: Dialect): Fields {
  if (place.kind === 'base' && method === 'GET' && dialect.baseAnswers === 200) return {};
  const document = place.kind === 'other' && method === 'GET' ? discoveryOf(dialect, place.name) : undefined;
  if (document === undefined) throw refusalOf(dialect, 'notFound');
  return document;
}
