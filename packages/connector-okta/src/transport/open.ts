// Which of the three ways of signing in the caller chose.
import { resolveCredential } from '@tenure/core/connector/http';
import type { OktaSettings } from '../settings.ts';
import { sdkTransport } from './sdk-client.ts';
import { serviceApp } from './service-app.ts';
import type { Transport } from './transport.ts';

export function openTransport(settings: OktaSettings): Transport {
  const { credential } = settings;
  if (credential.kind === 'service-app') return serviceApp(settings, credential);
  if (credential.kind === 'client') return sdkTransport(settings.id, credential.client);
  return {
    baseUrl: credential.orgUrl,
    authorize: async () => ({ authorization: `SSWS ${await resolveCredential(credential.token)}` }),
    fetch: settings.http?.fetch,
    belongsTo: 'user',
  };
}
