// The contract between the engine and connectors. It imports the model only.

export type * from '../model/index.ts';
export {
  attributesIn,
  employeeFields,
  employeeStatuses,
  employmentTypes,
  isCalendarDate,
  isCustomAttribute,
  isInstant,
  isProfileAttribute,
  isTimeZone,
  profileAttributes,
} from '../model/index.ts';
export type * from './context.ts';
export type { AnyTenureError, ErrorCode, ErrorDetails, ErrorFacts, OptionProblem, RetryClass } from './errors.ts';
export { errorTable, isTenureError, TenureError } from './errors.ts';
export type * from './hints.ts';
export type * from './limiter.ts';
export type { OptionsShape } from './options.ts';
export { baseUrlSchema, credentialSchema, parseOptions, rateLimitsSchema } from './options.ts';
export type * from './source.ts';
export type * from './target.ts';
