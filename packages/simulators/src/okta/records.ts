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

/** A profile source other than Okta. Writes to its attributes are refused, unless they change nothing. */
export interface OktaSource {
  readonly name: string;
  readonly attributes: readonly string[];
}

export interface OktaUser {
  readonly id: string;
  readonly status: OktaStatus;
  /** Where an asynchronous activation or deactivation is leading to, while it runs. */
  readonly transitioningToStatus?: OktaStatus | undefined;
  readonly profile: OktaProfile;
  readonly created: number;
  readonly activated?: number | undefined;
  readonly statusChanged?: number | undefined;
  readonly lastUpdated: number;
  readonly hasPassword: boolean;
  readonly provider: { readonly type: string; readonly name: string };
  /** The directory or HR system that is the profile source, and the attributes that follow it. */
  readonly source?: OktaSource | undefined;
  /** Administrator role types, for example `SUPER_ADMIN`; of a custom role its permissions, for example `okta.users.read`. */
  readonly roles: readonly string[];
  readonly sessions: OktaSessions;
  /** Applications the person has agreed to let act for them. */
  readonly consents: number;
  /** Mails that Okta sent to the person: `activation`, `reset`. */
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
  /** Administrator roles that every member has by the group. */
  readonly roles: readonly string[];
  readonly created: number;
  readonly lastUpdated: number;
  readonly lastMembershipUpdated: number;
}

/** A group rule: whoever fits the expression is put in the groups. */
export interface OktaGroupRule {
  readonly id: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly expression: string;
  readonly groupIds: readonly string[];
  /** Ids of users that the rule never puts in. */
  readonly excluded: readonly string[];
  readonly created: number;
  readonly lastUpdated: number;
}
