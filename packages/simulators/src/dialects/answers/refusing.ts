// Refusals in the vendor's words and shape.
import { type Answer, Refusal } from '../../serving/answering.ts';
import type { Dialect, Problem, Saying } from '../dialect.ts';
import { rfcSayings } from '../rfc.ts';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const taken: ReadonlySet<Problem> = new Set<Problem>(['userNameTaken', 'emailTaken', 'externalIdTaken', 'takenElsewhere']);

export function sayingOf(dialect: Dialect, problem: Problem): Saying {
  const said = dialect.says[problem] ?? rfcSayings[problem];
  if (problem === 'tooMany') return { ...said, status: dialect.limitStatus };
  return taken.has(problem) ? { ...said, status: dialect.takenStatus } : said;
}

export function refusalOf(dialect: Dialect, problem: Problem, headers: Answer['headers'] = {}): Refusal {
  const { status, scimType, detail } = sayingOf(dialect, problem);
  if (problem === 'unauthorized' && dialect.unauthorizedBody === 'slack-v1') {
    return new Refusal({ status, body: { Errors: { code: status, description: 'invalid_authentication' } }, headers });
  }
  if (problem === 'unauthorized' && dialect.unauthorizedBody === 'text') {
    return new Refusal({ status, body: detail, headers: { 'Content-Type': 'text/plain', ...headers } });
  }
  if (dialect.errorBody === 'aws') {
    const kind = exceptionOf(problem);
    return new Refusal({ status, body: { __type: kind, message: detail }, headers: { 'x-amzn-ErrorType': kind, ...headers } });
  }
  const shown = dialect.errorBody === 'scim-numeric-status' ? status : String(status);
  const type = scimType === undefined ? {} : { scimType };
  return new Refusal({ status, body: { schemas: [errorSchema], status: shown, ...type, detail }, headers });
}

function exceptionOf(problem: Problem): string {
  if (taken.has(problem)) return 'ConflictException';
  if (problem === 'unauthorized' || problem === 'wrongTenant') return 'UnauthorizedException';
  if (problem === 'notFound') return 'ResourceNotFoundException';
  if (problem === 'tooMany') return 'ThrottlingException';
  return problem === 'plan' ? 'AccessDeniedException' : 'ValidationException';
}
