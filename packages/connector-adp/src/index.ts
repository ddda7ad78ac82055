// ADP as the HR source of a Tenure lifecycle, in near real time.
export type { AdpProduct } from './mapping/products.ts';
export type { AdpAccessOptions, AdpDepartments, AdpEnvironment, AdpSourceOptions } from './options.ts';
export { adpSource } from './source.ts';
