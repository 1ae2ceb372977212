export { differences } from './compare';
export type { Difference, ModelTest, Outcome, Part, WrittenRow } from './types';
