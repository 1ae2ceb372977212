import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { COMMANDS } from '../../src/cli/commands';
import { EXIT } from '../../src/cli/exit';
import { Command as Process } from '../e2e/command';
import { REPOSITORY } from '../e2e/workshop';

const PAGE = readFileSync(join(REPOSITORY, 'docs/cli.md'), 'utf8');

/** The first cells of a section's table. */
function rowsBelow(heading: string): string[] {
  const section = PAGE.split(new RegExp(`^#+ ${heading}$`, 'm'))[1]?.split(/^#/m)[0] ?? '';
  return [...section.matchAll(/^\| (.+?)(?<!\\) \|/gm)].map(([, cell]) => cell ?? '').slice(1);
}

const optionsOf = (name: string): string[] => {
  const command = new Command(name);
  COMMANDS.find((entry) => entry.name === name)?.describe(command);
  return command.options.flatMap(({ long }) => long ?? []);
};

describe('docs/cli.md', () => {
  test('gives every exit code with which a command can end, and no other; so does --help', async () => {
    const codes = Object.values(EXIT).map(String);
    expect(rowsBelow('Exit codes').filter((cell) => /^\d+$/.test(cell))).toEqual(codes);
    const { out } = await new Process(REPOSITORY, ['--help']).ended;
    const told = /Exit codes: (.*)/s.exec(out)?.[1] ?? '';
    expect([...told.matchAll(/\d+/g)].map(([code]) => code)).toEqual(codes);
  });

  const described = rowsBelow('Commands').filter((cell) => cell.startsWith('`ecluse '));

  test('has a row for every command', () => {
    const names = described.map((cell) => /^`ecluse (\w+)/.exec(cell)?.[1]);
    expect([...names].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  test.each(described)('names only options that there are: %s', (cell) => {
    const name = /^`ecluse (\w+)/.exec(cell)?.[1] ?? '';
    const named = cell.match(/--[a-z-]+/g) ?? [];
    expect(named.filter((option) => !optionsOf(name).includes(option))).toEqual([]);
  });
});
