export { type NewSalesforceUser, type SalesforceLogin, type SalesforceUser, standardProfile } from './org.ts';
export {
  type HeldSalesforceUser,
  type SalesforceBackend,
  type SalesforceCredentials,
  type SalesforceServer,
  type SalesforceServerOptions,
  type SalesforceSwitches,
  salesforceSwitches,
  startSalesforceServer,
} from './server.ts';
