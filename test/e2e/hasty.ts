/** The command line in a process that has little patience with others that say nothing. */
import { localMachine } from '../../src/adapters/local-files/machine';
import { main } from '../../src/cli/main';
import { SILENCE_MS } from './silence';

Object.assign(localMachine, { silenceMs: SILENCE_MS });
void main(process.argv.slice(2));
