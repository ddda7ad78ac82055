// One linked account: a customer's connection to one HR system, with Merge's copy of it.
import type { SimulatedClock } from '../serving/clock.ts';
import { type Copy, createCopy, type OnNews } from './copy.ts';
import { createHrSystem, type HrSystem } from './hr.ts';
import type { Integration } from './integrations.ts';
import type { MergeModel } from './models.ts';
import { uuidOf } from './shelf.ts';
import type { MergeSwitches } from './switches.ts';
import { createSyncEngine, instant, type OwnSyncEngine, type SyncEngine } from './sync.ts';
import { createVisibility, type Visibility } from './visibility.ts';

export type AccountStatus = 'COMPLETE' | 'INCOMPLETE' | 'RELINK_NEEDED' | 'IDLE';

/** Whom a link was made for, as the link token said. */
export interface EndUser {
  readonly originId: string;
  readonly organization: string;
  readonly email: string;
}

export interface MergeIssue {
  readonly id: string;
  readonly description: string;
  readonly firstIncident: number;
  lastIncident: number;
  status: 'ONGOING' | 'RESOLVED';
  isMuted: boolean;
}

/** A linked account, past the API: for seeding a test and for looking at what a client really met. */
export interface MergeAccount {
  readonly id: string;
  /** The account token that is accepted now. */
  readonly token: string;
  readonly endUser: EndUser;
  readonly integration: Integration;
  readonly status: AccountStatus;
  /** What the HR system holds; Merge learns of it by a sync. */
  readonly hr: HrSystem;
  readonly sync: SyncEngine;
  readonly visibility: Pick<Visibility, 'withhold' | 'selectOnly' | 'scope'>;
  /** Hires people, each with a job when given, and syncs. Answers their ids at Merge. */
  seed(people: readonly (Parameters<HrSystem['hire']>[0] & { readonly job?: Parameters<HrSystem['hire']>[1] })[]): readonly string[];
  /** Merge's id of a record of the HR system, synced or not. */
  idOf(model: MergeModel, remoteId: string): string;
  /** The credentials at the HR system are dead: what was copied stays readable, syncs fail. */
  needRelink(): void;
  /** The customer has linked again. */
  relinked(): void;
  raiseIssue(description: string, options?: { readonly isMuted?: boolean | undefined }): MergeIssue;
  resolveIssue(id: string): void;
  issues(): readonly MergeIssue[];
}

/** What the server itself needs of an account. */
export interface OwnAccount extends MergeAccount {
  token: string;
  readonly sync: OwnSyncEngine;
  readonly visibility: Visibility;
  readonly copy: Copy;
  readonly createdAt: number;
  isDuplicate: boolean;
  linkedStatus: Exclude<AccountStatus, 'IDLE'>;
}

export interface AccountMaking {
  readonly number: number;
  readonly clock: SimulatedClock;
  readonly switches: MergeSwitches;
  readonly endUser: EndUser;
  readonly integration: Integration;
  /** The HR system behind it. Default: an empty one of its own. */
  readonly hr?: HrSystem | undefined;
  readonly everyMs: number;
  readonly takesMs: number;
  readonly onNews: (account: OwnAccount, ...news: Parameters<OnNews>) => void;
  readonly onSynced: (account: OwnAccount, models: readonly MergeModel[], wasInitial: boolean) => void;
  readonly onIssue: (account: OwnAccount, event: 'new' | 'resolved', issue: MergeIssue) => void;
}

export function createAccount(making: AccountMaking): OwnAccount {
  const { number, clock, switches, endUser, integration, everyMs, takesMs } = making;
  const hr = making.hr ?? createHrSystem(clock);
  const id = uuidOf(`account/${number}`);
  const copy = createCopy(switches.idsSurviveFreshLink ? `${endUser.originId}/${integration.slug}` : id, switches);
  const visibility = createVisibility();
  const issues: MergeIssue[] = [];
  const sync = createSyncEngine({
    clock,
    hr,
    copy,
    visibility,
    everyMs,
    takesMs,
    isConnected: () => account.linkedStatus === 'COMPLETE',
    onNews: (...news) => making.onNews(account, ...news),
    onFinished: (models, wasInitial) => making.onSynced(account, models, wasInitial),
  });
  const account: OwnAccount = {
    id,
    token: `account-token-${number}`,
    endUser,
    integration,
    hr,
    sync,
    visibility,
    copy,
    createdAt: clock.now(),
    isDuplicate: false,
    linkedStatus: 'COMPLETE',
    get status() {
      return account.linkedStatus === 'COMPLETE' && sync.isIdle ? 'IDLE' : account.linkedStatus;
    },
    seed(people) {
      const remoteIds = people.map(({ job, ...person }) => hr.hire(person, job));
      sync.run();
      return remoteIds.map((remoteId) => copy.shelves.employees.idOf(remoteId));
    },
    idOf: (model, remoteId) => copy.shelves[model].idOf(remoteId),
    needRelink() {
      account.linkedStatus = 'RELINK_NEEDED';
    },
    relinked() {
      account.linkedStatus = 'COMPLETE';
    },
    raiseIssue(description, { isMuted = false } = {}) {
      const now = clock.now();
      const key = uuidOf(`${id}/issue/${issues.length}`);
      const issue: MergeIssue = { id: key, description, firstIncident: now, lastIncident: now, status: 'ONGOING', isMuted };
      issues.push(issue);
      making.onIssue(account, 'new', issue);
      return issue;
    },
    resolveIssue(issueId) {
      for (const issue of issues) {
        if (issue.id !== issueId) continue;
        issue.status = 'RESOLVED';
        making.onIssue(account, 'resolved', issue);
      }
    },
    issues: () => issues,
  };
  return account;
}

/** As `GET /account-details` and the envelope of a webhook have it. */
export function wireDetails(account: OwnAccount): Readonly<Record<string, unknown>> {
  return {
    id: account.id,
    integration: account.integration.name,
    integration_slug: account.integration.slug,
    category: 'hris',
    end_user_origin_id: account.endUser.originId,
    end_user_organization_name: account.endUser.organization,
    end_user_email_address: account.endUser.email,
    status: account.status,
    webhook_listener_url: `https://hooks.example.com/${account.id}`,
    is_duplicate: account.isDuplicate ? true : null,
    account_type: 'PRODUCTION',
    completed_at: instant(account.createdAt),
  };
}

export function wireIssue(account: OwnAccount, issue: MergeIssue): Readonly<Record<string, unknown>> {
  const { originId, organization, email } = account.endUser;
  return {
    id: issue.id,
    status: issue.status,
    error_description: issue.description,
    end_user: {
      id: account.id,
      integration: account.integration.name,
      end_user_origin_id: originId,
      organization_name: organization,
      email_address: email,
    },
    first_incident_time: instant(issue.firstIncident),
    last_incident_time: instant(issue.lastIncident),
    is_muted: issue.isMuted,
    error_details: [issue.description],
  };
}
