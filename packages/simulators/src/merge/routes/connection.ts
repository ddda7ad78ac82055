// The state of a connection: how fresh its copy is, who it belongs to, what is wrong with it, what it may read.
import { wireDetails, wireIssue } from '../account.ts';
import { wireIntegration } from '../integrations.ts';
import { mergeModels, modelDescriptions } from '../models.ts';
import { type AccountRoute, found, notFound, type Route } from './call.ts';
import { pageOf, walkOf } from './page.ts';

export const syncStatus: AccountRoute = ({ merge, path, query }, { sync }) =>
  found(pageOf(path, query, walkOf(sync.status()), merge.switches));

/** Begins a sync now, and answers a bare array. */
export const resync: AccountRoute = (_call, { sync }) => {
  sync.request();
  return found(sync.status());
};

export const accountDetails: AccountRoute = (_call, account) => found(wireDetails(account));

export const issues: AccountRoute = ({ merge, path, query }, account) => {
  const wanted = query.get('status');
  const chosen = account.issues().filter(({ status }) => wanted === null || status === wanted);
  const wire = chosen.map((issue) => wireIssue(account, issue));
  return found(pageOf(path, query, walkOf(wire), merge.switches));
};

export const readIssue: AccountRoute = ({ segments: [id] }, account) => {
  const issue = account.issues().find((one) => one.id === id);
  if (issue === undefined) throw notFound();
  return found(wireIssue(account, issue));
};

export const linkedAccountScopes: AccountRoute = (_call, { visibility }) => found(visibility.scopes());

export const availableActions: AccountRoute = (_call, { integration }) =>
  found({
    integration: wireIntegration(integration),
    passthrough_available: false,
    available_model_operations: mergeModels.map((model) => ({
      model_name: modelDescriptions[model].name,
      available_operations: ['FETCH'],
      required_post_parameters: [],
      supported_fields: modelDescriptions[model].fields,
    })),
  });

/** Every linked account of the organization; duplicates only on request. */
export const linkedAccounts: Route = ({ merge, path, query }) => {
  const asked = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
  const ids = query.get('ids')?.split(',');
  const chosen = merge.accounts.all.filter((account) => {
    const { id, endUser, integration, status, isDuplicate } = account;
    return (
      (query.get('include_duplicates') === 'true' || !isDuplicate) &&
      (ids?.includes(id) ?? true) &&
      asked('id', id) &&
      asked('status', status) &&
      asked('category', 'hris') &&
      asked('integration_name', integration.name) &&
      asked('end_user_origin_id', endUser.originId) &&
      asked('end_user_organization_name', endUser.organization) &&
      asked('end_user_email_address', endUser.email)
    );
  });
  const wire = chosen.map((account) => ({
    ...wireDetails(account),
    integration: { ...wireIntegration(account.integration), passthrough_available: false, available_model_operations: [] },
    status_detail: account.status === 'RELINK_NEEDED' ? 'The credentials are no longer accepted.' : null,
    subdomain: null,
    integration_specific_fields: {},
  }));
  return found(pageOf(path, query, walkOf(wire), merge.switches));
};
