// The source as a table of contents: which file answers which verb.
import type { HrisSource } from '@tenure/core/connector';
import { checkAdp } from './check.ts';
import { connectionOf } from './connection.ts';
import { hintsOf } from './hints.ts';
import { type AdpSourceOptions, settingsOf } from './options.ts';
import { openDepartments } from './reading/departments.ts';
import { digestOf } from './reading/digest.ts';
import { openPeople } from './reading/people.ts';
import { openAdp } from './transport/open.ts';

/**
 * ADP as the source of a lifecycle. Creating it requests nothing and opens nothing; it never writes to the HR system.
 *
 * A full reading costs one request for every 100 people and one for the end of the list, and as much again each time the
 * list moves while it is read, at most twice. Changes come by the event queue in seconds; each is read again by itself.
 *
 * @example
 * const source = adpSource({ clientId, clientSecret, certificate, key: () => vault.read('adp-key'), timeZone: 'America/New_York' });
 * @throws {TenureError} `OPTIONS_INVALID` with every problem at once.
 */
export function adpSource(options: AdpSourceOptions): HrisSource {
  const settings = settingsOf(options);
  const http = openAdp(settings.access, settings.subscriber);
  const departments = openDepartments(http, settings);
  const people = openPeople(http, settings, departments);
  const { timeZone, roleCode, departmentsFrom, departmentTypes, statuses, employmentTypes, customFields } = settings;
  const read = [1, timeZone, roleCode, departmentsFrom, departmentTypes, statuses, employmentTypes];
  return {
    id: 'adp',
    contract: 1,
    readingVersion: digestOf(Object.keys(customFields).length === 0 ? read : [...read, customFields]),
    // ADP's pages name 300 calls a minute and 50 at once.
    limits: { requests: { count: 4, perMs: 1_000 }, concurrency: 50 },
    check: (context) => checkAdp({ http, settings, people, departments }, context),
    employees: {
      list: people.page,
      get: ({ id }, context) => people.get(id, context),
    },
    departments: { list: departments.page },
    evidence: async () => {
      const reasons = people.takeDoubts();
      return reasons.length === 0 ? { complete: true } : { complete: false, reasons };
    },
    hints: hintsOf(http, timeZone, people.disturb),
    connection: connectionOf(http, settings),
  };
}
