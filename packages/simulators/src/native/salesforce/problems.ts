// Salesforce's refusals: always a list, `[{ message, errorCode, fields }]`, the words repeating what was sent.
import { Refusal } from '../../serving/answering.ts';

function refused(status: number, errorCode: string, message: string, fields?: readonly string[]): Refusal {
  return new Refusal({ status, body: [{ message, errorCode, ...(fields === undefined ? {} : { fields }) }] });
}

export const badSession = (): Refusal => refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
export const notFound = (): Refusal => refused(404, 'NOT_FOUND', 'The requested resource does not exist');
export const malformedQuery = (why: string): Refusal => refused(400, 'MALFORMED_QUERY', why);
export const noSuchField = (field: string): Refusal => refused(400, 'INVALID_FIELD', `No such column '${field}' on entity 'User'.`);
export const noSuchType = (type: string): Refusal => refused(400, 'INVALID_TYPE', `sObject type '${type}' is not supported.`);
export const badLocator = (): Refusal => refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
export const noDelete = (): Refusal => refused(405, 'METHOD_NOT_ALLOWED', "HTTP Method 'DELETE' not allowed. Allowed are HEAD,GET,PATCH");
export const noAccess = (): Refusal => refused(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
export const requiredMissing = (fields: readonly string[]): Refusal =>
  refused(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${fields.join(', ')}]`, fields);
export const tooLong = (field: string, value: string): Refusal =>
  refused(400, 'STRING_TOO_LONG', `${field}: data value too large: ${value}`, [field]);
export const badAddress = (field: string, value: string): Refusal =>
  refused(400, 'INVALID_EMAIL_ADDRESS', `${field}: invalid email address: ${value}`, [field]);
export const badProfile = (): Refusal =>
  refused(400, 'INVALID_CROSS_REFERENCE_KEY', 'Profile ID: id value of incorrect type', ['ProfileId']);
export const usernameTaken = (): Refusal =>
  refused(
    400,
    'DUPLICATE_USERNAME',
    'Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations.',
    ['Username'],
  );
export const valueTaken = (field: string, value: string): Refusal =>
  refused(400, 'DUPLICATE_VALUE', `duplicate value found: ${field} duplicates value on record with id: ${value}`, [field]);
export const noLicence = (): Refusal => refused(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded');
export const dayUsedUp = (): Refusal => refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
export const stillNeeded = (code: string): Refusal =>
  refused(400, code, 'You cannot deactivate this user: it is the default case owner. Choose another one first.');
