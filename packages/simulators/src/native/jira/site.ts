// The site behind the protocol: who has access to it, and the Atlassian accounts that exist whether they have or not.

export interface JiraUser {
  readonly accountId: string;
  email: string;
  displayName: string;
  /** The person shows their address to nobody. */
  hidesEmail: boolean;
  /** Products on this site. Empty: an account without access. */
  products: readonly string[];
  /** `removed`: was here, and an administrator has taken them out. `elsewhere`: has an Atlassian account, and never was here. */
  standing: 'here' | 'removed' | 'elsewhere';
  accountType: 'atlassian' | 'app' | 'customer';
  wasMailed: boolean;
}

export interface Site {
  readonly users: JiraUser[];
  seats: number;
  /** Addresses whose Atlassian accounts are not let in. */
  readonly reserved: Set<string>;
  byId(accountId: string): JiraUser | undefined;
  holder(email: string): JiraUser | undefined;
  put(user: Partial<JiraUser> & { readonly email: string }): JiraUser;
  isFull(): boolean;
}

export const allProducts = ['jira-core', 'jira-servicedesk', 'jira-product-discovery', 'jira-software'] as const;

export function createSite(): Site {
  const users: JiraUser[] = [];
  let made = 0;
  const site: Site = {
    users,
    seats: Number.POSITIVE_INFINITY,
    reserved: new Set(),
    byId: (accountId) => users.find((user) => user.accountId === accountId),
    holder: (email) => users.find((user) => user.email.toLowerCase() === email.toLowerCase()),
    put({ email, ...facts }) {
      made += 1;
      const user: JiraUser = {
        ...{ accountId: `5b10ac8d82e05b22cc7d${String(made).padStart(4, '0')}`, email, displayName: email, hidesEmail: false },
        ...{ products: ['jira-software'], standing: 'here', accountType: 'atlassian', wasMailed: false },
        ...facts,
      };
      users.push(user);
      return user;
    },
    isFull: () => users.filter(({ standing, products }) => standing === 'here' && products.length > 0).length >= site.seats,
  };
  return site;
}
