// Okta's error table as data: its codes, what they mean for us, and how long to wait where Okta does not say.
import { isTenureError } from '@tenure/core/connector';
import type { ClassifiedAnswer, HttpErrorCode, HttpVerdict } from '@tenure/core/connector/http';
import { numberIn } from './api/sample.ts';
import { problemSchema } from './api/wire.ts';
import { untilResetMs } from './limits.ts';

type Meaning = readonly [code: HttpErrorCode, fact: string, retryAfterMs?: number];

const many = (codes: string, meaning: Meaning): readonly (readonly [string, Meaning])[] => codes.split(' ').map((code) => [code, meaning]);

/** Every code that a call of ours can meet. `E0000001` is judged by its causes, `E0000047` by its headers. */
export const oktaErrors: ReadonlyMap<string, Meaning> = new Map([
  ...many('E0000002 E0000003 E0000018 E0000019 E0000020 E0000021 E0000122', ['CONNECTOR_REJECTED', 'Okta could not read the request']),
  ...many('E0000028 E0000029 E0000030 E0000031 E0000033 E0000037 E0000053 E0000063 E0000094', [
    'CONNECTOR_REJECTED',
    'Okta refused the query',
  ]),
  ...many('E0000093', ['CONNECTOR_REJECTED', 'too many groups for one create']),
  ...many('E0000124 E0000125 E0000179 E0000242', ['CONNECTOR_REJECTED', 'Okta refused the parameters']),
  ...many('E0000004 E0000011', ['CONNECTOR_UNAUTHENTICATED', 'Okta refused the token']),
  ...many('E0000005', ['CONNECTOR_UNAUTHENTICATED', 'Okta says that the session is not valid']),
  ...many('E0000015', ['CONNECTOR_FORBIDDEN', 'the org or the role lacks this feature']),
  ...many('E0000006', ['CONNECTOR_FORBIDDEN', 'the role does not allow it, or the user or group is an administrator’s or read-only']),
  ...many('E0000022', ['CONNECTOR_FORBIDDEN', 'Okta does not allow the method here; weak roles get this too']),
  ...many('E0000023 E0000075 E0000077 E0000078 E0000081 E0000111 E0000076', [
    'CONNECTOR_REJECTED',
    'the profile is mastered elsewhere; Okta lets only that source change it',
  ]),
  ...many('E0000016 E0000032 E0000038 E0000107 E0000117 E0000155', ['CONNECTOR_CONFLICT', 'the status of the user does not allow it']),
  ...many('E0000055 E0000108 E0000113 E0000195', ['CONNECTOR_CONFLICT', 'it conflicts with what is there']),
  ...many('E0000231', ['CONNECTOR_CONFLICT', 'the user was changed meanwhile']),
  ...many('E0000007', ['CONNECTOR_REJECTED', 'not found, or deprovisioned']),
  ...many('E0000008', ['CONNECTOR_RESPONSE_UNREADABLE', 'Okta does not know the path; is this the address of an org?']),
  ...many('E0000052 E0000060', ['CONNECTOR_REJECTED', 'Okta does not support it here; the group may be read-only']),
  ...many('E0000256', ['CONNECTOR_REJECTED', 'the query is too long']),
  // Busy, and certainly not done: the only code that says "the same again, later" for writes too.
  // Longer than a request is waited for: the engine does something else meanwhile.
  ...many('E0000112', ['CONNECTOR_RATE_LIMITED', 'an activation or deactivation of the user is still running', 90_000]),
  ...many('E0000239 E0000249 E0000253 E0000268', ['CONNECTOR_RATE_LIMITED', 'Okta is busy with rules, types or roles', 5_000]),
  ...many('E0000118', ['CONNECTOR_RATE_LIMITED', 'too many mails to one person', 60_000]),
  ...many('E0000010', ['CONNECTOR_UNAVAILABLE', 'the org is in read-only mode', 30_000]),
  ...many('E0000009', ['CONNECTOR_UNAVAILABLE', 'Okta failed']),
  ...many('E0000100 E0000145 E0000181', ['CONNECTOR_UNAVAILABLE', 'the search or the service is down']),
  ...many('E0000134 E0000137 E0000240 E0000241', ['CONNECTOR_UNAVAILABLE', 'a hook or directory agent of the org does not answer']),
]);

