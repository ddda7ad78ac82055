import type { OktaProblem } from '../problems.ts';

/** The body of a refusal. Some live answers carry the causes as one bare object. */
export function wireProblem(refused: OktaProblem, errorId: string, causes: 'array' | 'object'): object {
  const list = refused.causes.map((errorSummary) => ({ errorSummary }));
  return {
    errorCode: refused.code,
    errorSummary: refused.message,
    errorLink: refused.code,
    errorId,
    errorCauses: causes === 'object' ? (list[0] ?? {}) : list,
  };
}
