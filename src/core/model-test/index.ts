export { differences } from './compare';
export { type Difference, type ModelTest, type Outcome, PARTS, type Part, type WrittenRow } from './types';
