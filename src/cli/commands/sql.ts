import { readFileSync } from 'node:fs';
import { type StatementText, splitStatements } from '../../compile/sql-text';
import { EXIT, UsageError } from '../exit';
import { openToRead } from '../open-to-read';
import { type Format, print, render } from '../print';
import { answerAll, type SqlAnswer } from '../sql-reader';
import { loadProject } from '../wire';

interface Options {
  readonly project?: string;
  readonly file?: string;
  readonly format: Format;
}

export async function sql(statement: string | undefined, { project, file, format }: Options): Promise<void> {
  const statements = readStatements(statement, file);
  const context = await openToRead(await loadProject(project), () => undefined);
  try {
    if (!context.current)
      process.stderr.write(
        'The project has changed: this answers from the tables as they were made last. ecluse run makes them anew.\n',
      );
    const answers = await answerAll(context, statements);
    show(answers, format);
    if (answers.some((answer) => answer.status !== 'ok')) process.exitCode = EXIT.usage;
  } finally {
    await context.close();
  }
}

function readStatements(statement: string | undefined, file: string | undefined): StatementText[] {
  if ((statement === undefined) === (file === undefined))
    throw new UsageError('Give one statement, or --file FILE with statements separated by ";".');
  const statements = splitStatements(file === undefined ? (statement ?? '') : readFileSync(file, 'utf8'));
  if (statements.length === 0) throw new UsageError('There is no statement in it.');
  return statements;
}

function show(answers: readonly SqlAnswer[], format: Format): void {
  if (format === 'json') print(JSON.stringify(answers, null, 2));
  else for (const answer of answers) print(answerText(answer, format));
}

function answerText({ status, columns, rows, message }: SqlAnswer, format: Format): string {
  return status === 'ok'
    ? render({ columns: columns.map((column) => column.name), rows }, format)
    : `${status}: ${message}`;
}
