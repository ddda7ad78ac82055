// The other side of the wire: a simulated Merge, a simulated Okta org and three apps that speak SCIM, each on a free port of this machine.
import { type MergeServer, noMergeLimits, startMergeServer } from '@tenure/simulators/merge';
import { noLimits, type OktaServer, startOktaServer } from '@tenure/simulators/okta';
import { type ScimServer, startScimServer } from '@tenure/simulators/scim';

export interface Systems {
  readonly merge: MergeServer;
  readonly okta: OktaServer;
  readonly chat: App;
  readonly code: App;
  readonly books: App;
  /** How many accounts are not turned off, counted at the servers themselves. */
  usable(): Readonly<Record<string, number>>;
  /** Everybody whom Okta has mailed a link follows it. */
  openInvitations(): number;
  close(): Promise<void>;
}

export interface App {
  readonly server: ScimServer;
  readonly token: string;
}

/** Starts all five. What they stamp is dated by `now`. */
export async function startSystems(now: () => number): Promise<Systems> {
  const merge = await startMergeServer({ at: new Date(now()).toISOString(), limits: noMergeLimits });
  const okta = await startOktaServer({ now, limits: noLimits });
  const start = async (token: string): Promise<App> => ({ token, server: await startScimServer({ token, clock: now }) });
  const [chat, code, books] = [await start('chat-token'), await start('code-token'), await start('books-token')];
  const active = ({ server }: App): number => server.users().filter((user) => user.active !== false).length;
  return {
    merge,
    okta,
    chat,
    code,
    books,
    usable: () => ({
      okta: okta.backend.users().filter(({ status }) => status !== 'DEPROVISIONED' && status !== 'SUSPENDED').length,
      chat: active(chat),
      code: active(code),
      books: active(books),
    }),
    openInvitations: () => {
      const invited = okta.backend.users().filter(({ status }) => status === 'PROVISIONED');
      for (const { id } of invited) okta.backend.alterUser(id, { status: 'ACTIVE' });
      return invited.length;
    },
    close: async () => {
      await Promise.all([merge, okta, chat.server, code.server, books.server].map((server) => server.close()));
    },
  };
}
