// Okta as the identity provider of a Tenure lifecycle.
export { hookEvents, watchedEvents } from './events/meaning.ts';
export type {
  OktaAttributes,
  OktaClientOptions,
  OktaCommonOptions,
  OktaEventHook,
  OktaProviderOptions,
  OktaServiceAppOptions,
  OktaTokenOptions,
} from './options.ts';
export { oktaProvider } from './provider.ts';
export type { OktaSdkClient, OktaSdkExecutor, OktaSdkResponse } from './transport/sdk-client.ts';
