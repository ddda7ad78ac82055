// Mutual TLS: every connection presents the client certificate. Each source has connections of its own, never the process's.
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import type { Credential } from '@tenure/core/connector';
import { redact, resolveCredential, type Secret } from '@tenure/core/connector/http';
import { Agent, fetch as send } from 'undici';

export interface TlsOptions {
  readonly certificate: Credential;
  readonly key: Credential;
  readonly passphrase?: Credential | undefined;
  readonly authority?: string | undefined;
}

export interface Identity {
  readonly certificate: string;
  readonly key: Secret;
  readonly passphrase: Secret | undefined;
}

export interface MutualTls {
  /** Sends with the certificate that was fetched last. */
  readonly fetch: typeof globalThis.fetch;
  /** Fetches certificate and key; another pair than before gets new connections, the old ones end when they are done. */
  renew(): Promise<void>;
  /** True when there is no certificate yet, or a connection failed since it was fetched: it may have been replaced. */
  isStale(): boolean;
}

export async function identityOf({ certificate, key, passphrase }: TlsOptions): Promise<Identity> {
  return {
    certificate: await resolveCredential(certificate),
    key: redact(await resolveCredential(key)),
    passphrase: passphrase === undefined ? undefined : redact(await resolveCredential(passphrase)),
  };
}

/** @throws when it is no key, or the passphrase is not its own. */
export function keyOf(key: Secret, passphrase: Secret | undefined): KeyObject {
  return createPrivateKey({ key: key.reveal(), format: 'pem', ...(passphrase === undefined ? {} : { passphrase: passphrase.reveal() }) });
}

/** Opens nothing until the first request. */
export function openTls(options: TlsOptions): MutualTls {
  let current: { readonly agent: Agent; readonly mark: string } | undefined;
  let stale = true;
  return {
    async renew() {
      const identity = await identityOf(options);
      const mark = createHash('sha256').update(`${identity.certificate}\n${identity.key.reveal()}`).digest('base64');
      stale = false;
      if (current?.mark === mark) return;
      const before = current;
      current = { agent: agentOf(identity, options.authority), mark };
      // Requests under way keep their connection until they have ended; the promise is about those.
      void before?.agent.close().catch(() => {});
    },
    isStale: () => stale,
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = request.body === null ? null : await request.text();
      const { url, method, redirect, signal } = request;
      const dispatcher = current?.agent;
      if (dispatcher === undefined) throw new TypeError('the certificate was not fetched');
      try {
        const answer = await send(url, { method, headers: [...request.headers], body, redirect, signal, dispatcher });
        const headers = [...answer.headers].filter(([name]) => name !== 'content-encoding' && name !== 'content-length');
        return new Response(answer.body as BodyInit | null, { status: answer.status, headers });
      } catch (error) {
        stale = true;
        throw error;
      }
    },
  };
}

function agentOf({ certificate, key, passphrase }: Identity, authority: string | undefined): Agent {
  return new Agent({
    connect: {
      cert: certificate,
      key: key.reveal(),
      ...(passphrase === undefined ? {} : { passphrase: passphrase.reveal() }),
      ...(authority === undefined ? {} : { ca: authority }),
    },
  });
}
