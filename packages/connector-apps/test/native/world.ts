// An app with an interface of its own over the modelled server of its vendor: one description of it makes the world of the
// promises that all apps keep and the world of the contract suite.
import type { AppProvisioner } from '@tenure/core/connector';
import type { AppWorld, HeldAccount, InjectableFault, SeedAccount } from '@tenure/core/testing';
import type { Model, ModelFault, ModelRequest, PlantedFault } from '@tenure/simulators/native';
import type { AppDescription, NamedAppOptions } from '../../src/index.ts';
import type { AskedOf, PromiseWorld, Promising } from '../promises.ts';

interface Said {
  readonly status: number;
  readonly body?: unknown;
}

/** What a test has to say about one app and the model of its vendor. */
export interface NativeSetting {
  readonly model: Pick<Model<unknown>, 'requests' | 'fail' | 'close'>;
  /** The app over the model, told all that it needs. */
  app(options: NamedAppOptions): AppProvisioner;
  /** Puts an account in past the interface; answers the id that the app knows it by. */
  seed(account: SeedAccount): string;
  /** Every account past the interface, mapped by hand; nobody who is gone. */
  held(): readonly HeldAccount[];
  /** What a request is for; `token`: none of the app's. */
  kindOf(request: ModelRequest): AskedOf['kind'] | 'token';
  /** The vendor's own refusals, bodies and all. */
  readonly unauthenticated: Said;
  readonly forbidden: Said;
  /** Answers to writes that do nothing: what the vendor says when it has done it. `path`: none where it writes anywhere. */
  readonly ignoring: readonly ModelFault[];
  /** How a creation is sent, for faults that strike only that. */
  readonly creation: { readonly method: string; readonly path: string };
  reserve(address: string): void;
  useUpSeats(): void;
  /** Lets the vendor show somebody of this address to whoever asks for ada@example.com: an alias, a search that takes beginnings. */
  showInstead(address: string): void;
  /** Texts that may stand in no error and no log. */
  readonly secrets: readonly string[];
}

export interface TestedNativeApp {
  /** The subpath it is exported under. */
  readonly subpath: string;
  readonly description: AppDescription;
  start(now: () => number): Promise<NativeSetting>;
}

const page = '<html><head><title>Not found</title></head><body><h1>Not found</h1></body></html>';
const always = Number.POSITIVE_INFINITY;

/** Everything the description allows, allowed. */
function allowing({ disable, delete: deleting }: AppDescription, options: NamedAppOptions): NamedAppOptions {
  const most = disable === undefined ? 'delete' : 'disable-and-delete';
  return { http: { maxRetries: 0 }, ...(deleting === undefined ? {} : { removal: most, allowIrreversible: true }), ...options };
}

const start2025 = Date.parse('2025-01-01T00:00:00Z');

export const nativePromising = ({ description, start }: TestedNativeApp): Promising => ({
  description,
  start: async (now = () => start2025) => promiseWorldOf(description, await start(now), now),
});

function promiseWorldOf(description: AppDescription, setting: NativeSetting, now: () => number): PromiseWorld {
  const { model } = setting;
  let planted: readonly PlantedFault[] = [];
  const heal = (): void => {
    for (const fault of planted) fault.remove();
    planted = [];
  };
  const breaking = (...faults: readonly ModelFault[]): void => {
    heal();
    planted = faults.map((fault) => model.fail({ times: always, ...fault }));
  };
  return {
    app: (options = {}) => setting.app(allowing(description, options)),
    people: () => setting.held().map(({ id, state }) => ({ id, on: state !== 'disabled' })),
    asked: () =>
      model.requests().flatMap((request) => {
        const kind = setting.kindOf(request);
        return kind === 'token' ? [] : [{ kind, at: request.at ?? now() }];
      }),
    loseNextCreation: () => void model.fail({ ...setting.creation, effect: { kind: 'reset-after' } }),
    ignoreChanges: () => breaking(...setting.ignoring),
    refuse: (status) => breaking({ effect: { kind: 'answer', ...(status === 401 ? setting.unauthenticated : setting.forbidden) } }),
    misplace: () => breaking({ effect: { kind: 'answer', status: 404, body: page, headers: { 'Content-Type': 'text/html' } } }),
    heal,
    reserve: setting.reserve,
    useUpSeats: setting.useUpSeats,
    showInstead: setting.showInstead,
    close: model.close,
  };
}

const effectsOf = ({ unauthenticated, forbidden }: NativeSetting): Partial<Readonly<Record<InjectableFault, ModelFault['effect']>>> => ({
  unauthenticated: { kind: 'answer', ...unauthenticated },
  forbidden: { kind: 'answer', ...forbidden },
  'rate-limited': { kind: 'throttled', retryAfterSeconds: 5 },
  'rate-limited-no-header': { kind: 'throttled' },
  'server-error': { kind: 'answer', status: 500 },
  'lost-answer-before': { kind: 'reset' },
  'lost-answer-after': { kind: 'reset-after' },
  truncated: { kind: 'cut' },
  html: { kind: 'html' },
  redirect: { kind: 'answer', status: 302, headers: { Location: 'https://login.example.com/' } },
  'unknown-fields': { kind: 'unknown-fields' },
});

/** A fresh world for one rule of the contract. */
export async function contractWorldOf({ description, start }: TestedNativeApp): Promise<AppWorld> {
  const setting = await start(() => start2025);
  const effects = effectsOf(setting);
  let planted: PlantedFault | undefined;
  return {
    kind: 'app',
    connector: setting.app(allowing(description, { http: { maxRetries: 1 } })),
    backend: { seedAccount: setting.seed, snapshot: () => ({ accounts: setting.held() }) },
    faults: Object.keys(effects) as InjectableFault[],
    inject: (fault) => {
      planted?.remove();
      const effect = fault === undefined ? undefined : effects[fault];
      planted = effect === undefined ? undefined : setting.model.fail({ times: always, effect });
    },
    secrets: setting.secrets,
    close: setting.model.close,
  };
}
