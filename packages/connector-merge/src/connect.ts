// What an integrations page needs before there is an account: the catalogue, Merge's dialogue, and the token it ends with.
import { setTimeout as delay } from 'node:timers/promises';
import {
  baseUrlSchema,
  type ConnectionState,
  type ConnectorContext,
  type Credential,
  credentialSchema,
  type OptionsShape,
  parseOptions,
} from '@tenure/core/connector';
import { type HttpOptions, httpOptionsSchema } from '@tenure/core/connector/http';
import { z } from 'zod';
import { createLinkToken, exchangePublicToken, listIntegrations, listLinkedAccounts, type MergeIntegration } from './api/connect.ts';
import { stateOf } from './connection.ts';
import { type MergeRegion, regionSchema, regions } from './options.ts';
import { openOrganisation } from './transport/open.ts';

export interface MergeConnectOptions {
  /** The organisation's API key, or a function that fetches it at the moment of use. */
  readonly apiKey: Credential;
  /** Default `us`. The page that shows Merge's dialogue must name the same region. */
  readonly region?: MergeRegion | undefined;
  /** Another address than the region's, up to and with `/api`. */
  readonly baseUrl?: string | undefined;
  readonly http?: HttpOptions | undefined;
}

/** Who is about to connect which system. */
export interface LinkRequest {
  /** Your own id of the customer. Say the same one again to renew a broken connection: the account token stays the same. */
  readonly originId: string;
  readonly organisationName: string;
  readonly emailAddress: string;
  /** The slug of a tile. Without it Merge lets the customer choose from all: the tile "Other". */
  readonly system?: string | undefined;
  /** How long the dialogue may be opened: 30 to 720. Default: Merge's own. */
  readonly expiresInMinutes?: number | undefined;
}

export interface LinkToken {
  /** For Merge's dialogue in the browser. Good for one use. */
  readonly linkToken: string;
  /** The system's name, where the request named one. */
  readonly system: string | undefined;
}

/** An HR system that a customer can choose. */
export interface HrSystem {
  readonly slug: string;
  readonly name: string;
  readonly image: string | undefined;
  readonly squareImage: string | undefined;
  readonly color: string | undefined;
}

/** A new account. Keep the token where secrets are kept; this library stores neither. */
export interface LinkedAccount {
  readonly accountToken: string;
  readonly linkedAccountId: string;
  readonly system: HrSystem;
}

/** A customer's account and how it stands, for a page that lists connections. */
export interface LinkedAccountState extends ConnectionState {
  readonly linkedAccountId: string;
  /** Your own id of the customer. */
  readonly originId: string | undefined;
  readonly organisationName: string | undefined;
}

/** What to stop by and where to log. Default: nothing stops it, nothing is logged. */
export interface ConnectCall {
  readonly signal?: AbortSignal | undefined;
  readonly log?: ConnectorContext['log'] | undefined;
}

/** Connecting customers, for the backend of a settings page. Holds nothing open. */
export interface MergeConnect {
  /** The systems enabled for the organisation: those named in `first` in that order, then the rest by name. Reads only. */
  systems(
    request?: { readonly first?: readonly string[] | undefined },
    call?: ConnectCall,
  ): Promise<{
    readonly first: readonly HrSystem[];
    readonly other: readonly HrSystem[];
  }>;
  /** A token to open Merge's dialogue with, for a new connection or to renew one. Each call makes another token. */
  createLinkToken(request: LinkRequest, call?: ConnectCall): Promise<LinkToken>;
  /**
   * The account that the dialogue ended with. A public token is good once: after `CONNECTOR_OUTCOME_UNKNOWN` let the
   * customer open the dialogue again with the same `originId`.
   *
   * @throws {TenureError} `CONNECTOR_REJECTED` for a token that is unknown or used.
   */
  exchangePublicToken(publicToken: string, call?: ConnectCall): Promise<LinkedAccount>;
  /** The accounts of one customer, or of all; `relink-needed` tells that the customer must sign in again. Reads only. */
  linkedAccounts(request?: { readonly originId?: string | undefined }, call?: ConnectCall): Promise<readonly LinkedAccountState[]>;
}

