// Reading the options of an app with an interface of its own, once and strictly.
import { parseOptions } from '@tenure/core/connector';
import type { AppFunction } from '../description.ts';
import { addressOf, type NamedAppOptions, optionsSchemaOf } from '../options.ts';
import type { NativeDescription } from './api.ts';

type OwnOptions<Options extends NamedAppOptions> = Exclude<keyof Options, keyof NamedAppOptions> & string;
type TextOptions<Options extends NamedAppOptions> = {
  [Name in OwnOptions<Options>]-?: NonNullable<Options[Name]> extends string ? Name : never;
}[OwnOptions<Options>];

type FunctionOptions<Options extends NamedAppOptions> = {
  [Name in OwnOptions<Options>]-?: NonNullable<Options[Name]> extends (...parameters: never[]) => unknown ? Name : never;
}[OwnOptions<Options>];

/** The description that names exactly the options of an app's own: texts as parameters, credentials as secrets, functions as such. */
export type DescriptionOf<Options extends NamedAppOptions> = NativeDescription<
  TextOptions<Options>,
  Exclude<OwnOptions<Options>, TextOptions<Options> | FunctionOptions<Options>>
> &
  ([FunctionOptions<Options>] extends [never] ? unknown : { readonly functions: Readonly<Record<FunctionOptions<Options>, AppFunction>> });

export interface OpenedOptions<Options> {
  readonly settings: Options;
  /** The app's id in this lifecycle. */
  readonly system: string;
  readonly baseUrl: string;
}

/** @throws {TenureError} `OPTIONS_INVALID`, with every problem by path. */
export function openOptions<Options extends NamedAppOptions>(description: NativeDescription, options: Options): OpenedOptions<Options> {
  const settings = parseOptions<Options>(description.id, optionsSchemaOf<Options>(description), options);
  const { id: system = description.id, baseUrl = addressOf(description.address ?? '', settings) } = settings;
  return { settings, system, baseUrl };
}
