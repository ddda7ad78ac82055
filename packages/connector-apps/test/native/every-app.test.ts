// What every application promises, shown for each with an interface of its own over the modelled server of its vendor.
import { describe } from 'vitest';
import { keepsItsPromisesInALifecycle } from '../lifecycle-promises.ts';
import { keepsItsPromises } from '../promises.ts';
import { testedNativeApps } from './apps.ts';
import { nativePromising } from './world.ts';

describe.each(testedNativeApps.map((tested) => [tested.subpath, tested] as const))('%s', (_subpath, tested) => {
  keepsItsPromises(nativePromising(tested));
  keepsItsPromisesInALifecycle(nativePromising(tested));
});
