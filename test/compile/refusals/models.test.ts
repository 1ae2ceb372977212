import { describeRefusals } from '../support/refusals';
import { CHECKS } from './checks.cases';
import { FUNCTIONS } from './functions.cases';
import { HEADERS } from './headers.cases';
import { QUERIES } from './queries.cases';
import { READS } from './reads.cases';

describeRefusals({ headers: HEADERS, checks: CHECKS, reads: READS, queries: QUERIES, functions: FUNCTIONS });
