// Every application of this package, for a settings page, a README or a person who chooses. Only this file knows them all: whoever imports
// one app loads that app.
import { attributesIn, type ProfileAttribute, type RateLimits } from '@tenure/core/connector';
import type { z } from 'zod';
import type { AppDescription, AppEffects, AppSource, Deleting } from './description.ts';
import { boxDescription } from './native/box/description.ts';
import { dropboxDescription } from './native/dropbox/description.ts';
import { githubDescription } from './native/github/description.ts';
import { googleWorkspaceDescription } from './native/google-workspace/description.ts';
import { hubspotDescription } from './native/hubspot/description.ts';
import { jiraDescription } from './native/jira/description.ts';
import { microsoftEntraDescription } from './native/microsoft-entra/description.ts';
import { salesforceDescription } from './native/salesforce/description.ts';
import { zendeskDescription } from './native/zendesk/description.ts';
import { zoomDescription } from './native/zoom/description.ts';
import { connectionSchemaOf, type NamedAppOptions, optionsSchemaOf, type Removal, removalOf } from './options.ts';
import { onePasswordProfile } from './profiles/1password.ts';
import { airtableProfile } from './profiles/airtable.ts';
import { asanaProfile } from './profiles/asana.ts';
import { atlassianProfile } from './profiles/atlassian.ts';
import { awsIdentityCenterProfile } from './profiles/aws-identity-center.ts';
import { cloudflareProfile } from './profiles/cloudflare.ts';
import { databricksProfile } from './profiles/databricks.ts';
import { datadogProfile } from './profiles/datadog.ts';
import { figmaProfile } from './profiles/figma.ts';
import { githubEmuProfile } from './profiles/github-emu.ts';
import { githubOrganizationScimProfile } from './profiles/github-organization-scim.ts';
import { gitlabProfile } from './profiles/gitlab.ts';
import { linearProfile } from './profiles/linear.ts';
import { miroProfile } from './profiles/miro.ts';
import { notionProfile } from './profiles/notion.ts';
import { salesforceScimProfile } from './profiles/salesforce-scim.ts';
import { sentryProfile } from './profiles/sentry.ts';
import { slackProfile } from './profiles/slack.ts';
import { snowflakeProfile } from './profiles/snowflake.ts';

/** One application, as plain data beside its schemas. */
export interface CatalogueEntry {
  /** The app's default id; also its subpath: `@tenure/connector-apps/slack`. */
  readonly id: string;
  readonly subpath: string;
  /** The name of its function. */
  readonly factory: string;
  readonly name: string;
  /** One sentence, without a logo. */
  readonly description: string;
  /** `tested`: run against an independent server; `documented`: made from the vendor's documents and run against a model of it. */
  readonly status: AppDescription['status'];
  /** SCIM 2.0, or an interface of the vendor's own. */
  readonly speaks: 'scim' | 'own';
  /** What the vendor must have sold. */
  readonly plan: string;
  /** Which credential, and where it comes from, in words. */
  readonly credential: string;
  /**
   * What a customer states to connect the app: credentials (marked `secret: true`) and what differs by customer, each with
   * words and an example. `z.toJSONSchema(connection, { io: 'input', unrepresentable: 'any' })` is a form.
   */
  readonly connection: z.ZodType;
  /** Everything that its function takes. */
  readonly options: z.ZodType;
  /** Attributes that the app can be told. */
  readonly attributes: readonly ProfileAttribute[];
  /** What creating, turning off and deleting mean there. A verb without words is not offered; `notOffered` says why. */
  readonly effects: AppEffects;
  /** What happens to leavers unless the options say otherwise. */
  readonly removal: Removal;
  /** How deleting can be undone; absent where nothing is deleted. */
  readonly deletion?: Deleting['undone'] | undefined;
  readonly limits: Omit<RateLimits, 'credential'>;
  readonly traps: readonly string[];
  readonly assumed: readonly string[];
  readonly sources: readonly AppSource[];
}

type Described = AppDescription & {
  readonly places?: Readonly<Partial<Record<ProfileAttribute, unknown>>> | undefined;
  readonly attributes?: readonly ProfileAttribute[] | undefined;
};

/** By subpath and function, in the order in which they are shown. */
const apps: readonly (readonly [subpath: string, factory: string, description: Described])[] = [
  ['google-workspace', 'googleWorkspace', googleWorkspaceDescription],
  ['microsoft-entra', 'microsoftEntra', microsoftEntraDescription],
  ['github', 'github', githubDescription],
  ['zoom', 'zoom', zoomDescription],
  ['salesforce', 'salesforce', salesforceDescription],
  ['hubspot', 'hubspot', hubspotDescription],
  ['dropbox', 'dropbox', dropboxDescription],
  ['box', 'box', boxDescription],
  ['zendesk', 'zendesk', zendeskDescription],
  ['jira', 'jira', jiraDescription],
  ['slack', 'slack', slackProfile],
  ['github-organization-scim', 'githubOrganizationScim', githubOrganizationScimProfile],
  ['github-emu', 'githubEmu', githubEmuProfile],
  ['atlassian', 'atlassian', atlassianProfile],
  ['1password', 'onePassword', onePasswordProfile],
  ['notion', 'notion', notionProfile],
  ['figma', 'figma', figmaProfile],
  ['airtable', 'airtable', airtableProfile],
  ['asana', 'asana', asanaProfile],
  ['aws-identity-center', 'awsIdentityCenter', awsIdentityCenterProfile],
  ['cloudflare', 'cloudflare', cloudflareProfile],
  ['databricks', 'databricks', databricksProfile],
  ['datadog', 'datadog', datadogProfile],
  ['gitlab', 'gitlab', gitlabProfile],
  ['linear', 'linear', linearProfile],
  ['miro', 'miro', miroProfile],
  ['salesforce-scim', 'salesforceScim', salesforceScimProfile],
  ['sentry', 'sentry', sentryProfile],
  ['snowflake', 'snowflake', snowflakeProfile],
];

/** Every application of this package with its own function. Pure: nothing is requested, nothing is kept. */
export function catalog(): readonly CatalogueEntry[] {
  return apps.map(([subpath, factory, description]) => entryOf(subpath, factory, description));
}

function entryOf(subpath: string, factory: string, app: Described): CatalogueEntry {
  const { places, attributes } = app;
  return {
    ...{ id: app.id, subpath, factory, name: app.name, description: app.description, status: app.status },
    speaks: places === undefined ? 'own' : 'scim',
    ...{ plan: app.plan, credential: app.credential },
    connection: connectionSchemaOf(app),
    options: optionsSchemaOf<NamedAppOptions>(app),
    attributes: attributes ?? attributesIn(places ?? {}),
    effects: app.effects,
    removal: removalOf(app, {}),
    deletion: app.delete?.undone,
    ...{ limits: app.limits, traps: app.traps, assumed: app.assumed, sources: app.sources },
  };
}
