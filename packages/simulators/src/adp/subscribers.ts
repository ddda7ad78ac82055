// Customers of ADP: their HR system, their queue, and what they allow the application to see.
import type { MovedClock } from '../serving/clock.ts';
import { type EventName, wireEvent } from './events.ts';
import { type AdpHr, createHr, type OwnHr } from './hr.ts';
import { type Product, type ProductName, products } from './products.ts';
import { type AdpQueue, createQueue, type OwnQueue } from './queue.ts';
import type { AdpSwitches } from './switches.ts';
import { wireWorker } from './wire/worker.ts';
import type { AdpWorker } from './workers.ts';

/** What a subscriber can allow or not: reads of people, reads of departments, the event queue. */
export type AdpScope = 'workers' | 'departments' | 'events';
export type ConsentState = 'not-given' | 'given' | 'withdrawn';
export type SubscriptionState = 'active' | 'suspended' | 'cancelled';

/** A customer, past the API: for seeding a test and for looking at what a client really met. */
export interface AdpSubscriber {
  readonly organizationOID: string;
  readonly product: ProductName;
  readonly timeZone: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly consent: ConsentState;
  readonly subscription: SubscriptionState;
  readonly hr: AdpHr;
  readonly queue: AdpQueue;
  setConsent(consent: ConsentState): void;
  setSubscription(subscription: SubscriptionState): void;
  allow(scope: AdpScope, isAllowed: boolean): void;
  /** Whether an event goes into the queue. Default: every one does. */
  enableEvent(name: EventName, isEnabled: boolean): void;
  /** Row-level security: people for whom this holds are not shown, and lists are shorter without a word. */
  hide(hides: ((worker: AdpWorker) => boolean) | undefined): void;
  /** New client id and secret; the old ones are dead, tokens live on. */
  rotateCredentials(): void;
}

export interface OwnSubscriber extends AdpSubscriber {
  readonly hr: OwnHr;
  readonly queue: OwnQueue;
  readonly description: Product;
  allows(scope: AdpScope): boolean;
  isHidden(worker: AdpWorker): boolean;
  readonly hidesSomebody: boolean;
}

export interface SubscriberMaking {
  readonly number: number;
  readonly clock: MovedClock;
  readonly switches: AdpSwitches;
  readonly product: ProductName;
  readonly timeZone: string;
  readonly consent: ConsentState;
}

export function createSubscriber({ number, clock, switches, product, timeZone, consent }: SubscriberMaking): OwnSubscriber {
  const description = products[product];
  const denied = new Set<AdpScope>();
  const silent = new Set<EventName>();
  let hides: ((worker: AdpWorker) => boolean) | undefined;
  let events = 0;
  let rotations = 0;
  const state = { consent, subscription: 'active' as SubscriptionState };
  const queue = createQueue(clock, `SUBSCRIBER-${number}`);

  const tell = (name: EventName, worker: AdpWorker, effective: string): void => {
    const isHeard = state.consent === 'given' && state.subscription === 'active' && !denied.has('events') && !silent.has(name);
    if (!isHeard) return;
    events += 1;
    const wire = wireWorker(worker, description, (id) => hr.worker(id));
    const id = `event-${number}-${events}`;
    queue.post(wireEvent({ id, name, worker, effective, recordedAt: clock.now(), timeZone, product: description, wire }));
  };
  const digits = (hire: number): string => String(number * 10_000_000 + hire);
  const idOf = (hire: number): string => (description.digitsOnly ? digits(hire) : `G3${digits(hire).padStart(14, '0')}`);
  const hr = createHr({ clock, timeZone, switches, idOf, tell });

  return {
    organizationOID: `G3ORG${String(number).padStart(11, '0')}`,
    product,
    timeZone,
    hr,
    queue,
    description,
    get clientId() {
      return `client-${number}-${rotations}`;
    },
    get clientSecret() {
      return `secret-${number}-${rotations}`;
    },
    get consent() {
      return state.consent;
    },
    get subscription() {
      return state.subscription;
    },
    setConsent(next) {
      state.consent = next;
    },
    setSubscription(next) {
      state.subscription = next;
    },
    allow: (scope, isAllowed) => void (isAllowed ? denied.delete(scope) : denied.add(scope)),
    allows: (scope) => !denied.has(scope),
    enableEvent: (name, isEnabled) => void (isEnabled ? silent.delete(name) : silent.add(name)),
    hide(next) {
      hides = next;
    },
    get hidesSomebody() {
      return hides !== undefined;
    },
    isHidden: (worker) => hides?.(worker) === true,
    rotateCredentials() {
      rotations += 1;
    },
  };
}
