// GitHub's refusals: `{ message, documentation_url, status }`, and for what cannot be done a list of errors in words.
import { Refusal } from '../../serving/answering.ts';

const docs = 'https://docs.github.com/rest';

function refused(status: number, message: string, more: object = {}, headers: Readonly<Record<string, string>> = {}): Refusal {
  return new Refusal({ status, body: { message, documentation_url: docs, status: String(status), ...more }, headers });
}

export const badCredentials = (): Refusal => refused(401, 'Bad credentials');
export const badToken = (): Refusal => refused(401, 'A JSON web token could not be decoded');
export const notFound = (): Refusal => refused(404, 'Not Found');
export const notOwner = (): Refusal => refused(403, 'You must be an admin to perform this action.');
export const lastOwner = (): Refusal => refused(403, 'Cannot remove the last owner of the organization.');
export const stillMember = (): Refusal => refused(422, 'You cannot specify an organization member to remove as an outside collaborator.');
export const noUserAgent = (): Refusal =>
  new Refusal({ status: 403, body: 'Request forbidden by administrative rules.', headers: { 'Content-Type': 'text/plain' } });

const unprocessable = (message: string): Refusal =>
  refused(422, 'Validation Failed', { errors: [{ resource: 'OrganizationInvitation', code: 'unprocessable', field: 'data', message }] });

export const alreadyIn = (): Refusal => unprocessable('A user with this email address is already a part of this organization');
export const alreadyInvited = (): Refusal => unprocessable('Invitee has already been invited to this organization');
export const dayUsedUp = (): Refusal => unprocessable('Over invitation rate limit');
export const noSeat = (): Refusal => unprocessable('You must purchase at least one more seat to add this user as a member.');
export const noInvitee = (): Refusal => unprocessable('Either an email or an invitee is needed');

/** The hour is used up: 403 or 429, and the instant at which it begins anew. */
export const hourUsedUp = (status: 403 | 429): Refusal => refused(status, 'API rate limit exceeded for installation.');
