// Every refusal of the simulator: Okta's code, the status it comes with, and a summary in our own words.

const catalogue = {
  E0000001: [400, 'Api validation failed'],
  E0000003: [400, 'The request body was not well-formed'],
  E0000004: [401, 'Authentication failed'],
  E0000006: [403, 'The principal has no permission for this action'],
  E0000007: [404, 'Not found: Resource not found'],
  E0000008: [404, 'The path was not found'],
  E0000009: [500, 'Internal server error'],
  E0000010: [503, 'The service is in read-only mode'],
  E0000011: [401, 'The token is not valid'],
  E0000015: [401, 'The feature is not available'],
  E0000016: [403, 'The user is active already'],
  E0000018: [400, 'The Accept or Content-Type header is not supported'],
  E0000022: [405, 'The endpoint does not support this method'],
  E0000023: [403, 'The profile is mastered elsewhere'],
  E0000029: [400, 'The cursor is not valid'],
  E0000031: [400, 'The search criteria are not valid'],
  E0000032: [403, 'The user is not locked'],
  E0000033: [400, 'Search and filter cannot be combined'],
  E0000038: [403, 'The operation is not allowed in the current status'],
  E0000047: [429, 'API call exceeded rate limit due to too many requests'],
  E0000053: [400, 'The filter is not valid'],
  E0000060: [501, 'The operation is not supported'],
  E0000093: [400, 'Too many groups for one user creation'],
  E0000112: [409, 'The user is still being activated or deactivated'],
  E0000124: [400, 'A password is needed to change it at next sign-in'],
  E0000125: [400, 'The user must be activated to change the password at next sign-in'],
  E0000231: [412, 'The resource was changed meanwhile'],
  E0000242: [400, 'The entity tag is not well-formed'],
} as const satisfies Readonly<Record<string, readonly [status: number, summary: string]>>;

/** Okta's error codes that the simulator gives by itself. */
export type OktaErrorCode = keyof typeof catalogue;

/** A refusal on its way to the wire. */
export class OktaProblem extends Error {
  override readonly name = 'OktaProblem';
  readonly code: string;
  readonly status: number;
  readonly causes: readonly string[];

  constructor(code: string, status: number, summary: string, causes: readonly string[]) {
    super(summary);
    this.code = code;
    this.status = status;
    this.causes = causes;
  }
}

/** The refusal with this code. `about` replaces the subject after the summary's colon: `newUser`, `login`. */
export function problem(code: OktaErrorCode, causes: readonly string[] = [], about?: string): OktaProblem {
  const [status, summary] = catalogue[code];
  return new OktaProblem(code, status, about === undefined ? summary : `${summary}: ${about}`, causes);
}

/** The refusal for something that is not there; the summary ends with what kind of thing it was. */
export function missing(kind: 'User' | 'UserGroup' | 'GroupRule' | 'EventHook' | 'App', id: string): OktaProblem {
  return problem('E0000007', [], `${id} (${kind})`);
}

/** The status and summary of a code, for injected faults; unknown codes get the given status. */
export function catalogued(code: string): { readonly status: number; readonly summary: string } | undefined {
  const entry = Object.entries(catalogue).find(([known]) => known === code)?.[1];
  return entry === undefined ? undefined : { status: entry[0], summary: entry[1] };
}
