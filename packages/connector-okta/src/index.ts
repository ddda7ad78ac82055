// Okta as the identity provider of a Tenure lifecycle.
export type { OktaAttributes, OktaProviderOptions } from './options.ts';
export { oktaProvider } from './provider.ts';
