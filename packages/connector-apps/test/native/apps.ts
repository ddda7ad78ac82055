// Every application with an interface of its own: what tests of all of them go over.
import { testedBox } from './box.ts';
import { testedDropbox } from './dropbox.ts';
import { testedGithub } from './github.ts';
import { testedGoogleWorkspace } from './google-workspace.ts';
import { testedHubspot } from './hubspot.ts';
import { testedJira } from './jira.ts';
import { testedMicrosoftEntra } from './microsoft-entra.ts';
import { testedSalesforce } from './salesforce.ts';
import type { TestedNativeApp } from './world.ts';
import { testedZendesk } from './zendesk.ts';
import { testedZoom } from './zoom.ts';

export const testedNativeApps: readonly TestedNativeApp[] = [
  ...[testedBox, testedDropbox, testedGithub, testedGoogleWorkspace, testedHubspot, testedJira],
  ...[testedMicrosoftEntra, testedSalesforce, testedZendesk, testedZoom],
];
