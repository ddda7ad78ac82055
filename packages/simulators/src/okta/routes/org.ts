// The org about itself.
import type { Org } from '../org.ts';
import { wireTime } from '../wire/times.ts';
import { type Answer, ok, type Route } from './call.ts';

const orgId = '00o00000000000000001';

/** Open to everybody. */
export function organization(_org: Org, origin: string): Answer {
  return ok({ id: orgId, pipeline: 'idx', _links: { organization: { href: origin } }, settings: {} });
}

export function orgSettings(org: Org): Route {
  return () => {
    const created = wireTime(org.groups.everyone.created);
    return ok({
      id: orgId,
      companyName: 'Example',
      subdomain: 'example',
      status: 'ACTIVE',
      created,
      lastUpdated: created,
      expiresAt: null,
    });
  };
}
