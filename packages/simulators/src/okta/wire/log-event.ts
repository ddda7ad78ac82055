import type { LogEvent } from '../log/events.ts';
import { wireTime } from './times.ts';

/** An event of the System Log on the wire. */
export function wireLogEvent({ uuid, published, eventType, outcome, actor, targets }: LogEvent): object {
  const { requestApiTokenId, ...who } = actor;
  return {
    uuid,
    published: wireTime(published),
    eventType,
    version: '0',
    severity: outcome === 'SUCCESS' ? 'INFO' : 'WARN',
    displayMessage: eventType,
    actor: { ...who, detailEntry: null },
    client: null,
    outcome: { result: outcome, reason: null },
    target: targets.length === 0 ? null : targets.map((target) => ({ ...target, detailEntry: null })),
    transaction: { id: uuid, type: 'WEB', detail: requestApiTokenId === undefined ? {} : { requestApiTokenId } },
    debugContext: { debugData: {} },
    authenticationContext: { externalSessionId: 'unknown' },
    securityContext: {},
    request: { ipChain: [] },
  };
}
