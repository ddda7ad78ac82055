// Every app with an interface of its own over the modelled server of its vendor: the connector contract.
import { describeConnector } from '@tenure/core/testing';
import { describe, test } from 'vitest';
import { testedNativeApps } from './apps.ts';
import { contractWorldOf } from './world.ts';

for (const tested of testedNativeApps) {
  describeConnector({ name: tested.subpath, kind: 'app', makeWorld: () => contractWorldOf(tested) }, { describe, test });
}
