// Every vendor that has a sheet.
import { airtable } from './airtable.ts';
import { asana } from './asana.ts';
import { atlassian } from './atlassian.ts';
import { awsIdentityCenter } from './aws-identity-center.ts';
import { cloudflare } from './cloudflare.ts';
import { databricks } from './databricks.ts';
import { datadog } from './datadog.ts';
import { figma } from './figma.ts';
import { githubEmu } from './github-emu.ts';
import { githubOrg } from './github-org.ts';
import { gitlab, gitlabInstance } from './gitlab.ts';
import { linear } from './linear.ts';
import { miro } from './miro.ts';
import { notion } from './notion.ts';
import { onePassword } from './one-password.ts';
import { plain } from './rfc-plain.ts';
import { salesforce } from './salesforce.ts';
import { sentry } from './sentry.ts';
import type { Sheet } from './sheet.ts';
import { slack } from './slack.ts';
import { snowflake } from './snowflake.ts';

export type Vendor =
  | 'slack'
  | 'github-org'
  | 'github-emu'
  | 'atlassian'
  | '1password'
  | 'notion'
  | 'figma'
  | 'salesforce'
  | 'sentry'
  | 'asana'
  | 'miro'
  | 'airtable'
  | 'aws-identity-center'
  | 'datadog'
  | 'gitlab'
  | 'gitlab-instance'
  | 'cloudflare'
  | 'snowflake'
  | 'databricks'
  | 'linear'
  | 'plain';

export const sheets: Readonly<Record<Vendor, Sheet>> = {
  slack,
  'github-org': githubOrg,
  'github-emu': githubEmu,
  atlassian,
  '1password': onePassword,
  notion,
  figma,
  salesforce,
  sentry,
  asana,
  miro,
  airtable,
  'aws-identity-center': awsIdentityCenter,
  datadog,
  gitlab,
  'gitlab-instance': gitlabInstance,
  cloudflare,
  snowflake,
  databricks,
  linear,
  plain,
};
