// A connector in one file: Roster Desk, an application with a JSON API. Copy it, and change the vendor's half.
import {
  type Account,
  type AccountProfile,
  type AppProvisioner,
  baseUrlSchema,
  type ConnectorContext,
  type Credential,
  credentialSchema,
  type FindKeys,
  type OptionsShape,
  type Page,
  parseOptions,
  TenureError,
} from '@tenure/core/connector';
import { bearer, type Classify, createHttp, type HttpOptions, httpOptionsSchema, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';

const system = 'roster-desk';

export interface RosterDeskOptions {
  /** Where your Roster Desk lives, for example `https://acme.rosterdesk.example`. */
  readonly baseUrl: string;
  /** An API token with the scope `members:write`. */
  readonly token: Credential;
  readonly http?: HttpOptions | undefined;
}

const optionsSchema = z.strictObject({
  baseUrl: baseUrlSchema,
  token: credentialSchema,
  http: httpOptionsSchema.optional(),
} satisfies OptionsShape<RosterDeskOptions>);

// Answers are read leniently: only what is used, and nothing that a new version of the vendor may leave out.
const memberSchema = z.object({
  id: z.string(),
  status: z.string(),
  login: z.string().nullish(),
  email: z.string().nullish(),
  external_ref: z.string().nullish(),
  name: z.string().nullish(),
  job_title: z.string().nullish(),
  owner: z.boolean().nullish(),
});
const pageSchema = z.object({ members: z.array(memberSchema), next: z.string().nullish() });
const tokenSchema = z.object({ scopes: z.array(z.string()) });
const takenSchema = z.object({ error: z.literal('login_taken'), holder: z.string() });
const ownerSchema = z.object({ error: z.literal('owner') });
type Member = z.infer<typeof memberSchema>;

/** The attributes of a profile by the vendor's names. The whole mapping stands here. */
const fields = { userName: 'login', externalId: 'external_ref', email: 'email', displayName: 'name', title: 'job_title' } as const;
type Told = keyof typeof fields;
const attributes = Object.keys(fields) as Told[];

/** A profile as the vendor takes it: absent stays absent, `null` clears. */
function fieldsOf(profile: AccountProfile): Record<string, string | null> {
  return Object.fromEntries(attributes.flatMap((name) => (profile[name] === undefined ? [] : [[fields[name], profile[name] ?? null]])));
}

function accountOf(member: Member): Account {
  const state = member.status === 'active' ? 'active' : member.status === 'inactive' ? 'disabled' : 'unknown';
  return {
    id: member.id,
    state,
    userName: member.login ?? undefined,
    email: member.email ?? undefined,
    externalId: member.external_ref ?? undefined,
    protectedBecause: member.owner === true ? 'it owns this Roster Desk' : undefined,
  };
}

const classify: Classify = ({ status, body }) => {
  const taken = status === 409 ? takenSchema.safeParse(body) : undefined;
  if (taken?.success) return { code: 'CONNECTOR_CONFLICT', fact: 'the login is taken', details: { accountIds: [taken.data.holder] } };
  const owned = status === 403 && ownerSchema.safeParse(body).success;
  return owned ? { code: 'CONNECTOR_PROTECTED_ACCOUNT', fact: 'an owner is changed by hand only' } : undefined;
};

/** Roster Desk as a target. Options are checked at once; nothing is requested until a verb is called. */
export function rosterDesk(options: RosterDeskOptions): AppProvisioner {
  const { baseUrl, token, http: httpOptions } = parseOptions(system, optionsSchema, options);
  const http = createHttp({ system, baseUrl, authorize: bearer(token), http: httpOptions, classify });

  async function members(query: Record<string, string | number | undefined>, context: ConnectorContext): Promise<Page<Member>> {
    const request = { verb: 'list members', method: 'GET', path: '/api/members', query, effect: 'read', schema: pageSchema } as const;
    const { body } = await http.request(request, context);
    if (body.next != null && body.next === query['after']) {
      const details = { expected: 'a cursor that goes on' };
      throw new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system, verb: request.verb, fact: 'its cursor does not go on', details });
    }
    return { items: body.members, next: body.next ?? undefined };
  }

  /** The vendor's search finds beginnings of any field. Only whole values of the asked field may count. */
  async function holders(name: keyof FindKeys & Told, value: string, context: ConnectorContext): Promise<Member[]> {
    const fold = (text: string) => (name === 'externalId' ? text : text.toLowerCase());
    const hits: Member[] = [];
    let after: string | undefined;
    do {
      const page = await members({ search: value, after, limit: 100 }, context);
      hits.push(...page.items.filter((member) => fold(member[fields[name]] ?? '') === fold(value)));
      after = page.next;
    } while (after !== undefined);
    return hits;
  }

  async function read(accountId: string, context: ConnectorContext): Promise<Member | undefined> {
    const request = { verb: 'get member', id: accountId, method: 'GET', path: pathOf`/api/members/${accountId}`, effect: 'read' } as const;
    return (await http.request({ ...request, accept: [404], schema: memberSchema }, context)).body;
  }

  /** A step that Roster Desk answers with 404 when there is no such member, and with 409 when it is so already. */
  async function step(verb: string, method: 'POST' | 'DELETE', path: string, id: string, accept: number[], context: ConnectorContext) {
    // The answer is read although nothing in it is used: half a document or a login page must not pass for done.
    const schema = memberSchema.optional();
    const { status } = await http.request({ verb, id, method, path, effect: 'write', accept, schema }, context);
    return { outcome: accept.includes(status) ? ('unchanged' as const) : ('changed' as const) };
  }

  return {
    id: system,
    contract: 1,
    attributes,
    instance: { name: new URL(baseUrl).host },
    limits: { requests: { count: 300, perMs: 60_000 }, concurrency: 4 },
    effects: { disable: 'ends sign-in and keeps the shifts', delete: 'removes the member and their shifts', irreversible: ['delete'] },
    check: async (context) => {
      const request = { verb: 'read token', method: 'GET', path: '/api/token', effect: 'read', schema: tokenSchema } as const;
      const { body } = await http.request(request, context);
      const writes = body.scopes.includes('members:write');
      const scope = { title: 'may change members', detail: writes ? undefined : 'the token lacks members:write' } as const;
      return {
        system,
        items: [
          { title: 'token accepted', state: 'ok' },
          { ...scope, state: writes ? 'ok' : 'problem' },
        ],
      };
    },
    accounts: {
      find: async (keys, context) => {
        const found = new Map<string, Account>();
        const asked = (['externalId', 'userName', 'email'] as const).flatMap((name) => (keys[name] ? [{ name, value: keys[name] }] : []));
        if (asked.length === 0) return { kind: 'cannot-tell' };
        for (const { name, value } of asked) {
          for (const member of await holders(name, value, context)) found.set(member.id, accountOf(member));
        }
        return found.size === 0 ? { kind: 'absent' } : { kind: 'found', accounts: [...found.values()] };
      },
      get: async ({ accountId }, context) => {
        const member = await read(accountId, context);
        return member === undefined ? undefined : accountOf(member);
      },
      list: async ({ cursor, limit }, context) => {
        const page = await members({ after: cursor, limit: Math.min(limit, 100) }, context);
        return { ...page, items: page.items.map(accountOf) };
      },
      create: async ({ profile }, context) => {
        const request = { verb: 'create member', method: 'POST', path: '/api/members', effect: 'write', schema: memberSchema } as const;
        const headers = { 'idempotency-key': context.idempotencyKey };
        const { status, body } = await http.request({ ...request, headers, json: fieldsOf(profile) }, context);
        return { outcome: status === 201 ? 'changed' : 'unchanged', account: accountOf(body) };
      },
      update: async ({ accountId, attributes: wanted }, context) => {
        const member: Record<string, unknown> = (await read(accountId, context)) ?? {};
        const json = Object.fromEntries(Object.entries(fieldsOf(wanted)).filter(([name, value]) => (member[name] ?? null) !== value));
        if (Object.keys(json).length === 0) return { outcome: 'unchanged' };
        const request = { verb: 'update member', method: 'PATCH', effect: 'write', schema: memberSchema } as const;
        await http.request({ ...request, id: accountId, path: pathOf`/api/members/${accountId}`, json }, context);
        return { outcome: 'changed' };
      },
      disable: ({ accountId: id }, context) =>
        step('disable member', 'POST', pathOf`/api/members/${id}/deactivate`, id, [404, 409], context),
      enable: ({ accountId: id }, context) => step('enable member', 'POST', pathOf`/api/members/${id}/activate`, id, [409], context),
      delete: ({ accountId: id }, context) => step('delete member', 'DELETE', pathOf`/api/members/${id}`, id, [404], context),
    },
  };
}
