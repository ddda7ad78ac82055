// What one person can still use, asked of the servers behind the protocol: what Tenure did, not what it says it did.
import type { Scene } from './work.ts';

export interface Access {
  readonly what: string;
  readonly state: string;
}

export async function accessOf({ lifecycle, systems }: Scene, person: string): Promise<Access[]> {
  const access: Access[] = [];
  for await (const { target, accountId } of lifecycle.accounts({ person })) {
    if (target === 'okta') {
      const user = systems.okta.backend.user(accountId);
      const { okta = 0, tokens = 0, apps = 0 } = user?.sessions ?? {};
      access.push(
        { what: 'okta user', state: user?.status ?? 'gone' },
        { what: 'okta sessions', state: String(okta) },
        { what: 'okta tokens', state: String(tokens) },
        { what: 'sessions inside apps', state: String(apps) },
      );
    } else {
      const app = { chat: systems.chat, code: systems.code, books: systems.books }[target];
      const user = app?.server.users().find(({ id }) => id === accountId);
      access.push({ what: `${target} account`, state: user === undefined ? 'gone' : user.active === false ? 'off' : 'on' });
    }
  }
  return access;
}
