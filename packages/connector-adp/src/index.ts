// ADP as the HR source of a Tenure lifecycle, in near real time.
export type { AdpDepartments, AdpProduct } from './mapping/products.ts';
export type { AdpMarketplace, AdpMarketplaceOptions, MarketplaceCall, SubscriptionEvent } from './marketplace/marketplace.ts';
export { adpMarketplace } from './marketplace/marketplace.ts';
export type { AdpAccessOptions, AdpEnvironment, AdpSourceOptions } from './options.ts';
export { adpSource } from './source.ts';
