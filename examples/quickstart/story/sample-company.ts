// The whole story of the sample company, scene by scene.
import { mergeSource } from '@tenure/connector-merge';
import { apps, firstEvening, groups, identityProvider, schedule, seedSystems } from '../company.ts';
import { statuses, typeIn, zones } from '../hr.ts';
import type { Stage } from '../stage.ts';
import { whatIf } from './another-policy.ts';
import { brokenFeed } from './broken-feed.ts';
import { firstDay } from './first-day.ts';
import { introduce } from './opening.ts';
import { saveReport } from './save-report.ts';
import { secondDay } from './second-day.ts';

const appLines = {
  chat: 'policy both, for everyone',
  code: 'policy create-only, for Engineering',
  books: 'policy delete-only, for Finance',
};

export async function sampleCompany(stage: Stage): Promise<number> {
  const { systems } = stage;
  const { merge } = systems;
  seedSystems(systems);
  await typeIn(merge, 'employees.csv');
  introduce(stage, 'merge', appLines);
  const lifecycle = stage.open({
    timeZone: 'Europe/London',
    zones,
    source: mergeSource({ apiKey: merge.apiKey, accountToken: merge.account.token, baseUrl: merge.baseUrl, statuses }),
    identityProvider: identityProvider(systems),
    groups,
    apps: apps(systems),
    schedule,
  });
  const scene = { ...stage, lifecycle };
  await firstDay(scene);
  stage.goTo(firstEvening);
  await brokenFeed(scene);
  await secondDay(scene);
  await whatIf(scene);
  await saveReport(stage, { title: 'Tenure quickstart', subtitle: 'Two days of a sample company of 244 people' });
  return 0;
}
