import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { COMMANDS } from './commands';
import { EXIT } from './exit';
import { explain } from './explain';

/** Parses the command line, loads the one command that was asked for, and turns errors into exit codes. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = commandLine();
  const unfinished = (): void => {
    process.stderr.write('ecluse: the command ended before its work did; this is a defect. Run it again.\n');
    process.exitCode = EXIT.defect;
  };
  process.once('beforeExit', unfinished);
  try {
    await program.parseAsync(argv.map(asValue), { from: 'user' });
  } catch (error) {
    process.exitCode = explain(error);
  }
  process.off('beforeExit', unfinished);
  process.exitCode ??= EXIT.ok;
}

/** A statement that begins with a comment of SQL is no option. */
const asValue = (argument: string): string => (/^--\s/.test(argument) ? ` ${argument}` : argument);

/** The parser of the command line, with every command. */
export function commandLine(): Command {
  const program = new Command('ecluse')
    .description(
      'Lifts data from bronze to silver to gold, and opens no gate before the data has been checked.',
    )
    .version(versionText(), '--version', 'print the version of Écluse')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'ecluse: ')) })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 defect, 2 wrong command or project, 3 stopped by a gate or in order, 4 somebody else is at work, 130 interrupted twice.',
    )
    .exitOverride();
  for (const { name, describe } of COMMANDS) {
    const command = program.command(name);
    describe(command.option('--project <dir>', 'folder of the project (default: the one you are in)'));
  }
  return program;
}

function versionText(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
