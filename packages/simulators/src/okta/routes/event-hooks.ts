// Event hooks by the API. The simulator sends to this machine only, so it takes an address without TLS as well.
import type { OktaEventHook } from '../log/hooks.ts';
import type { Org } from '../org.ts';
import { problem } from '../problems.ts';
import type { OktaProfile } from '../records.ts';
import { wireTime } from '../wire/times.ts';
import { noContent, objectIn, ok, parameter, type Route, textIn, textsIn } from './call.ts';

const [mostHooks, mostTypes] = [25, 300];
const notEligible: ReadonlySet<string> = new Set([
  'user.lifecycle.delete.completed',
  'user.account.update_primary_email',
  'user.account.update_user_type',
  ...['add_exclusion', 'error', 'invalidate', 'deactivated'].map((what) => `group.user_membership.rule.${what}`),
  'app.oauth2.token.revoke.implicit.user',
]);

function headersIn(config: OktaProfile): Record<string, string> {
  const own = config['headers'] ?? [];
  if (!Array.isArray(own)) throw problem('E0000003');
  const { key, value } = objectIn(config, 'authScheme');
  const pairs = own.map((header: unknown) => objectIn(header)).map((header) => [header['key'], header['value']]);
  const all = key === undefined ? pairs : [...pairs, [key, value]];
  return Object.fromEntries(all.map(([name, text]) => [String(name), String(text)]));
}

function uriIn(config: OktaProfile): string {
  const uri = textIn(config, 'uri') ?? '';
  const isLocal = URL.canParse(uri) && ['127.0.0.1', 'localhost'].includes(new URL(uri).hostname);
  if (!isLocal) throw problem('E0000001', ['uri: The address must be one of this machine'], 'eventHook');
  return uri;
}

/** The secret is never shown again. */
const wireHook = (origin: string, hook: OktaEventHook): object => ({
  id: hook.id,
  name: hook.name,
  status: hook.status,
  verificationStatus: hook.verified ? 'VERIFIED' : 'UNVERIFIED',
  created: wireTime(hook.created),
  lastUpdated: wireTime(hook.created),
  events: { type: 'EVENT_TYPE', items: hook.eventTypes },
  channel: { type: 'HTTP', version: '1.0.0', config: { uri: hook.uri, headers: [], method: 'POST' } },
  _links: { self: { href: `${origin}/api/v1/eventHooks/${hook.id}` } },
});

export function createHook({ hooks }: Org): Route {
  return (call) => {
    const config = objectIn(objectIn(call.body, 'channel'), 'config');
    const name = textIn(objectIn(call.body), 'name') ?? '';
    const eventTypes = textsIn(objectIn(call.body, 'events'), 'items');
    if (name === '') throw problem('E0000001', ['name: The field cannot be left blank'], 'eventHook');
    if (eventTypes.length > mostTypes || eventTypes.some((type) => notEligible.has(type)))
      throw problem('E0000001', ['events: An event type cannot be used'], 'eventHook');
    if (hooks.all.size >= mostHooks) throw problem('E0000001', [`At most ${mostHooks} event hooks`], 'eventHook');
    return ok(wireHook(call.url.origin, hooks.create({ name, eventTypes, uri: uriIn(config), headers: headersIn(config) })));
  };
}

export function listHooks({ hooks }: Org): Route {
  return (call) => ok([...hooks.all.after()].map((hook) => wireHook(call.url.origin, hook)));
}

export function readHook({ hooks }: Org): Route {
  return (call) => ok(wireHook(call.url.origin, hooks.get(parameter(call, 0))));
}

export function verifyHook({ hooks }: Org): Route {
  return async (call) => ok(wireHook(call.url.origin, await hooks.verify(parameter(call, 0))));
}

export function turnHook({ hooks }: Org, status: OktaEventHook['status']): Route {
  return (call) => ok(wireHook(call.url.origin, hooks.turn(parameter(call, 0), status)));
}

export function deleteHook({ hooks }: Org): Route {
  return (call) => {
    hooks.remove(parameter(call, 0));
    return noContent;
  };
}
