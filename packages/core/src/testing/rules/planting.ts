// Tools for planted faults: a world whose connector is the good one with a single verb replaced.
import type { ConnectorContext, Page, PageRequest } from '../../connector/index.ts';
import type { ContractWorld } from './world.ts';

type Verb = (...parameters: readonly unknown[]) => Promise<unknown>;

/** The world with the verb at `path` (`users.list`, `check`) replaced by what `wrap` makes of it. */
export function withVerb<World extends ContractWorld>(world: World, path: string, wrap: (original: Verb) => Verb): World {
  const [first = '', second] = path.split('.');
  const connector = world.connector as unknown as Record<string, unknown>;
  if (second === undefined) return { ...world, connector: { ...connector, [first]: wrap(connector[first] as Verb) } };
  const section = connector[first] as Record<string, unknown>;
  return { ...world, connector: { ...connector, [first]: { ...section, [second]: wrap(section[second] as Verb) } } };
}

/** The verb's answer changed on the way back. */
export function withAnswer<Answer, Request, World extends ContractWorld>(
  world: World,
  path: string,
  change: (answer: Answer, request: Request) => unknown,
): World {
  return withVerb(world, path, (original) => async (...parameters) => {
    const answer = (await original(...parameters)) as Answer;
    return await change(answer, parameters[0] as Request);
  });
}

/** The verb's request changed on the way in. */
export function withRequest<Request, World extends ContractWorld>(
  world: World,
  path: string,
  change: (request: Request) => Request,
): World {
  return withVerb(
    world,
    path,
    (original) =>
      (request, ...rest) =>
        original(change(request as Request), ...rest),
  );
}

/** The verb's errors turned into something else: an answer that is returned, or an error that is thrown. */
export function withError<World extends ContractWorld>(
  world: World,
  path: string,
  turn: (error: unknown, context: ConnectorContext) => unknown,
): World {
  return withVerb(world, path, (original) => async (...parameters) => {
    try {
      return await original(...parameters);
    } catch (error) {
      const turned = turn(error, parameters.at(-1) as ConnectorContext);
      if (turned instanceof Error) throw turned;
      return turned;
    }
  });
}

/** A page of a list verb changed on the way back. */
export function withPage<World extends ContractWorld>(
  world: World,
  path: string,
  change: (page: Page<unknown>, request: PageRequest) => Page<unknown>,
): World {
  return withAnswer<Page<unknown>, PageRequest, World>(world, path, change);
}
