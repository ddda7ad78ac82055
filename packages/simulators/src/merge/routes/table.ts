// Every endpoint, and what a caller must show for it.
import { type Answer, type Incoming, Refusal } from '../../serving/answering.ts';
import { patternOf } from '../../serving/faults.ts';
import { mergeModels } from '../models.ts';
import { type AccountRoute, type Call, type Merge, notFound, type Route } from './call.ts';
import {
  accountDetails,
  availableActions,
  issues,
  linkedAccountScopes,
  linkedAccounts,
  readIssue,
  resync,
  syncStatus,
} from './connection.ts';
import {
  allIntegrations,
  createLinkToken,
  deleteAccount,
  exchangePublicToken,
  organizationIntegrations,
  regenerateToken,
} from './linking.ts';
import { groupTypes, ignore, list, read } from './records.ts';

type Entry =
  | readonly [method: string, path: string, needs: 'nothing' | 'key', route: Route]
  | readonly [method: string, path: string, needs: 'account', route: AccountRoute];

const hris = '/api/hris/v1';

const endpoints: readonly Entry[] = [
  ['GET', '/api/integrations', 'nothing', allIntegrations],
  ['GET', '/api/organizations/integrations', 'key', organizationIntegrations],
  ['POST', '/api/integrations/create-link-token', 'key', createLinkToken],
  ['POST', `${hris}/link-token`, 'key', createLinkToken],
  ['GET', `${hris}/account-token/*`, 'key', exchangePublicToken],
  ['GET', `${hris}/linked-accounts`, 'key', linkedAccounts],
  ['POST', `${hris}/account-token/regenerate`, 'account', regenerateToken],
  ['POST', `${hris}/delete-account`, 'account', deleteAccount],
  ['GET', `${hris}/sync-status`, 'account', syncStatus],
  ['POST', `${hris}/sync-status/resync`, 'account', resync],
  ['GET', `${hris}/account-details`, 'account', accountDetails],
  ['GET', `${hris}/issues`, 'account', issues],
  ['GET', `${hris}/issues/*`, 'account', readIssue],
  ['GET', `${hris}/linked-account-scopes`, 'account', linkedAccountScopes],
  ['GET', `${hris}/available-actions`, 'account', availableActions],
  ['GET', `${hris}/groups/types`, 'account', groupTypes],
  ['POST', `${hris}/employees/ignore/*`, 'account', ignore],
  ...mergeModels.flatMap((model): Entry[] => [
    ['GET', `${hris}/${model}`, 'account', list(model)],
    ['GET', `${hris}/${model}/*`, 'account', read(model)],
  ]),
];

const table = endpoints.map((entry) => ({ entry, pattern: patternOf(entry[1]) }));
const missingToken = 'Account Token must be passed in as an X-Account-Token header.';

/** Answers a request: 404 for an unknown path, 401 for a caller who shows too little. */
export function answer(merge: Merge, apiKey: string, incoming: Incoming): Answer {
  const { method, url } = incoming;
  const match = table.find(({ entry, pattern }) => entry[0] === method && pattern.test(url.pathname));
  if (match === undefined) throw notFound();
  const { entry, pattern } = match;
  const segments = (pattern.exec(url.pathname) ?? []).slice(1).map(decodeURIComponent);
  const call: Call = { merge, path: url.pathname, query: url.searchParams, segments, body: bodyOf(incoming.text) };
  if (entry[2] === 'nothing') return entry[3](call);
  if (incoming.headers['authorization'] !== `Bearer ${apiKey}`) throw unauthorized('Invalid API key.');
  if (entry[2] === 'key') return entry[3](call);
  const token = incoming.headers['x-account-token'];
  if (token === undefined || token === '') throw unauthorized(missingToken);
  const account = merge.accounts.byToken(token);
  if (account === undefined) throw unauthorized('Invalid Account Token.');
  account.sync.keepUp();
  account.sync.noteUse();
  return entry[3](call, account);
}

/** Only the text for a missing account token is confirmed. */
function unauthorized(detail: string): Refusal {
  return new Refusal({ status: 401, body: { detail } });
}

function bodyOf(text: string): Call['body'] {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Call['body'];
  } catch {
    // Falls through: unreadable and wrong in kind are refused alike.
  }
  throw new Refusal({ status: 400, body: { detail: 'JSON parse error' } });
}
