// What each provisioning policy lets through at an identity provider, found out by planning one day with every kind of change in it.
import { createLifecycle, memoryStore, type ProvisioningPolicy } from '@tenure/core';
import { manualClock, memoryIdentityProvider, memorySource } from '@tenure/core/testing';

const policies: readonly ProvisioningPolicy[] = ['both', 'create-only', 'delete-only', 'observe'];

const kinds = [
  'user.create',
  'user.adopt',
  'user.update',
  'user.enable',
  'user.disable',
  'user.delete',
  'group.add',
  'group.remove',
] as const;

const day = 86_400_000;

function somebody(number: number, facts: Readonly<Record<string, unknown>> = {}) {
  const address = `p${number}@example.com`;
  return { id: `e${number}`, firstName: 'P', lastName: `${number}`, workEmail: address, departmentId: 'sales', status: 'active', ...facts };
}

/** The same two weeks under one policy on the last day: how often each kind is planned and how often it is held back. */
async function lastDay(policy: ProvisioningPolicy) {
  const { source, backend: hr } = memorySource({ without: ['employees.get'] });
  const { provider, backend: org } = memoryIdentityProvider({ id: 'okta' });
  const hands = manualClock(Date.parse('2026-11-02T09:00:00Z'));
  const clock = { now: hands.now, sleep: async (milliseconds: number): Promise<void> => hands.advance(milliseconds) };
  const store = memoryStore();
  const configured = (today: ProvisioningPolicy) =>
    createLifecycle({
      timeZone: 'UTC',
      source,
      identityProvider: provider,
      identity: { policy: today },
      groups: { Sales: ['Sales-Access'], Finance: ['Finance-Secure'] },
      schedule: { deleteAfterDays: 10 },
      store,
      clock,
    });
  for (const name of ['Sales-Access', 'Finance-Secure']) org.addGroup(name);
  org.addUser({ userName: 'p7@example.com' });
  hr.setDepartments([
    { id: 'sales', name: 'Sales' },
    { id: 'finance', name: 'Finance' },
  ]);
  const before = [1, 2, 3, 4, 5].map((number) => somebody(number));
  hr.setEmployees(before);
  await configured('both').sync();
  hr.setEmployees([...before.slice(0, 3), somebody(4, { status: 'terminated' }), somebody(5, { status: 'terminated' })]);
  await configured('both').sync();
  hands.advance(14 * day);
  hr.setEmployees([
    somebody(1, { jobTitle: 'Lead' }),
    somebody(2, { departmentId: 'finance' }),
    somebody(3, { status: 'terminated' }),
    somebody(4),
    somebody(5, { status: 'terminated' }),
    somebody(6),
    somebody(7),
  ]);
  const { header } = await configured(policy).plan();
  return (kind: (typeof kinds)[number]): string => {
    if (header.changes.some((count) => count.kind === kind)) return 'yes';
    return header.suppressed.some((count) => count.kind === kind) ? 'no' : '?';
  };
}

const columns = await Promise.all(policies.map(lastDay));
const table = [
  `| | ${policies.map((policy) => `\`${policy}\``).join(' | ')} |`,
  `|---|${policies.map(() => '---').join('|')}|`,
  ...kinds.map((kind) => `| \`${kind}\` | ${columns.map((column) => column(kind)).join(' | ')} |`),
].join('\n');

export const outputs: Readonly<Record<string, string>> = { table };
