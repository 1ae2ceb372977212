export type {
  FileFormat,
  ReadLimits,
  ReadOptions,
  ReadRecords,
  ReadResult,
  ReadSinks,
} from './options';
export { readRecords } from './read-records';
export { RefusedFile } from './refused-file';
