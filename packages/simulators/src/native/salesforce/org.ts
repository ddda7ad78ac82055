// The users of one Salesforce organization, and the names that other organizations hold.

export interface SalesforceUser {
  readonly Id: string;
  Username: string;
  Email: string;
  FirstName: string | null;
  LastName: string;
  Alias: string;
  ProfileId: string;
  TimeZoneSidKey: string;
  LocaleSidKey: string;
  EmailEncodingKey: string;
  LanguageLocaleKey: string;
  FederationIdentifier: string | null;
  EmployeeNumber: string | null;
  Title: string | null;
  Department: string | null;
  IsActive: boolean;
  readonly UserType: string;
}

/** What sign-in goes by, beside the user. */
export interface SalesforceLogin {
  readonly Id: string;
  readonly UserId: string;
  IsFrozen: boolean;
  readonly IsPasswordLocked: boolean;
}

export type NewSalesforceUser = Partial<Omit<SalesforceUser, 'Id'>> & { readonly Username: string };

export interface Org {
  readonly users: Map<string, SalesforceUser>;
  readonly logins: Map<string, SalesforceLogin>;
  /** Usernames of other organizations, in lower case. */
  readonly elsewhere: Set<string>;
  /** Users that Salesforce needs for something, so that they cannot be deactivated. */
  readonly needed: Set<string>;
  readonly profiles: Set<string>;
  licences: number;
  add(user: NewSalesforceUser): SalesforceUser;
  loginOf(userId: string): SalesforceLogin | undefined;
}

export const standardProfile = '00e000000000001AAA';

const idOf = (prefix: string, number: number): string => `${prefix}${String(number).padStart(12, '0')}AAA`;

export function createOrg(): Org {
  const users = new Map<string, SalesforceUser>();
  const logins = new Map<string, SalesforceLogin>();
  let made = 0;
  return {
    ...{ users, logins, elsewhere: new Set(), needed: new Set(), licences: Number.POSITIVE_INFINITY },
    profiles: new Set([standardProfile, '00e000000000002AAA']),
    add(seeded) {
      made += 1;
      const user: SalesforceUser = {
        ...{ Email: seeded.Username, FirstName: null, LastName: 'Somebody', Alias: 'somebody', ProfileId: standardProfile },
        ...{ TimeZoneSidKey: 'Europe/London', LocaleSidKey: 'en_GB', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US' },
        ...{ FederationIdentifier: null, EmployeeNumber: null, Title: null, Department: null, IsActive: true, UserType: 'Standard' },
        ...seeded,
        Id: idOf('005', made),
      };
      users.set(user.Id, user);
      logins.set(idOf('0Yw', made), { Id: idOf('0Yw', made), UserId: user.Id, IsFrozen: false, IsPasswordLocked: false });
      return user;
    },
    loginOf: (userId) => [...logins.values()].find(({ UserId }) => UserId === userId),
  };
}
