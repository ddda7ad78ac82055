// Finding out how an unknown SCIM server speaks, with one throwaway account. It writes; `check` never does.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { CheckItem, ConnectorContext, Credential } from '@tenure/core/connector';
import { isTenureError } from '@tenure/core/connector';
import type { HttpOptions } from '@tenure/core/connector/http';
import { getServiceProviderConfig, getUser, listUsers, postUser, writeUser } from './api.ts';
import { newUser } from './body.ts';
import { byEmail, byExternalId, byUserName, genericProfile } from './generic.ts';
import { switchOf } from './patch.ts';
import type { Lookup, ScimProfile, SwitchForm } from './profile.ts';
import { accountOf, type Resource } from './resource.ts';
import { type ScimServer, serverOf } from './server.ts';

/** What {@link probeScim} is told. */
export interface ProbeOptions {
  readonly baseUrl: string;
  readonly token: Credential;
  /** A domain of the app's tenant: the throwaway account is `tenure-probe-…` there. Nobody may receive mail at it. */
  readonly domain: string;
  readonly http?: HttpOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ProbeReport {
  /** What was tried and seen, in order. */
  readonly items: readonly CheckItem[];
  /** The generic profile with what was seen in its place; look at it before use. */
  readonly profile: ScimProfile;
  /** The throwaway account, where it could not be deleted. Take it out by hand. */
  readonly leftBehind?: string | undefined;
}

/**
 * Makes one account in an app, finds it, makes it again, turns it off and on, deletes it, and proposes a profile from what
 * the app did. Run it once, against a sandbox where there is one: it writes, and an app may send an invitation.
 *
 * @throws {TenureError} when users cannot be listed or the account cannot be made; nothing is left behind then. Not safe to run twice at once.
 */
export async function probeScim(options: ProbeOptions): Promise<ProbeReport> {
  const server = serverOf({ id: 'probe', ...options }, { ...genericProfile, delete: { form: 'delete', settlesMs: 0, undone: 'never' } });
  const context = contextOf(options.signal);
  await listUsers(server, 'probe', { count: 1 }, context);
  const items: CheckItem[] = [];
  const said = await getServiceProviderConfig(server, context).catch(() => undefined);
  const name = `tenure-probe-${randomUUID().slice(0, 8)}`;
  const person = {
    userName: `${name}@${options.domain}`,
    externalId: name,
    email: `${name}@${options.domain}`,
    givenName: 'Tenure',
    familyName: 'Probe',
    displayName: 'Tenure Probe',
  };
  const made = await postUser(server, newUser(person, genericProfile), context);
  items.push({ title: 'an account can be made', state: 'ok' });
  const on = await lookupsThatShow(server, person, made.id, context);
  items.push(seen(on.length > 0, 'it is found', on.map(({ filter }) => filter).join(', ')));
  const adopts = await takesTwice(server, person, made.id, context);
  items.push(
    adopts
      ? { title: 'a second one is refused', state: 'warning', detail: 'the first is answered again' }
      : { title: 'a second one is refused', state: 'ok' },
  );
  const off = await firstThatWorks(server, made.id, false, context);
  const shown = await now(server, made.id, context);
  items.push(
    seen(
      off !== undefined,
      'it is turned off',
      off === undefined ? 'by no form' : `${off}, and then ${shown === undefined ? 'gone' : 'shown as off'}`,
    ),
  );
  const whileOff = shown === undefined ? [] : await lookupsThatShow(server, person, made.id, context);
  const back = shown !== undefined && off !== undefined && (await works(server, made.id, off, true, context));
  items.push(seen(back, 'it is turned on again'));
  const deleted = shown === undefined || (await isDeleted(server, made.id, context));
  items.push(seen(deleted, 'it is deleted'));
  const lookups = on.map((lookup) => (whileOff.includes(lookup) || !back ? lookup : { ...lookup, hides: true }));
  const profile: ScimProfile = {
    ...genericProfile,
    lookups,
    create: { ...genericProfile.create, adopts },
    update: off ?? 'none',
    disable: back && off !== undefined ? { form: off, settlesMs: 0 } : undefined,
    delete: deleted ? { form: off !== undefined && shown === undefined ? off : 'delete', settlesMs: 0, undone: 'never' } : undefined,
    paging: { ...genericProfile.paging, mode: said?.pagination?.cursor === true ? 'cursor' : 'index' },
  };
  return { items, profile, ...(deleted ? {} : { leftBehind: made.id }) };
}

const candidates: readonly Lookup[] = [byExternalId, byUserName, byEmail(), byEmail('emails'), byEmail('email')];

type Person = Readonly<Record<'userName' | 'externalId' | 'email', string>>;

/** The filters that show exactly this account; of those by address the first. */
async function lookupsThatShow(server: ScimServer, person: Person, id: string, context: ConnectorContext): Promise<readonly Lookup[]> {
  const showing: Lookup[] = [];
  for (const lookup of candidates) {
    if (lookup.key === 'employeeNumber' || showing.some(({ key }) => key === lookup.key)) continue;
    const filter = `${lookup.filter} eq ${JSON.stringify(person[lookup.key])}`;
    const rows = await tried(async () => (await listUsers(server, 'probe', { filter, count: 2 }, context)).resources);
    if (rows?.length === 1 && rows[0]?.id === id) showing.push(lookup);
  }
  return showing;
}

/** Whether the same person is answered again instead of refused. An account made beside the first is deleted. */
async function takesTwice(server: ScimServer, person: Person, id: string, context: ConnectorContext): Promise<boolean> {
  const again = await tried(() => postUser(server, newUser(person, genericProfile), context));
  if (again !== undefined && again.id !== id) await isDeleted(server, again.id, context);
  return again !== undefined;
}

async function firstThatWorks(server: ScimServer, id: string, active: boolean, context: ConnectorContext): Promise<SwitchForm | undefined> {
  for (const form of ['patch-path', 'patch-value', 'put'] as const) if (await works(server, id, form, active, context)) return form;
  return undefined;
}

async function works(server: ScimServer, id: string, form: SwitchForm, active: boolean, context: ConnectorContext): Promise<boolean> {
  const before = await now(server, id, context);
  if (before === undefined) return false;
  const written = await tried(() => writeUser(server, 'probe', id, switchOf(before, active, form, genericProfile), undefined, context));
  if (written === undefined || written === 'stale') return false;
  const after = await now(server, id, context);
  return after === undefined ? !active : accountOf(after, genericProfile).state === (active ? 'active' : 'disabled');
}

async function isDeleted(server: ScimServer, id: string, context: ConnectorContext): Promise<boolean> {
  await tried(() => writeUser(server, 'probe', id, { method: 'DELETE' }, undefined, context));
  return (await now(server, id, context)) === undefined;
}

const now = (server: ScimServer, id: string, context: ConnectorContext): Promise<Resource | undefined> =>
  getUser(server, 'probe', id, context);

/** What the app answered; undefined for a refusal. */
async function tried<Value>(call: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isTenureError(error) && error.code !== 'CONNECTOR_UNAUTHENTICATED') return undefined;
    throw error;
  }
}

const seen = (good: boolean, title: string, detail = ''): CheckItem => ({
  title,
  state: good ? 'ok' : 'warning',
  ...(detail === '' ? {} : { detail }),
});

function contextOf(signal: AbortSignal = new AbortController().signal): ConnectorContext {
  const silent = (): void => {};
  const sleep = (milliseconds: number) => wait(milliseconds, undefined, { signal });
  return { signal, now: Date.now, sleep, log: { debug: silent, info: silent, warn: silent, error: silent } };
}
