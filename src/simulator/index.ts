/** A retail network that delivers files, serves an API, and knows the truth about both. */
export type { ApiOptions } from './api/api-options';
export { type RunningApi, startApi } from './api/server';
export type { DirtKind, Emission, Fate, MalformedLine, SourceName } from './dirt/emission';
export type { LandingFile } from './files/landing-file';
export { contentOf, type FileRange, type WrittenFile, writeFiles } from './files/write-files';
export type { ResolvedOptions, SimulatorOptions } from './options';
export { DEFAULT_RATES, type DirtRates, type PartialRates, scaledRates } from './rates';
export { type Network, simulate } from './simulate';
export { truth } from './truth/truth';
export type { Change, Counts, Injected, SourceTruth, Totals, Truth } from './truth/types';
