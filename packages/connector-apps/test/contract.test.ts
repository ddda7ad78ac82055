// Every app against the server that speaks its vendor's dialect: the connector contract, and nothing sent that is not by the RFC.
import { describeConnector } from '@tenure/core/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { testedApps } from './apps.ts';
import { dialectWorld } from './dialect-world.ts';

/** Where a vendor wants something else than the RFC has. */
const departures: ReadonlySet<string> = new Set([
  'figma: POST "primary of an item of emails item is not a boolean"',
  'figma: PUT "primary of an item of emails item is not a boolean"',
  'salesforce: PATCH "op is none of add, replace, remove"',
]);

const invalid: string[] = [];
afterAll(() => expect([...new Set(invalid)].filter((each) => !departures.has(each))).toEqual([]));

for (const tested of testedApps) {
  describeConnector({ name: tested.subpath, kind: 'app', makeWorld: () => dialectWorld(tested, invalid) }, { describe, test });
}
