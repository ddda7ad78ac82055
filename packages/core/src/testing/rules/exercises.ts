// Every verb that a connector has, ready to be called once, with a way to know what a write must have done.
import type { WriteContext } from '../../connector/index.ts';
import { markedEmployee, markedProfile, personMarker, plainAttributes, profileOf } from './people.ts';
import { offers } from './rule.ts';
import { held, holdersOf, sectionOf, seeded, verbsOf } from './targets.ts';
import type { ContractWorld, SourceWorld, TargetWorld } from './world.ts';

export interface Exercise {
  readonly verb: string;
  readonly run: (context: WriteContext) => Promise<unknown>;
}

export interface WriteExercise extends Exercise {
  /** Whether the system itself shows what the write was for. */
  readonly done: () => Promise<boolean>;
}

/** The verbs of one connector; what they are about has been seeded. */
export interface Exercises {
  readonly reads: readonly Exercise[];
  readonly writes: readonly WriteExercise[];
}

/** Seeds a marked person and prepares a call of every verb the connector has; `check` is not among them. */
export async function exercisesOf(world: ContractWorld): Promise<Exercises> {
  return world.kind === 'source' ? { reads: await sourceReads(world), writes: [] } : targetExercises(world);
}

/** Everything the backend holds, as plain data. */
export async function everything(world: ContractWorld): Promise<unknown> {
  return world.backend.snapshot();
}

async function sourceReads(world: SourceWorld): Promise<readonly Exercise[]> {
  const { connector, backend } = world;
  const [id = ''] = await backend.seedEmployees([markedEmployee]);
  await backend.seedDepartments?.(['Sales']);
  const exercises: readonly Exercise[] = [
    { verb: 'employees.list', run: (context) => connector.employees.list({ limit: 10 }, context) },
    { verb: 'departments.list', run: (context) => connector.departments.list({ limit: 10 }, context) },
    { verb: 'employees.get', run: async (context) => connector.employees.get?.({ id }, context) },
    { verb: 'evidence', run: async (context) => connector.evidence?.(context) },
  ];
  return offered(world, exercises);
}

async function targetExercises(world: TargetWorld): Promise<Exercises> {
  const section = sectionOf(world.kind);
  const verbs = verbsOf(world);
  const id = await seeded(world, markedProfile);
  const keys = (await held(world, id))?.profile ?? {};
  const find = { userName: keys.userName ?? undefined, email: keys.email ?? undefined, externalId: keys.externalId ?? undefined };
  const reads: Exercise[] = [
    { verb: `${section}.find`, run: (context) => verbs.find(find, context) },
    { verb: `${section}.get`, run: (context) => verbs.get(id, context) },
    { verb: `${section}.list`, run: (context) => verbs.list({ limit: 10 }, context) },
  ];
  const writes: WriteExercise[] = [createExercise(world)];
  const stated = { disable: ['active', 'disabled'], enable: ['disabled', 'active'], delete: ['active', undefined] } as const;
  for (const [verb, [from, to]] of Object.entries(stated) as [keyof typeof stated, (typeof stated)[keyof typeof stated]][]) {
    const canBeOff = offers(world).has(`${section}.disable`);
    if (!offers(world).has(`${section}.${verb}`) || (from === 'disabled' && !canBeOff)) continue;
    const accountId = await seeded(world, profileOf(`to-${verb}`), from);
    writes.push({
      verb: `${section}.${verb}`,
      run: (context) => verbs[verb](accountId, context),
      done: async () => (await held(world, accountId))?.state === to,
    });
  }
  const name = plainAttributes.find((candidate) => world.connector.attributes.includes(candidate));
  if (name !== undefined && offers(world).has(`${section}.update`)) {
    const accountId = await seeded(world, profileOf('to-update'));
    const words = `Words ${personMarker}`;
    writes.push({
      verb: `${section}.update`,
      run: (context) => verbs.update(accountId, { [name]: words }, context),
      done: async () => (await held(world, accountId))?.profile[name] === words,
    });
  }
  const group = await groupExercises(world);
  return { reads: offered(world, [...reads, ...group.reads]), writes: offered(world, [...writes, ...group.writes]) };
}

/** The create of a marked person who is not there yet. */
export function createExercise(world: TargetWorld): WriteExercise {
  const profile = profileOf(`new-${personMarker}`);
  return {
    verb: `${sectionOf(world.kind)}.create`,
    run: (context) => verbsOf(world).create(profile, context),
    done: async () => (await holdersOf(world, profile)).length === 1,
  };
}

async function groupExercises(world: TargetWorld): Promise<Exercises> {
  if (world.kind === 'app') return { reads: [], writes: [] };
  const { connector, backend } = world;
  const groupId = await backend.seedGroup('Exercised');
  const member = await backend.seedUser({ profile: profileOf('member'), state: 'active', groups: [groupId] });
  const stranger = await backend.seedUser({ profile: profileOf('stranger'), state: 'active', groups: [] });
  const isIn = async (id: string) => (await backend.snapshot()).users.some((user) => user.id === id && user.groups.includes(groupId));
  return {
    reads: [
      { verb: 'users.groups', run: (context) => connector.users.groups({ accountId: member, limit: 10 }, context) },
      { verb: 'groups.list', run: (context) => connector.groups.list({ limit: 10 }, context) },
      { verb: 'groups.members', run: (context) => connector.groups.members({ groupId, limit: 10 }, context) },
    ],
    writes: [
      { verb: 'groups.add', run: (context) => connector.groups.add({ accountId: stranger, groupId }, context), done: () => isIn(stranger) },
      {
        verb: 'groups.remove',
        run: (context) => connector.groups.remove({ accountId: member, groupId }, context),
        done: async () => !(await isIn(member)),
      },
      {
        verb: 'groups.create',
        run: async (context) => connector.groups.create?.({ name: 'Made by exercise' }, context),
        done: async () => (await backend.snapshot()).groups.some(({ name }) => name === 'Made by exercise'),
      },
    ],
  };
}

function offered<Kind extends Exercise>(world: ContractWorld, exercises: readonly Kind[]): readonly Kind[] {
  const present = offers(world);
  return exercises.filter(({ verb }) => present.has(verb));
}
