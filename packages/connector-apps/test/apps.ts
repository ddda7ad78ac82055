// Every application of the package with options that name a loopback server: what tests of all of them go over.
import type { AppProvisioner } from '@tenure/core/connector';
import type { Vendor } from '@tenure/simulators/dialects';
import {
  type AppOptions,
  airtable,
  airtableProfile,
  asana,
  asanaProfile,
  atlassian,
  atlassianProfile,
  awsIdentityCenter,
  awsIdentityCenterProfile,
  cloudflare,
  cloudflareProfile,
  databricks,
  databricksProfile,
  datadog,
  datadogProfile,
  figma,
  figmaProfile,
  githubEmu,
  githubEmuProfile,
  githubOrganizationScim,
  githubOrganizationScimProfile,
  gitlab,
  gitlabProfile,
  linear,
  linearProfile,
  miro,
  miroProfile,
  notion,
  notionProfile,
  onePassword,
  onePasswordProfile,
  type ScimProfile,
  salesforceScim,
  salesforceScimProfile,
  sentry,
  sentryProfile,
  slack,
  slackProfile,
  snowflake,
  snowflakeProfile,
} from '../src/index.ts';

export interface TestedApp {
  /** The subpath it is exported under. */
  readonly subpath: string;
  readonly profile: ScimProfile;
  /** The vendor's sheet among the simulators, written by somebody who has not seen the profile. */
  readonly vendor: Vendor;
  /** The app as its own function makes it, with all that its profile allows unless the options say otherwise. */
  readonly app: (options: LoopbackOptions) => AppProvisioner;
}

type LoopbackOptions = AppOptions & { readonly baseUrl: string };

/** Everything the profile allows, allowed. */
function allowing(profile: ScimProfile, options: LoopbackOptions): LoopbackOptions & { readonly allowIrreversible: boolean } {
  const most = profile.disable === undefined ? 'delete' : 'disable-and-delete';
  return { ...(profile.delete === undefined ? {} : { removal: most }), ...options, allowIrreversible: options.allowIrreversible ?? true };
}

export const testedApps: readonly TestedApp[] = [
  { subpath: 'slack', vendor: 'slack', profile: slackProfile, app: (options) => slack(allowing(slackProfile, options)) },
  {
    subpath: 'github-organization-scim',
    vendor: 'github-org',
    profile: githubOrganizationScimProfile,
    app: (options) => githubOrganizationScim({ ...allowing(githubOrganizationScimProfile, options), organization: 'acme' }),
  },
  {
    subpath: 'github-emu',
    vendor: 'github-emu',
    profile: githubEmuProfile,
    app: (options) => githubEmu({ ...allowing(githubEmuProfile, options), enterprise: 'acme' }),
  },
  {
    subpath: 'atlassian',
    vendor: 'atlassian',
    profile: atlassianProfile,
    app: (options) => atlassian({ ...allowing(atlassianProfile, options), directoryId: '1c1a2b3c-0000' }),
  },
  {
    subpath: '1password',
    vendor: '1password',
    profile: onePasswordProfile,
    app: (options) => onePassword(allowing(onePasswordProfile, options)),
  },
  { subpath: 'notion', vendor: 'notion', profile: notionProfile, app: (options) => notion(allowing(notionProfile, options)) },
  {
    subpath: 'figma',
    vendor: 'figma',
    profile: figmaProfile,
    app: (options) => figma({ ...allowing(figmaProfile, options), tenantId: '1234' }),
  },
  { subpath: 'airtable', vendor: 'airtable', profile: airtableProfile, app: (options) => airtable(allowing(airtableProfile, options)) },
  { subpath: 'asana', vendor: 'asana', profile: asanaProfile, app: (options) => asana(allowing(asanaProfile, options)) },
  {
    subpath: 'aws-identity-center',
    vendor: 'aws-identity-center',
    profile: awsIdentityCenterProfile,
    app: (options) => awsIdentityCenter({ ...allowing(awsIdentityCenterProfile, options), region: 'eu-west-1', tenantId: 'aBcD1234-0000' }),
  },
  {
    subpath: 'cloudflare',
    vendor: 'cloudflare',
    profile: cloudflareProfile,
    app: (options) => cloudflare({ ...allowing(cloudflareProfile, options), accountId: '0123456789abcdef0123456789abcdef' }),
  },
  {
    subpath: 'databricks',
    vendor: 'databricks',
    profile: databricksProfile,
    app: (options) => databricks({ ...allowing(databricksProfile, options), accountId: '0d26daa6-5e44-4c97-a497-ef015f91254a' }),
  },
  {
    subpath: 'datadog',
    vendor: 'datadog',
    profile: datadogProfile,
    app: (options) => datadog({ ...allowing(datadogProfile, options), site: 'datadoghq.eu' }),
  },
  {
    subpath: 'gitlab',
    vendor: 'gitlab',
    profile: gitlabProfile,
    app: (options) => gitlab({ ...allowing(gitlabProfile, options), group: 'acme' }),
  },
  { subpath: 'linear', vendor: 'linear', profile: linearProfile, app: (options) => linear(allowing(linearProfile, options)) },
  { subpath: 'miro', vendor: 'miro', profile: miroProfile, app: (options) => miro(allowing(miroProfile, options)) },
  {
    subpath: 'salesforce-scim',
    vendor: 'salesforce',
    profile: salesforceScimProfile,
    app: (options) =>
      salesforceScim({ ...allowing(salesforceScimProfile, options), myDomain: 'acme.my.salesforce.com', profileId: '00e000000000001AAA' }),
  },
  {
    subpath: 'sentry',
    vendor: 'sentry',
    profile: sentryProfile,
    app: (options) => sentry({ ...allowing(sentryProfile, options), organization: 'acme' }),
  },
  {
    subpath: 'snowflake',
    vendor: 'snowflake',
    profile: snowflakeProfile,
    app: (options) => snowflake({ ...allowing(snowflakeProfile, options), account: 'acme-production' }),
  },
];
