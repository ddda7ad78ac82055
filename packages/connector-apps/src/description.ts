// What is known about an application, as plain data: the part that is the same whether it speaks SCIM or has an interface
// of its own. Options, effects, README and catalogue are made from it.
import type { ProfileAttribute, RateLimits } from '@tenure/core/connector';

/** What an error code of the vendor means. */
export type ErrorMeaning = 'conflict' | 'seat-limit' | 'protected' | 'unauthenticated' | 'forbidden' | 'rate-limited' | 'gone' | 'rejected';

/** Something that differs by customer: part of an address, or a setting the app needs besides. */
export interface AppParameter {
  /** What it is and where it stands, for a form. */
  readonly description: string;
  readonly example: string;
  /** A regular expression for the whole value; `address` for one that is called, with the rules of a base URL. */
  readonly pattern: string;
  /** The app works without it. Default false. */
  readonly optional?: boolean | undefined;
}

/** A credential that the app is told. */
export interface AppSecret {
  /** What it is and where it comes from, for a form. */
  readonly description: string;
  /** The app works without it, by another one. Default false. */
  readonly optional?: boolean | undefined;
}

/** A function that the app is told: the host's own knowledge, asked for when it is needed. */
export interface AppFunction {
  /** What it is asked and what it answers, for whoever writes it. */
  readonly description: string;
  /** The app works without it. Default false. */
  readonly optional?: boolean | undefined;
}

/** What a stated fact rests on. `vendor`: documented by it; `observed`: seen in others' working code; `run`: run here. */
export interface AppSource {
  readonly certainty: 'vendor' | 'observed' | 'run';
  readonly what: string;
  readonly url?: string | undefined;
}

/** What each verb does there, in words for a plan, a receipt and the catalogue. One clause each. */
export interface AppEffects {
  readonly create: string;
  readonly disable?: string | undefined;
  readonly delete?: string | undefined;
  /** Why a way that one would expect is not used: `deleting: …` or `turning off: …`. */
  readonly notOffered?: string | undefined;
  /** What a cut does not end or nobody can see from outside. */
  readonly unverified: readonly string[];
}

/** Turning an account off where it stays and can be turned on again. */
export interface Disabling {
  /** How late it may show, in milliseconds; so long it is read back. */
  readonly settlesMs: number;
}

/** Removing an account. */
export interface Deleting {
  /** How late it may show, in milliseconds; so long it is read back. */
  readonly settlesMs: number;
  /**
   * `again`: the person can be let in anew; `for-days`: an administrator can bring all back for the days that the effect
   * names; `never`: it cannot be undone, and has to be allowed.
   */
  readonly undone: 'again' | 'for-days' | 'never';
}

export interface AppDescription<Parameter extends string = string, Secret extends string = string> {
  /** The app's default id. */
  readonly id: string;
  readonly name: string;
  /** One sentence for a catalogue. */
  readonly description: string;
  /** `tested`: run against an independent server; `documented`: made from the vendor's documents. */
  readonly status: 'tested' | 'documented';
  readonly sources: readonly AppSource[];
  /** What the vendor must have sold for this way in to be there. */
  readonly plan: string;
  /** Which credential, what it must be allowed to do, and where it comes from. */
  readonly credential: string;
  /** What bites, one sentence each; for the catalogue and the README. */
  readonly traps: readonly string[];
  /** Facts this relies on that nobody has confirmed. */
  readonly assumed: readonly string[];
  /** The base URL with `{names}` of parameters; absent: the customer states a whole one. */
  readonly address?: string | undefined;
  readonly parameters: Readonly<Record<Parameter, AppParameter>>;
  /** Parameters that tell one customer's workspace from another's where the address does not. Default none. */
  readonly workspace?: readonly Parameter[] | undefined;
  /** The credentials by option. Default: one, `token`, described by `credential`. */
  readonly secrets?: Readonly<Record<Secret, AppSecret>> | undefined;
  /** Of these secrets exactly one is told; all of them are `optional` by themselves. */
  readonly eitherOf?: readonly Secret[] | undefined;
  /** Functions of the host by option. Default none. */
  readonly functions?: Readonly<Record<string, AppFunction>> | undefined;
  /** Attributes that the app refuses to be without. */
  readonly required: readonly ProfileAttribute[];
  readonly create: {
    /** The app takes a person it knows for the new account; so we look first. */
    readonly adopts: boolean;
    /** The person has to accept: the new account is `pending`. */
    readonly invites: boolean;
    /** The app takes a first password. `always`: none can be made without one. */
    readonly password: boolean | 'always';
  };
  readonly disable?: Disabling | undefined;
  readonly delete?: Deleting | undefined;
  readonly limits: Omit<RateLimits, 'credential'>;
  readonly effects: AppEffects;
  /** One change of one account at a time. */
  readonly serial: boolean;
}

/** The credentials by option, with the one that an app has unless it says otherwise. */
export const secretsOf = ({ secrets, credential }: AppDescription): Readonly<Record<string, AppSecret>> =>
  secrets ?? { token: { description: credential } };
