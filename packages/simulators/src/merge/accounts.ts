// All linked accounts, and the way to one: link token, the customer's part in the browser, public token, exchange.
import { type AccountMaking, createAccount, type EndUser, type OwnAccount } from './account.ts';
import type { HrSystem } from './hr.ts';
import type { Integration } from './integrations.ts';

export interface LinkRequest {
  readonly endUser: EndUser;
  /** Without it, the customer picks one in the widget. */
  readonly integration: Integration | undefined;
  readonly expiresAt: number;
}

/** What the customer does in the widget. */
export interface LinkChoice {
  /** The slug of the HR system, where the link token leaves it open. */
  readonly integration?: string | undefined;
  /** The HR system that is reached, say the one of an account that was unlinked. Default: the one of before, or a new one. */
  readonly hr?: HrSystem | undefined;
}

export interface Accounts {
  readonly all: readonly OwnAccount[];
  byToken(token: string): OwnAccount | undefined;
  add(endUser: EndUser, integration: Integration, hr?: HrSystem): OwnAccount;
  remove(account: OwnAccount): void;
  /** Gives an account a new token; the old one is dead. */
  regenerate(account: OwnAccount): string;
  createLinkToken(request: LinkRequest): string;
  /** The customer's part: ends in the public token that the widget hands over. Refuses a used or expired link token. */
  completeLink(linkToken: string, choice?: LinkChoice): string;
  /** The account behind a public token; once. */
  exchange(publicToken: string): OwnAccount | undefined;
}

type Making = Omit<AccountMaking, 'number' | 'endUser' | 'integration' | 'hr'>;

export function createAccounts(making: Making, catalogue: readonly Integration[], onLinked: (account: OwnAccount) => void): Accounts {
  const all: OwnAccount[] = [];
  const links = new Map<string, LinkRequest>();
  const publicTokens = new Map<string, OwnAccount>();
  let made = 0;
  const next = (): number => {
    made += 1;
    return made;
  };

  const add = (endUser: EndUser, integration: Integration, hr?: HrSystem): OwnAccount => {
    const account = createAccount({ ...making, number: next(), endUser, integration, hr });
    account.isDuplicate = all.some((other) => other.hr === account.hr);
    all.push(account);
    return account;
  };

  return {
    all,
    byToken: (token) => all.find((account) => account.token === token),
    add,
    remove: (account) => void all.splice(all.indexOf(account), 1),
    regenerate(account) {
      account.token = `account-token-${next()}`;
      return account.token;
    },
    createLinkToken(request) {
      const token = `link-token-${next()}`;
      links.set(token, request);
      return token;
    },
    completeLink(linkToken, choice = {}) {
      const request = links.get(linkToken);
      if (request === undefined || request.expiresAt < making.clock.now())
        throw new RangeError('The link token is used, expired or unknown.');
      const integration = request.integration ?? catalogue.find(({ slug }) => slug === choice.integration);
      if (integration === undefined) throw new RangeError('The customer has to choose an HR system of the catalogue.');
      links.delete(linkToken);
      const before = all.find(
        (account) => account.endUser.originId === request.endUser.originId && account.integration.slug === integration.slug,
      );
      const account = before ?? add(request.endUser, integration, choice.hr);
      account.linkedStatus = 'COMPLETE';
      onLinked(account);
      const publicToken = `public-token-${next()}`;
      publicTokens.set(publicToken, account);
      return publicToken;
    },
    exchange(publicToken) {
      const account = publicTokens.get(publicToken);
      publicTokens.delete(publicToken);
      return account;
    },
  };
}
