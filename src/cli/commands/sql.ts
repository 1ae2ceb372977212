import { existsSync, readFileSync } from 'node:fs';
import { type StatementText, splitStatements } from '../../compile/sql-text';
import { EXIT, UsageError } from '../exit';
import { readKept } from '../kept';
import { openToRead } from '../open-to-read';
import { type Format, print, printError, render } from '../print';
import { answerAll, type SqlAnswer } from '../sql-reader';
import { loadProject } from '../wire';

interface Options {
  readonly project?: string;
  readonly file?: string;
  readonly format: Format;
}

export async function sql(statement: string | undefined, { project, file, format }: Options): Promise<void> {
  const statements = readStatements(statement, file);
  const opened = await loadProject(project);
  const isNew = readKept(opened.root, 'active') === null;
  const context = await openToRead(opened, () => undefined);
  try {
    if (isNew)
      printError(
        'The local warehouse is new, and its tables are empty: ecluse run brings in what has landed and makes them.',
      );
    if (!context.current)
      printError(
        'The project has changed: this answers from the tables as they were made last. ecluse run makes them anew.',
      );
    const answers = await answerAll(context, statements);
    if (format === 'json') print(JSON.stringify(answers, null, 2));
    else showEach(answers, format);
    if (answers.some((answer) => answer.status !== 'ok')) process.exitCode = EXIT.usage;
  } finally {
    await context.close();
  }
}

function readStatements(statement: string | undefined, file: string | undefined): StatementText[] {
  if ((statement === undefined) === (file === undefined))
    throw new UsageError('Give one statement, or --file FILE with statements separated by ";".');
  const statements = splitStatements(file === undefined ? (statement ?? '') : textOf(file));
  if (statements.length === 0) throw new UsageError('There is no statement in it.');
  return statements;
}

/** For people and spreadsheets: each answer under its own header, an empty line between two; what failed goes to stderr. */
function showEach(answers: readonly SqlAnswer[], format: Format): void {
  let separator = '';
  for (const { status, columns, rows, message } of answers) {
    if (status !== 'ok') printError(`${status}: ${message}`);
    else print(separator + render({ columns: columns.map((column) => column.name), rows }, format));
    separator = status === 'ok' ? '\n' : separator;
  }
}

/** @throws {UsageError} */
function textOf(file: string): string {
  if (!existsSync(file))
    throw new UsageError(
      `--file ${file}: there is no such file. Name a file with statements separated by ";".`,
    );
  return readFileSync(file, 'utf8');
}
