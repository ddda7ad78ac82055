// Rules for every connector, whatever it connects: its shape, its check, stopping when told to, and keeping quiet.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type CheckReport, isProfileAttribute, TenureError } from '../../connector/index.ts';
import { type LoggedLine, testContext } from '../memory/context.ts';
import { everything, exercisesOf } from './exercises.ts';
import { nameOf, personMarker, profileOf } from './people.ts';
import { withAnswer, withError, withVerb } from './planting.ts';
import { type ContractRule, ruleFor } from './rule.ts';
import { sectionOf, seeded } from './targets.ts';
import type { ConnectorKind, TargetWorld } from './world.ts';

export function targetManners(kind: TargetWorld['kind']): readonly ContractRule[] {
  return [
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'shape',
      title: 'the target has an id, the contract version, attributes that exist, and a way to turn access off',
      check: async ({ connector }) => {
        assert.match(connector.id, /^[a-z][a-z0-9-]*$/, 'the id is a short lower-case name');
        assert.equal(connector.contract, 1);
        for (const name of connector.attributes) assert.ok(isProfileAttribute(name), `there is no attribute ${name}`);
        assert.equal(new Set(connector.attributes).size, connector.attributes.length, 'an attribute is named twice');
        const verbs = 'users' in connector ? connector.users : connector.accounts;
        assert.ok(verbs.disable !== undefined || verbs.delete !== undefined, 'there is neither disable nor delete');
        for (const verb of connector.effects?.irreversible ?? []) {
          assert.ok(verbs[verb] !== undefined, `${verb} is called irreversible and is not there`);
        }
      },
      planted: (world) => {
        const { connector } = world;
        const section = 'users' in connector ? connector.users : connector.accounts;
        const { disable: _disable, delete: _delete, ...rest } = section;
        return { ...world, connector: { ...connector, [sectionOf(world.kind)]: rest } } as unknown as TargetWorld;
      },
    }),
    ruleFor<TargetWorld['kind']>(kind, {
      id: 'check-reports-and-never-writes',
      title: 'check names the system, says at least one thing about it and changes nothing',
      check: async (world) => {
        await seeded(world, profileOf('ada'));
        const before = await everything(world);
        const report = await world.connector.check(testContext());
        assert.equal(report.system, world.connector.id);
        assert.ok(report.items.length > 0, 'a check without a line says nothing');
        assert.deepEqual(await everything(world), before);
      },
      planted: (world) =>
        withAnswer(world, 'check', async (report) => {
          await seeded(world, profileOf('left-by-check'));
          return report;
        }),
    }),
  ];
}

export function mannerRules(kind: ConnectorKind): readonly ContractRule[] {
  const anyRead = kind === 'source' ? 'employees.list' : `${sectionOf(kind)}.find`;
  return [
    ruleFor<ConnectorKind>(kind, {
      id: 'check-tells-of-a-refused-credential',
      title: 'check does not call a system fine that refuses the credential',
      needs: ['fault unauthenticated'],
      check: async (world) => {
        await world.inject?.('unauthenticated');
        const report = await world.connector.check(testContext()).catch((error: unknown) => {
          assert.equal(nameOf(error), 'CONNECTOR_UNAUTHENTICATED');
        });
        if (report)
          assert.ok(
            report.items.some((item) => item.state === 'problem'),
            'no line of the check is a problem',
          );
      },
      planted: (world) =>
        withError(world, 'check', (): CheckReport => ({ system: world.connector.id, items: [{ title: 'reachable', state: 'ok' }] })),
    }),
    ruleFor<ConnectorKind>(kind, {
      id: 'abort-before-a-call',
      title: 'a call whose signal is aborted already throws its reason unchanged and does nothing',
      check: async (world) => {
        const { reads, writes } = await exercisesOf(world);
        const before = await everything(world);
        const reason = new Error('the caller gave up');
        for (const { verb, run } of [...reads, ...writes]) {
          const answer = await run(testContext({ signal: AbortSignal.abort(reason) })).then(
            () => 'an answer',
            (error: unknown) => error,
          );
          assert.ok(answer === reason || answer === 'an answer', `${verb} threw ${nameOf(answer)}, not the reason of the abort`);
          if (writes.some((write) => write.verb === verb)) assert.equal(answer, reason, `${verb} wrote although it was aborted`);
        }
        assert.deepEqual(await everything(world), before);
      },
      planted: (world) =>
        withError(
          world,
          anyRead,
          () => new TenureError('CONNECTOR_UNAVAILABLE', { system: 'planted', verb: 'read', fact: 'aborted', details: {} }),
        ),
    }),
    ruleFor<ConnectorKind>(kind, {
      id: 'abort-during-a-call',
      title: 'a call that is aborted under way either still answers or throws the reason unchanged',
      check: async (world) => {
        const { reads } = await exercisesOf(world);
        for (const { verb, run } of reads) {
          const caller = new AbortController();
          const reason = new Error('the caller gave up');
          const call = run(testContext({ signal: caller.signal })).then(
            () => reason,
            (error: unknown) => error,
          );
          caller.abort(reason);
          assert.equal(await call, reason, `${verb} does not pass the reason of the abort through`);
        }
      },
      planted: (world) =>
        withVerb(world, anyRead, (original) => async (...parameters) => {
          const { signal } = parameters.at(-1) as { signal: AbortSignal };
          const answer = await original(...parameters).catch(() => undefined);
          if (signal.aborted) throw new Error('AbortError');
          return answer;
        }),
    }),
    ruleFor<ConnectorKind>(kind, {
      id: 'nothing-personal-in-errors-or-logs',
      title: 'whatever goes wrong, no error and no log line holds a credential or a value of a person',
      needs: ['any fault'],
      check: async (world) => {
        const { reads, writes } = await exercisesOf(world);
        const said: string[] = [];
        for (const fault of world.faults ?? []) {
          await world.inject?.(fault);
          for (const { run } of [...reads, ...writes, { run: world.connector.check }]) {
            const context = testContext();
            await run(context).catch((error: unknown) => said.push(inspect(error, { depth: 10 }), JSON.stringify(error)));
            said.push(...context.logged.map(({ fields, message }: LoggedLine) => `${message} ${inspect(fields, { depth: 10 })}`));
          }
        }
        await world.inject?.(undefined);
        const text = said.join('\n');
        assert.ok(!text.includes(personMarker), 'an error or a log line holds a value of a person');
        for (const secret of world.secrets ?? []) assert.ok(!text.includes(secret), 'an error or a log line holds a credential');
      },
      planted: (world) =>
        withError(
          world,
          anyRead,
          () =>
            new TenureError('CONNECTOR_UNAVAILABLE', {
              system: 'planted',
              verb: 'find',
              id: personMarker,
              fact: 'down',
              details: {},
            }),
        ),
    }),
  ];
}
