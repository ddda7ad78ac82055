// An OAuth service app: it proves itself with a signed assertion and is given a token for an hour.
import { type ConnectorContext, TenureError } from '@tenure/core/connector';
import { type Classify, createHttp, type HeldToken, type HttpClient, holdToken } from '@tenure/core/connector/http';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { limitsOfOkta } from '../limits.ts';
import type { OktaSettings, ServiceAppCredential } from '../settings.ts';
import { openProofs, type Proofs, withProof } from './proof.ts';
import { openKey } from './signing-key.ts';
import type { Transport } from './transport.ts';

const verb = 'fetch token';
const path = '/oauth2/v1/token';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertionSeconds = 300;
const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string(),
  expires_in: z.number().positive(),
  scope: z.string().nullish(),
});

const problemSchema = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) });

interface Token extends HeldToken {
  readonly type: 'Bearer' | 'DPoP';
  readonly scopes: readonly string[];
}

/** Keeps one token for this provider alone. Callers at once share one request for it. */
export function serviceApp(settings: OktaSettings, credential: ServiceAppCredential): Transport {
  const { id: system, http: httpOptions } = settings;
  const { orgUrl: baseUrl, clientId } = credential;
  const proofs = credential.dpop ? openProofs() : undefined;
  const http = createHttp({
    system,
    baseUrl,
    authorize: async () => ({}),
    // The same assertion twice is refused: another try starts with a new one.
    http: { ...httpOptions, maxRetries: 0 },
    classify,
    limits: limitsOfOkta,
  });
  const key = openKey(system, credential.privateKey);
  /** Good for a while: the next token needs no question for another. */
  let nonce: string | undefined;

  const request = async (context: ConnectorContext): Promise<Token> => {
    const form = async () => ({
      grant_type: 'client_credentials',
      scope: credential.scopes.join(' '),
      client_assertion_type: assertionType,
      client_assertion: await assertion(context.now()),
    });
    const asked = await askForToken({ system, http }, form, proofs, { url: `${baseUrl}${path}`, nonce }, context);
    nonce = asked.nonce;
    const { body } = asked;
    const type = body.token_type.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer';
    const now = context.now();
    // OAuth lets the answer leave out the scopes where they are those that were asked for.
    const scopes = body.scope?.split(' ').filter((scope) => scope !== '') ?? credential.scopes;
    return { text: body.access_token, type, scopes, givenAt: now, endsAt: now + body.expires_in * 1_000 };
  };

  const assertion = async (now: number): Promise<string> => {
    const { signingKey, alg, keyId } = await key();
    const seconds = Math.floor(now / 1_000);
    const kid = credential.keyId ?? keyId;
    return new SignJWT()
      .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(`${baseUrl}${path}`)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + assertionSeconds)
      .setJti(crypto.randomUUID())
      .sign(signingKey);
  };

  let clock: () => number = Date.now;
  const usable = holdToken(request);

  return {
    baseUrl,
    authorize: async (context, reason, refused) => {
      clock = context.now;
      const { type, text } = await usable(context, reason, refused);
      return { authorization: `${type} ${text}` };
    },
    fetch: proofs === undefined ? httpOptions?.fetch : withProof(proofs, httpOptions?.fetch, () => clock()),
    belongsTo: 'app',
    actorId: clientId,
    scopes: async (context) => (await usable(context, 'first')).scopes,
  };
}

/** One request, and one more when Okta asks for a nonce. */
async function askForToken(
  { system, http }: { readonly system: string; readonly http: HttpClient },
  form: () => Promise<Record<string, string>>,
  proofs: Proofs | undefined,
  { url, nonce: known }: { readonly url: string; readonly nonce: string | undefined },
  context: ConnectorContext,
): Promise<{ readonly body: z.infer<typeof tokenSchema>; readonly nonce: string | undefined }> {
  let isAsked = false;
  for (let nonce = known; ; isAsked = true) {
    const proof = await proofs?.sign({ method: 'POST', url, nonce }, context.now());
    const { body, headers, problem } = await http.request(
      {
        verb,
        method: 'POST',
        path,
        // Asking for a token changes nothing in the org.
        effect: 'read',
        form: await form(),
        headers: proof === undefined ? {} : { dpop: proof },
        schema: tokenSchema,
        ...(proofs === undefined || isAsked ? {} : { accept: [400] }),
      },
      context,
    );
    if (body !== undefined) return { body, nonce: headers.get('dpop-nonce') ?? nonce };
    const wanted = headers.get('dpop-nonce');
    if (wanted === null || errorOf(problem) !== 'use_dpop_nonce') throw refusal(system, problem);
    nonce = wanted;
  }
}

function errorOf(body: unknown): string | undefined {
  const parsed = problemSchema.safeParse(body);
  return parsed.success ? parsed.data.error : undefined;
}

const meanings: Readonly<Record<string, string>> = {
  invalid_client: 'Okta knows no such service app, or not this key of it',
  unauthorized_client: 'the app may not ask for a token so; is it a service app with a public key?',
  invalid_dpop_proof: 'the app demands DPoP; leave the option dpop on',
  use_dpop_nonce: 'the app demands DPoP; leave the option dpop on',
};

/** What OAuth says is not in Okta's own table of errors. */
function verdictOn(vendorCode: string) {
  const details = { vendorCode };
  if (vendorCode === 'invalid_scope' || vendorCode === 'access_denied')
    return { code: 'CONNECTOR_FORBIDDEN', fact: `the app has not been granted a scope it asks for (${vendorCode})`, details } as const;
  return { code: 'CONNECTOR_UNAUTHENTICATED', fact: `${meanings[vendorCode] ?? 'Okta gave no token'} (${vendorCode})`, details } as const;
}

const classify: Classify = ({ status, body }) => {
  const vendorCode = errorOf(body);
  return vendorCode === undefined || status >= 500 || status === 429 ? undefined : verdictOn(vendorCode);
};

function refusal(system: string, problem: unknown): TenureError {
  const vendorCode = errorOf(problem);
  if (vendorCode === undefined) {
    const [fact, expected] = ['Okta refused without a reason that can be read', 'an OAuth error'];
    return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system, verb, fact, details: { expected } });
  }
  const { code, ...facts } = verdictOn(vendorCode);
  return new TenureError(code, { system, verb, ...facts });
}
