// Every application with an interface of its own: what tests of all of them go over.
import { testedGoogleWorkspace } from './google-workspace.ts';
import type { TestedNativeApp } from './world.ts';

export const testedNativeApps: readonly TestedNativeApp[] = [testedGoogleWorkspace];
