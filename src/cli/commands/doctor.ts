import { environmentNames, readEnvironment } from '../../compile/environment';
import type { Environment } from '../../core/environment';
import type { Problem } from '../../core/errors';
import { examine, type Finding } from '../doctor';
import { EXIT, UsageError } from '../exit';
import { type Format, print, render } from '../print';
import { programs, projectRoot } from '../wire';

interface Options {
  readonly project?: string;
  readonly format: Format;
}

export async function doctor(name: string | undefined, { project, format }: Options): Promise<void> {
  const root = projectRoot(project);
  const names = environmentNames(root);
  if (name !== undefined && !names.includes(name))
    throw new UsageError(`There is no environment ${name}. There are ${names.join(', ') || 'none'}.`);
  const files = (name === undefined ? names : [name]).map((one) => readEnvironment(root, one, process.env));
  const environment: Environment | undefined = name === undefined ? undefined : files[0]?.environment;
  const findings = [
    ...files.flatMap(({ problems }) => problems.map(incomplete)),
    ...(await examine(programs, process.versions.node, environment)),
  ];
  print(render({ columns: ['check', 'state', 'found'], rows: rowsOf(findings, format) }, format));
  if (format === 'table') print(remedies(findings));
  if (findings.some(({ state }) => state === 'missing')) process.exitCode = EXIT.stopped;
}

const incomplete = ({ place: { file, line }, message, remedy }: Problem): Finding => ({
  check: line === undefined ? file : `${file}:${line}`,
  state: 'missing',
  found: message,
  ...(remedy && { remedy }),
});

/** On a terminal, commands stand below the table, whole. */
const rowsOf = (findings: readonly Finding[], format: Format): Readonly<Record<string, unknown>>[] =>
  findings.map(({ remedy, ...finding }) =>
    format === 'table' ? finding : { ...finding, remedy: remedy ?? '' },
  );

const remedies = (findings: readonly Finding[]): string =>
  findings
    .filter(({ state }) => state !== 'ok')
    .map(
      ({ check, state, found, remedy = '' }) =>
        `\n${check}, ${state}: ${found}\n${remedy
          .split('\n')
          .map((line) => `  ${line}`)
          .join('\n')}`,
    )
    .join('\n');