/** The meaning of an answer; `undefined` for bodies and codes that are not Okta's. */
export function classifyWith(
  fieldsOf: (causes: readonly string[]) => readonly string[],
): (answer: ClassifiedAnswer) => HttpVerdict | undefined {
  return ({ headers, body }) => {
    const problem = problemOf(body);
    if (problem === undefined) return undefined;
    const { errorCode: vendorCode } = problem;
    if (vendorCode === 'E0000047') return throttled(headers);
    if (vendorCode === 'E0000001') return invalid(problem.errorCauses, fieldsOf);
    const meaning = oktaErrors.get(vendorCode);
    if (meaning === undefined) return undefined;
    const [code, usual, retryAfterMs] = meaning;
    const fact = missingIn(problem) ?? usual;
    return { code, fact: `${fact} (${vendorCode})`, retryAfterMs, details: { vendorCode } } as HttpVerdict;
  };
}

/** What is not there stands in brackets at the end: the id before it is not needed. */
function missingIn({ errorCode, errorSummary }: Problem): string | undefined {
  if (errorCode !== 'E0000007') return undefined;
  return errorSummary?.endsWith('(UserGroup)') ? 'there is no such group' : undefined;
}

type Problem = ReturnType<typeof problemOf> & object;

function problemOf(body: unknown) {
  const parsed = problemSchema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

/** A validation error says in its causes what is wrong: `login: …`. Only the names are taken from them, never the text. */
function invalid(list: Problem['errorCauses'], fieldsOf: (causes: readonly string[]) => readonly string[]): HttpVerdict {
  const causes = list.map(({ errorSummary }) => errorSummary);
  const fields = fieldsOf(causes);
  const which = fields.length === 0 ? '' : `: ${fields.join(', ')}`;
  const details = { vendorCode: 'E0000001' };
  if (causes.some((cause) => cause.includes('already exists'))) {
    return { code: 'CONNECTOR_CONFLICT', fact: `another user holds a value that must be unique${which} (E0000001)`, details };
  }
  return { code: 'CONNECTOR_REJECTED', fact: `Okta refused the data${which} (E0000001)`, details: { ...details, fields } };
}

/** Limit 0 is the gate for requests at once: a place is free in a moment, whatever the reset says. */
function throttled(headers: Headers): HttpVerdict {
  const details = { vendorCode: 'E0000047' };
  if (numberIn(headers, 'x-rate-limit-limit') === 0) {
    const retryAfterMs = Math.round(500 + Math.random() * 1_500);
    return { code: 'CONNECTOR_RATE_LIMITED', fact: 'too many requests at once (E0000047)', retryAfterMs, details };
  }
  return {
    code: 'CONNECTOR_RATE_LIMITED',
    fact: 'too many requests in this minute (E0000047)',
    retryAfterMs: untilResetMs(headers),
    details,
  };
}

/** True for an error that Okta gave one of these codes. */
export function hasCode(error: unknown, codes: readonly string[]): boolean {
  return isTenureError(error) && 'vendorCode' in error.details && codes.includes(error.details.vendorCode ?? '');
}

/** What `work` answers, or `instead` where Okta refuses with one of these codes. Every other error passes. */
export async function insteadOf<Answer, Other>(
  codes: readonly string[],
  instead: Other,
  work: () => Promise<Answer>,
): Promise<Answer | Other> {
  try {
    return await work();
  } catch (error) {
    if (hasCode(error, codes)) return instead;
    throw error;
  }
}

/** What `work` answers; `undefined` where the credential lacks the right or the org the feature, and we can do without. */
export async function ifAllowed<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isTenureError(error) && 'status' in error.details && [403, 404, 405].includes(error.details.status ?? 0)) return undefined;
    if (isTenureError(error) && error.code === 'CONNECTOR_FORBIDDEN') return undefined;
    throw error;
  }
}

/** The profile, or the attribute, belongs to another source. */
export const masteredElsewhere: readonly string[] = ['E0000023', 'E0000075', 'E0000077', 'E0000078', 'E0000081', 'E0000111', 'E0000076'];

/** Okta has not finished what was asked of it for this user before. */
export const stillRunning: readonly string[] = ['E0000112'];

/** Okta's code for things that are not there; for some writes also for users who are deprovisioned. */
export const notFound: readonly string[] = ['E0000007'];
