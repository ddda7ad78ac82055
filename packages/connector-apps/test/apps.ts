// Every application of the package with options that name a loopback server: what tests of all of them go over.
import type { AppProvisioner } from '@tenure/core/connector';
import { onePassword, onePasswordProfile } from '../src/profiles/1password.ts';
import { atlassian, atlassianProfile } from '../src/profiles/atlassian.ts';
import { figma, figmaProfile } from '../src/profiles/figma.ts';
import { githubEmu, githubEmuProfile } from '../src/profiles/github-emu.ts';
import { githubOrganizationScim, githubOrganizationScimProfile } from '../src/profiles/github-organization-scim.ts';
import { notion, notionProfile } from '../src/profiles/notion.ts';
import { slack, slackProfile } from '../src/profiles/slack.ts';
import type { AppOptions, ScimProfile } from '../src/scim/index.ts';

export interface TestedApp {
  /** The subpath it is exported under. */
  readonly subpath: string;
  readonly profile: ScimProfile;
  /** The app as its own function makes it, with all that its profile allows unless the options say otherwise. */
  readonly app: (options: AppOptions & { readonly baseUrl: string }) => AppProvisioner;
}

const everything = (profile: ScimProfile): Pick<AppOptions, 'removal' | 'allowIrreversible'> & { readonly allowIrreversible: boolean } => ({
  allowIrreversible: true,
  ...(profile.delete === undefined ? {} : { removal: profile.disable === undefined ? 'delete' : 'disable-and-delete' }),
});

export const testedApps: readonly TestedApp[] = [
  { subpath: 'slack', profile: slackProfile, app: (options) => slack({ ...everything(slackProfile), ...options }) },
  {
    subpath: 'github-organization-scim',
    profile: githubOrganizationScimProfile,
    app: (options) => githubOrganizationScim({ organization: 'acme', ...everything(githubOrganizationScimProfile), ...options }),
  },
  {
    subpath: 'github-emu',
    profile: githubEmuProfile,
    app: (options) => githubEmu({ enterprise: 'acme', ...everything(githubEmuProfile), ...options }),
  },
  {
    subpath: 'atlassian',
    profile: atlassianProfile,
    app: (options) => atlassian({ directoryId: '1c1a2b3c-0000', ...everything(atlassianProfile), ...options }),
  },
  { subpath: '1password', profile: onePasswordProfile, app: (options) => onePassword({ ...everything(onePasswordProfile), ...options }) },
  { subpath: 'notion', profile: notionProfile, app: (options) => notion({ ...everything(notionProfile), ...options }) },
  { subpath: 'figma', profile: figmaProfile, app: (options) => figma({ tenantId: '1234', ...everything(figmaProfile), ...options }) },
];
