// What can be known before the first run, line by line. It only reads.
import { X509Certificate } from 'node:crypto';
import { type CheckItem, type CheckReport, type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { readMessage } from './api/queue.ts';
import type { AdpSettings } from './options.ts';
import type { Departments } from './reading/departments.ts';
import type { People } from './reading/people.ts';
import type { AdpHttp } from './transport/open.ts';
import { identityOf, keyOf } from './transport/tls.ts';

export interface CheckedParts {
  readonly http: AdpHttp;
  readonly settings: AdpSettings;
  readonly people: People;
  readonly departments: Departments;
}

type Finding = Omit<CheckItem, 'title'>;

const dayMs = 86_400_000;
/** ADP needs days to issue another one. */
const warnDays = 30;

export async function checkAdp({ http, settings, people, departments }: CheckedParts, context: ConnectorContext): Promise<CheckReport> {
  const ownFetch = settings.access.http?.fetch !== undefined;
  return {
    system: 'adp',
    items: [
      await item('the client certificate is valid', context, async () =>
        ownFetch ? { state: 'not-checked', detail: 'a fetch of your own presents it' } : certificateFinding(settings, context.now()),
      ),
      await item('people can be read', context, () => peopleFinding(people, departments, context)),
      await item('departments can be read', context, () => departmentsFinding(departments, context)),
      await item('the event queue can be read', context, async () => {
        await readMessage(http.queue, false, context);
        return { state: 'ok', detail: 'whether each event is enabled cannot be seen from here' };
      }),
    ],
  };
}

async function certificateFinding({ access }: AdpSettings, now: number): Promise<Finding> {
  const { certificate, key, passphrase } = await identityOf(access);
  let read: X509Certificate;
  let isPair: boolean;
  try {
    read = new X509Certificate(certificate);
    isPair = read.checkPrivateKey(keyOf(key, passphrase));
  } catch {
    // The original message may hold parts of the key.
    return { state: 'problem', detail: 'certificate or key cannot be read as PEM' };
  }
  const days = Math.floor((Date.parse(read.validTo) - now) / dayMs);
  const until = new Date(read.validTo).toISOString().slice(0, 10);
  if (!isPair) return { state: 'problem', detail: 'the key is not the one of the certificate' };
  if (days < 0) return { state: 'problem', detail: `it ended on ${until}; ask ADP for another one` };
  if (Date.parse(read.validFrom) > now) return { state: 'problem', detail: 'it is not valid yet' };
  return { state: days < warnDays ? 'warning' : 'ok', detail: `until ${until}, ${days} days` };
}

async function peopleFinding(people: People, departments: Departments, context: ConnectorContext): Promise<Finding> {
  const sample = await people.sample(context);
  if (sample.length === 0) return { state: 'warning', detail: 'there is nobody; look at roleCode and at what the consent covers' };
  const read = sample.flatMap((record) => (record.kind === 'record' ? [record.value] : []));
  const known = await departments.read(context).catch(() => undefined);
  const lacking = (['workEmail', 'departmentId', 'jobTitle', 'startDate', 'status'] as const)
    .map((field) => ({ field, without: read.filter((employee) => employee[field] === null || employee[field] === undefined).length }))
    .filter(({ without }) => without > 0)
    .map(({ field, without }) => `${without} of ${read.length} lack ${field}`);
  const unlisted = read.filter(({ departmentId: id }) => typeof id === 'string' && known !== undefined && !known.has(id)).length;
  const broken = sample.length - read.length;
  const notes = [
    ...lacking,
    ...(unlisted === 0 ? [] : [`${unlisted} stand in departments that are not listed: see departmentsFrom`]),
    ...(broken === 0 ? [] : [`${broken} cannot be read`]),
  ];
  return notes.length === 0 ? { state: 'ok', detail: `a sample of ${sample.length}` } : { state: 'warning', detail: notes.join('; ') };
}

async function departmentsFinding(departments: Departments, context: ConnectorContext): Promise<Finding> {
  const { size } = await departments.read(context);
  return size === 0 ? { state: 'warning', detail: 'there is none; see departmentsFrom' } : { state: 'ok', detail: `${size} departments` };
}

async function item(title: string, context: ConnectorContext, look: () => Promise<Finding>): Promise<CheckItem> {
  try {
    return { title, ...(await look()) };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isTenureError(error)) throw error;
    return { title, state: 'problem', detail: `${error.message}. ${error.hint}` };
  }
}
