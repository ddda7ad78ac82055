// Everything else that can come in the way of a run. Each leaves a world in which the next process reaches the end.
import type { Step } from './kill-points.ts';
import type { Child, World } from './world.ts';

/**
 * The disk is full in the middle of a run, by which a store grows so many bytes, then there is room again. Answers what the
 * process ended with, and the writes it got done.
 */
export async function fillTheDisk(world: World, growth: number): Promise<{ readonly code: string | undefined; readonly writes: number }> {
  const mebibytes = world.fillStore(growth * 0.75);
  const words = await world.child({ mebibytes });
  world.makeRoom();
  return { code: words?.code, writes: world.effects().size };
}

export interface Meeting {
  /** Stands still in the middle of a change, with the lease in its hands. */
  readonly first: Child;
  /** What the second process ended with. */
  readonly refusal: string | undefined;
}

/** A second process starts on the same store while the first is alive. */
export async function meet(world: World, step: Step): Promise<Meeting> {
  const first = world.start({ death: { steps: [step], log: world.log, signal: 'SIGSTOP' } });
  await first.struck;
  const words = await world.child();
  return { first, refusal: words?.code };
}

/** Many answers will be lost after the write took effect, on every target and with every method. Answers how many were. */
export function loseAnswers({ okta, chat, desk }: World): () => number {
  const turns = Array.from({ length: 20 }, (_, index) => 2 * index + 1);
  const lost = turns.flatMap((nth) =>
    ['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
      [okta, chat, desk].map((server) => server.fail({ method, nth, effect: { kind: 'reset-after' } })),
    ),
  );
  return () => lost.reduce((sum, fault) => sum + fault.hits(), 0);
}
