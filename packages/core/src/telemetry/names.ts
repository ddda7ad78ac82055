// Everything that is told to OpenTelemetry, as closed tables: what has no place here cannot be told.

/** What is timed. */
export const spanNames = {
  'tenure.plan': 'making a plan: reading, judging, deciding',
  'tenure.read': 'reading everybody from the source, all pages',
  'tenure.inventory': 'listing the accounts of one target',
  'tenure.apply': 'applying one plan',
  'tenure.change': 'one try at one change of a target, with looking before and after',
  'tenure.sync-people': 'reading, deciding and applying for a few people at once',
  'tenure.call': 'one verb of a connector, with waiting for its limit; one page of a list is one',
} as const;

export type SpanName = keyof typeof spanNames;

/** What is counted. Durations are in seconds. */
export const instruments = {
  'tenure.changes': { kind: 'counter', unit: '{change}', description: 'Changes that came to an end, by outcome, class and target' },
  'tenure.change.duration': { kind: 'histogram', unit: 's', description: 'One try at one change, by class, target and outcome' },
  'tenure.call.duration': { kind: 'histogram', unit: 's', description: 'One verb of a connector, by system, verb and error code' },
  'tenure.plan.duration': { kind: 'histogram', unit: 's', description: 'Making a plan' },
  'tenure.apply.duration': { kind: 'histogram', unit: 's', description: 'Applying a plan' },
  'tenure.targets.stopped': { kind: 'counter', unit: '{stop}', description: 'Times a target was given up in a run, by error code' },
  'tenure.feed.people': {
    kind: 'gauge',
    unit: '{person}',
    description: 'People of the last reading: read, new, changed, unchanged, missing, quarantined',
  },
  'tenure.held': { kind: 'gauge', unit: '{person}', description: 'People whose changes a guard holds, by target and class' },
  'tenure.questions': { kind: 'gauge', unit: '{question}', description: 'Open questions' },
  'tenure.quarantined': { kind: 'gauge', unit: '{target}', description: 'Targets that fail as a whole and are left alone' },
  'tenure.dead_letters': { kind: 'gauge', unit: '{letter}', description: 'Changes and deliveries of events that keep failing' },
} as const satisfies Readonly<Record<string, Instrument>>;

interface Instrument {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly unit: string;
  readonly description: string;
}

type Named<Kind extends Instrument['kind']> = {
  [Name in keyof typeof instruments]: (typeof instruments)[Name]['kind'] extends Kind ? Name : never;
}[keyof typeof instruments];

export type CounterName = Named<'counter'>;
export type HistogramName = Named<'histogram'>;
export type GaugeName = Named<'gauge'>;

/** Attributes of spans and metrics, told as `tenure.<name>`: ids, counts, codes and names of verbs; never what HR says of anybody. */
export interface TelemetryFacts {
  readonly tenant?: string | undefined;
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly system?: string | undefined;
  /** `users.create` */
  readonly verb?: string | undefined;
  /** A plan's hash. */
  readonly plan?: string | undefined;
  readonly run?: string | undefined;
  /** A person's id. On spans only: metrics know nobody. */
  readonly person?: string | undefined;
  /** The kind of a change. */
  readonly change?: string | undefined;
  readonly class?: string | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  /** How far a reading was believed. */
  readonly trust?: string | undefined;
  /** Which part of a figure. */
  readonly part?: string | undefined;
  readonly attempt?: number | undefined;
  readonly items?: number | undefined;
  readonly people?: number | undefined;
  readonly changes?: number | undefined;
  readonly held?: number | undefined;
}
