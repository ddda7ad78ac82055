// What the targets say happened, looked at behind the connectors: what they hold, and every write that took effect.
import type { DialectServer } from '@tenure/simulators/dialects';
import type { OktaServer } from '@tenure/simulators/okta';

export interface Servers {
  readonly okta: OktaServer;
  readonly chat: DialectServer;
  readonly desk: DialectServer;
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
  return { okta: content.sort((one, other) => one.login.localeCompare(other.login)), chat: accountsOf(chat), desk: accountsOf(desk) };
}

function accountsOf(server: DialectServer): unknown[] {
  const accounts = server.backend.accounts().map(({ id: _id, ...rest }) => rest);
  return accounts.sort((one, other) => one.userName.localeCompare(other.userName));
}

/** Looks into the servers' journals from where they stand now; ids are told by the names they had at any time. */
export function watchEffects({ okta, chat, desk }: Servers): () => Effects {
  const from = { okta: okta.requests().length, chat: chat.requests().length, desk: desk.requests().length };
  // Each server has ids of its own, which may be another one's too.
  const names = { okta: new Map<string, string>(), chat: new Map<string, string>(), desk: new Map<string, string>() };
  const learn = (): void => {
    for (const { id, profile } of okta.backend.users()) names.okta.set(id, String(profile['login']));
    for (const { id, name } of okta.backend.groups()) names.okta.set(id, name);
    for (const { id, userName } of chat.backend.accounts()) names.chat.set(id, userName);
    for (const { id, userName } of desk.backend.accounts()) names.desk.set(id, userName);
  };
  learn();
  const named = (of: keyof typeof names, path: string): string => path.replaceAll(/[^/?]+/g, (part) => names[of].get(part) ?? part);
  return () => {
    learn();
    const effects = new Map<string, number>();
    const count = (line: string): void => void effects.set(line, (effects.get(line) ?? 0) + 1);
    for (const { method, path, kind, ...answer } of okta.requests().slice(from.okta)) {
      if (kind === 'write' && took(answer)) count(`okta ${method} ${named('okta', path)}`);
    }
    for (const [name, server] of [['chat', chat] as const, ['desk', desk] as const]) {
      for (const { method, path, body, ...answer } of server.requests().slice(from[name])) {
        if (method !== 'GET' && took(answer)) count(`${name} ${method} ${named(name, path)} ${JSON.stringify(body ?? null)}`);
      }
    }
    return effects;
  };
}

/** Whether a request was worked on as it asked, whatever the client heard of it. */
function took({ status, lost = status }: { readonly status: number; readonly lost?: number | undefined }): boolean {
  return lost >= 200 && lost < 300;
}

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
