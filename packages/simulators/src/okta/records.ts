// What the simulated org holds, as the backend shows it. Instants are epoch milliseconds; the wire turns them to text.

export const oktaStatuses = [
  'STAGED',
  'PROVISIONED',
  'ACTIVE',
  'RECOVERY',
  'LOCKED_OUT',
  'PASSWORD_EXPIRED',
  'SUSPENDED',
  'DEPROVISIONED',
] as const;

export type OktaStatus = (typeof oktaStatuses)[number];

/** Profile attributes by name. An attribute without a value is absent. */
export type OktaProfile = Readonly<Record<string, unknown>>;

/** What a person has open. Only the first two are Okta's to end. */
export interface OktaSessions {
  readonly okta: number;
  readonly tokens: number;
  /** Sessions inside applications: no call to Okta ends them. */
  readonly apps: number;
}

export interface OktaUser {
  readonly id: string;
  readonly status: OktaStatus;
  readonly profile: OktaProfile;
  readonly created: number;
  readonly activated?: number | undefined;
  readonly statusChanged?: number | undefined;
  readonly lastUpdated: number;
  readonly hasPassword: boolean;
  readonly provider: { readonly type: string; readonly name: string };
  /** Administrator role types, for example `SUPER_ADMIN`. */
  readonly roles: readonly string[];
  readonly sessions: OktaSessions;
  /** Mails that Okta sent to the person: `activation` for each. */
  readonly mails: readonly string[];
  /** False while search, filter, q and lists do not show the user yet. */
  readonly indexed: boolean;
  /** Goes up with every change; the ETag is made of it. */
  readonly revision: number;
}

export type OktaGroupType = 'OKTA_GROUP' | 'APP_GROUP' | 'BUILT_IN';

export interface OktaGroup {
  readonly id: string;
  readonly type: OktaGroupType;
  readonly name: string;
  readonly description?: string | undefined;
  readonly created: number;
  readonly lastUpdated: number;
  readonly lastMembershipUpdated: number;
}
