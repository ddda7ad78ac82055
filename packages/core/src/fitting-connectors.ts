// Whether the connectors that were handed over fit together, and what else was asked for.
import { TenureError } from './connector/errors.ts';
import type { HrisSource } from './connector/source.ts';
import type { AppProvisioner, IdentityProvider } from './connector/target.ts';
import type { AbsenceRule } from './read/session.ts';

interface Attached {
  readonly source: HrisSource;
  readonly identityProvider?: IdentityProvider | undefined;
  readonly feed?: { readonly absence?: AbsenceRule | undefined } | undefined;
  readonly groups?: unknown;
}

/** @throws {TenureError} `OPTIONS_INVALID`, `CONTRACT_VERSION_UNSUPPORTED`. Requests nothing. */
export function checkConnectors({ source, identityProvider, feed, groups }: Attached, apps: readonly AppProvisioner[]): void {
  const targets = identityProvider === undefined ? apps : [identityProvider, ...apps];
  for (const connector of [source, ...targets]) {
    if (connector.contract === 1) continue;
    const details = { found: Number(connector.contract), supported: [1] };
    throw new TenureError('CONTRACT_VERSION_UNSUPPORTED', {
      system: String(connector.id),
      verb: 'attach',
      fact: 'it follows another contract',
      details,
    });
  }
  const ids = targets.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw optionProblem('apps', `two targets are called ${twice}; give one of them another id`);
  for (const { id, limits } of targets) checkTarget(id, limits?.concurrency);
  for (const { id, accounts } of apps) {
    if (accounts.disable === undefined && accounts.delete === undefined)
      throw optionProblem(`apps.${id}`, 'it can neither disable nor delete accounts');
  }
  if (feed?.absence === 'leaver' && source.employees.get !== undefined) {
    throw optionProblem('feed.absence', 'leaver is refused: this source can be asked for one person; use confirm');
  }
  if (groups !== undefined && identityProvider === undefined) throw optionProblem('groups', 'a group map needs an identityProvider');
}

function checkTarget(id: string, concurrency: number | undefined): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id))
    throw optionProblem('apps', 'a target id is letters, digits, dots, dashes and underscores, at most 64');
  if (concurrency === undefined || (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 1_000)) return;
  throw optionProblem(`${id}.limits.concurrency`, 'expected a whole number from 1 to 1,000');
}

function optionProblem(path: string, reason: string): TenureError {
  return new TenureError('OPTIONS_INVALID', {
    system: 'lifecycle',
    verb: 'read options',
    fact: `${path}: ${reason}`,
    details: { problems: [{ path, reason }] },
  });
}
