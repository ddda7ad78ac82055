// Values as the API writes them.
import type { Answer } from '../../serving/answering.ts';
import { primaryEmail, type ZendeskUser } from './accounts.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const notFound: Answer = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };

/** A refused record: what is wrong with which field, and a code where the vendor has one. */
export function invalid(field: string, error: string | undefined, description: string, status: 403 | 422 = 422): Answer {
  const detail = { ...(error === undefined ? {} : { error }), description };
  return { status, body: { error: 'RecordInvalid', description: 'Record validation errors', details: { [field]: [detail] } } };
}

export function userShown(user: ZendeskUser): Fields {
  const { id, name, externalId, phone, role, suspended, active, identities } = user;
  return {
    ...{ id, url: `https://acme.zendesk.com/api/v2/users/${id}.json`, name, email: primaryEmail(user), phone: phone || null, role },
    ...{ suspended, active, external_id: externalId ?? null, verified: identities.some(({ verified }) => verified), shared: false },
    ...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
  };
}
