// The whole story of the sample company, scene by scene.
import { fileURLToPath } from 'node:url';
import { fileSource } from '@tenure/connector-file';
import { apps, emptyClears, firstEvening, groups, identityProvider, schedule, seedSystems } from '../company.ts';
import { handIn, type Stage } from '../stage.ts';
import { whatIf } from './another-policy.ts';
import { brokenExport } from './broken-export.ts';
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
  seedSystems(systems);
  introduce(stage, appLines);
  const employees = await handIn(stage, 'employees.csv');
  const departments = fileURLToPath(new URL('../data/departments.csv', import.meta.url));
  const lifecycle = stage.open({
    timeZone: 'Europe/London',
    source: fileSource({ employees, departments, emptyClears }),
    identityProvider: identityProvider(systems),
    groups,
    apps: apps(systems),
    schedule,
  });
  const scene = { ...stage, lifecycle };
  await firstDay(scene);
  stage.clock.setTo(firstEvening);
  await brokenExport(scene);
  await secondDay(scene);
  await whatIf(scene);
  await saveReport(stage, { title: 'Tenure quickstart', subtitle: 'Two days of a sample company of 244 people' });
  return 0;
}
