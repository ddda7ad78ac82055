// Every app against the server that speaks its vendor's dialect: the connector contract, and nothing sent that is not by the RFC.
import { describeConnector } from '@tenure/core/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { testedApps } from './apps.ts';
import { dialectWorld } from './dialect-world.ts';

const invalid: string[] = [];
afterAll(() => expect([...new Set(invalid)]).toEqual([]));

for (const tested of testedApps) {
  describeConnector({ name: tested.subpath, kind: 'app', makeWorld: () => dialectWorld(tested, invalid) }, { describe, test });
}
