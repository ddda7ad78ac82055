// What the targets say happened, looked at behind the connectors: what they hold, and every write that took effect.
import type { OktaServer } from '@tenure/simulators/okta';
import type { ScimServer } from '@tenure/simulators/scim';

export interface Servers {
  readonly okta: OktaServer;
  readonly chat: ScimServer;
  readonly desk: ScimServer;
}

/** A write as one line, with how often it took effect. */
export type Effects = ReadonlyMap<string, number>;

/** All that the targets hold, without ids, instants and counters, which differ by nature. */
export function contentOf({ okta, chat, desk }: Servers): unknown {
  const names = new Map(okta.backend.groups().map(({ id, name }) => [id, name]));
  const users = okta.backend.users().filter(({ id }) => id !== okta.backend.ownerId);
  const content = users.map(({ id, status, profile, mails, sessions }) => {
    const groups = okta.backend.groupsOf(id).map((group) => names.get(group));
    return { login: String(profile['login']), status, profile, mails, sessions, groups: groups.sort() };
  });
  return { okta: content.sort((one, other) => one.login.localeCompare(other.login)), chat: usersOf(chat), desk: usersOf(desk) };
}

function usersOf(server: ScimServer): unknown[] {
  const users = server.users().map(({ id: _id, meta: _meta, ...rest }) => rest);
  return users.sort((one, other) => one.userName.localeCompare(other.userName));
}

/** Reads the servers' journals from where they stood; ids are told by the names they had at any time. */
export function effectsOn({ okta, chat, desk }: Servers, from: { readonly okta: number; readonly chat: number; readonly desk: number }) {
  const names = new Map<string, string>();
  const learn = (): void => {
    for (const { id, profile } of okta.backend.users()) names.set(id, String(profile['login']));
    for (const { id, name } of okta.backend.groups()) names.set(id, name);
    for (const server of [chat, desk]) for (const { id, userName } of server.users()) names.set(id, userName);
  };
  learn();
  const named = (path: string): string => path.replaceAll(/[^/?]+/g, (part) => names.get(part) ?? part);
  return (): Effects => {
    learn();
    const effects = new Map<string, number>();
    const count = (line: string): void => void effects.set(line, (effects.get(line) ?? 0) + 1);
    for (const { method, path, status, kind } of okta.requests().slice(from.okta)) {
      if (kind === 'write' && took(status)) count(`okta ${method} ${named(path)}`);
    }
    for (const [name, server] of [['chat', chat] as const, ['desk', desk] as const]) {
      for (const { method, url, body, status } of server.requests().slice(from[name])) {
        if (method !== 'GET' && took(status)) count(`${name} ${method} ${named(url)} ${JSON.stringify(body ?? null)}`);
      }
    }
    return effects;
  };
}

/** An answer that nobody waited for any more may have no status; the work was done all the same. */
const took = (status: number | undefined): boolean => status === undefined || status === 0 || (status >= 200 && status < 300);

/** Ending sessions once more ends those that were opened meanwhile: it is repeated on purpose, and changes nothing else. */
const harmless = /^okta DELETE \/api\/v1\/users\/[^/]+\/sessions/;

/** Writes that took effect more often than they should have, apart from those that may. */
export function repeated(effects: Effects, wanted: Effects): { readonly wrong: readonly string[]; readonly harmless: number } {
  const more = [...effects].filter(([line, count]) => count > (wanted.get(line) ?? 0));
  const again = more.filter(([line]) => harmless.test(line));
  return {
    wrong: more.filter(([line]) => !harmless.test(line)).map(([line, count]) => `${count} times: ${line}`),
    harmless: again.reduce((sum, [line, count]) => sum + count - (wanted.get(line) ?? 0), 0),
  };
}