const optionsSchema = z.strictObject({
  apiKey: credentialSchema,
  region: regionSchema.optional(),
  baseUrl: baseUrlSchema.optional(),
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<MergeConnectOptions>);

const linkSchema = z.strictObject({
  originId: z.string().min(1).max(100),
  organisationName: z.string().min(1).max(100),
  emailAddress: z.email('expected an e-mail address').max(100),
  system: z.string().min(1).optional(),
  expiresInMinutes: z.int().min(30).max(720).optional(),
} satisfies OptionsShape<LinkRequest>);

/**
 * The way a customer connects an HR system through Merge.
 *
 * @example
 * const connect = mergeConnect({ apiKey: process.env.MERGE_API_KEY ?? '' });
 * const { linkToken } = await connect.createLinkToken({ originId: 'acme', organisationName: 'Acme', emailAddress: 'it@acme.example' });
 * @throws {TenureError} `OPTIONS_INVALID` with every problem at once.
 */
export function mergeConnect(options: MergeConnectOptions): MergeConnect {
  const {
    apiKey,
    region = 'us',
    baseUrl = regions[region],
    http: settings,
  } = parseOptions<MergeConnectOptions>('merge', optionsSchema, options);
  const http = openOrganisation(baseUrl, apiKey, settings);
  return {
    async systems({ first = [] } = {}, call) {
      const all = (await listIntegrations(http, contextOf(call))).filter(isHris).map(systemOf);
      const named = first.flatMap((slug) => all.filter((system) => system.slug === slug));
      const other = all.filter((system) => !named.includes(system)).sort((one, next) => one.name.localeCompare(next.name, 'en'));
      return { first: named, other };
    },
    async createLinkToken(request, call) {
      const { originId, organisationName, emailAddress, system, expiresInMinutes } = parseOptions<LinkRequest>(
        'merge',
        linkSchema,
        request,
      );
      const json = {
        end_user_origin_id: originId,
        end_user_organization_name: organisationName,
        end_user_email_address: emailAddress,
        categories: ['hris'],
        ...(system === undefined ? {} : { integration: system }),
        ...(expiresInMinutes === undefined ? {} : { link_expiry_mins: expiresInMinutes }),
      };
      const answer = await createLinkToken(http, json, contextOf(call));
      return { linkToken: answer.link_token, system: answer.integration_name ?? undefined };
    },
    async exchangePublicToken(publicToken, call) {
      const { account_token: accountToken, id, integration } = await exchangePublicToken(http, publicToken, contextOf(call));
      return { accountToken, linkedAccountId: id, system: systemOf(integration) };
    },
    async linkedAccounts({ originId } = {}, call) {
      const accounts = await listLinkedAccounts(http, originId, contextOf(call));
      return accounts.map(({ id, status, integration, ...account }) => {
        const name = typeof integration === 'object' ? integration?.name : integration;
        return {
          ...stateOf({ id, status, integration: name }, []),
          linkedAccountId: id,
          originId: account.end_user_origin_id ?? undefined,
          organisationName: account.end_user_organization_name ?? undefined,
        };
      });
    },
  };
}

function isHris({ categories }: MergeIntegration): boolean {
  return categories?.includes('hris') ?? true;
}

function systemOf({ slug, name, image, square_image, color }: MergeIntegration): HrSystem {
  return { slug, name, image: image ?? undefined, squareImage: square_image ?? undefined, color: color ?? undefined };
}

const silent: ConnectorContext['log'] = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** These calls come from a web request and not from the engine: they keep the machine's own time. */
function contextOf({ signal = new AbortController().signal, log = silent }: ConnectCall = {}): ConnectorContext {
  return {
    signal,
    log,
    now: Date.now,
    sleep: async (milliseconds) => {
      await delay(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
  };
}
