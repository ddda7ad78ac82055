// Connecting and disconnecting: catalogue, link token, exchange, a new token, the end of a linked account.
import { Refusal } from '../../serving/answering.ts';
import { type Integration, wireIntegration } from '../integrations.ts';
import { type AccountRoute, type Call, found, notFound, type Route } from './call.ts';
import { pageOf, walkOf } from './page.ts';

const required = ['end_user_email_address', 'end_user_organization_name', 'end_user_origin_id', 'categories'];

/** The customer's part follows in the widget; without `integration` they choose there. */
export const createLinkToken: Route = ({ merge, body }) => {
  const missing = required.filter((name) => body[name] === undefined || body[name] === null || body[name] === '');
  if (missing.length > 0) {
    throw new Refusal({ status: 400, body: Object.fromEntries(missing.map((name) => [name, ['This field is required.']])) });
  }
  const slug = body['integration'] ?? undefined;
  const integration = merge.integrations.find((one) => one.slug === slug);
  if (slug !== undefined && integration === undefined) throw new Refusal({ status: 400, body: { integration: ['Unknown integration.'] } });
  const minutes = lifetimeOf(body);
  const token = merge.accounts.createLinkToken({
    endUser: {
      originId: String(body['end_user_origin_id']),
      organization: String(body['end_user_organization_name']),
      email: String(body['end_user_email_address']),
    },
    integration,
    expiresAt: merge.now() + minutes * 60_000,
  });
  const magic = body['should_create_magic_link_url'] === true ? `https://link.example.com/${token}` : null;
  return found({ link_token: token, integration_name: integration?.name ?? null, magic_link_url: magic });
};

function lifetimeOf(body: Call['body']): number {
  const minutes = Number(body['link_expiry_mins'] ?? 30);
  const longest = body['should_create_magic_link_url'] === true ? 10_080 : 720;
  if (minutes >= 30 && minutes <= longest) return minutes;
  throw new Refusal({ status: 400, body: { link_expiry_mins: [`Ensure this value is between 30 and ${longest}.`] } });
}

/** The account token for a public token: once, then 404. */
export const exchangePublicToken: Route = ({ merge, segments: [publicToken = ''] }) => {
  const account = merge.accounts.exchange(publicToken);
  if (account === undefined) throw notFound();
  return found({ account_token: account.token, id: account.id, integration: wireIntegration(account.integration) });
};

export const regenerateToken: AccountRoute = ({ merge }, account) =>
  found({ linked_account_id: account.id, account_token: merge.accounts.regenerate(account) });

export const deleteAccount: AccountRoute = ({ merge }, account) => {
  merge.accounts.remove(account);
  merge.hooks.onDeleted(account);
  return found(undefined);
};

/** The public catalogue. */
export const allIntegrations: Route = (call) => integrations(call, () => true);

/** What is enabled for the organization. */
export const organizationIntegrations: Route = (call) => integrations(call, ({ isEnabled = true }) => isEnabled);

function integrations({ merge, path, query }: Call, shows: (integration: Integration) => boolean) {
  const category = query.get('category');
  const chosen = merge.integrations.filter(({ categories = ['hris'] }) => category === null || categories.includes(category));
  return found(pageOf(path, query, walkOf(chosen.filter(shows).map(wireIntegration)), merge.switches));
}
