// Lifecycle events in words.
import type { Lifecycle, LifecycleEvent } from '@tenure/core';

/** One line per kind of event, in the order in which a company would tell them. */
export async function eventLines(lifecycle: Lifecycle, events: readonly LifecycleEvent[]): Promise<string[]> {
  const names = new Map<string, string>();
  for await (const { id, name } of lifecycle.departments()) names.set(id, name);
  const nameOf = (id: string | null): string => (id === null ? 'nowhere' : (names.get(id) ?? id));
  return titles.flatMap(([type, title]) => {
    const told = events.flatMap((event) => (event.type === type ? [tell(event, nameOf)] : []));
    return told.length === 0 ? [] : [`${title.padEnd(18)}${told.join('; ')}`];
  });
}

const titles: readonly (readonly [LifecycleEvent['type'], string])[] = [
  ['joined', 'joined'],
  ['rejoined', 'came back'],
  ['moved', 'moved'],
  ['changed', 'changed'],
  ['leave-started', 'leave began'],
  ['leave-ended', 'leave ended'],
  ['left', 'left'],
  ['department-created', 'new department'],
  ['department-renamed', 'renamed'],
  ['department-removed', 'department gone'],
];

function tell(event: LifecycleEvent, nameOf: (id: string | null) => string): string {
  if (event.type === 'held') return event.target;
  if (!('person' in event)) return nameOf(event.department);
  if (event.type === 'moved') return `${event.person} from ${nameOf(event.from)} to ${nameOf(event.to)}`;
  if (event.type === 'changed') return `${event.person} (${event.fields.join(', ')})`;
  return event.person;
}
