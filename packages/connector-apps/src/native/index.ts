export type { Done, Looked, NativeApi, NativeDescription, NativeLookup } from './api.ts';
export { nativeApp } from './app.ts';
export { type Asking, askFor } from './asking.ts';
export { looked } from './check.ts';
export { type DescriptionOf, type OpenedOptions, openOptions } from './options.ts';
export { type Recent, recentFor, settled } from './settling.ts';
export { bearerTokens, signedAssertion, unusableCredential } from './tokens.ts';
