import type { Problem } from '../../core/errors';
import { SqlRefusal } from '../../googlesql';
import { type Position, type ProblemCode, problem, problemAt } from '../problems';
import type { ModelFile } from '../project/types';
import { offsetOf, positionOf, tokens } from '../sql-text';
import type { Inlined } from '../vars';

/** Where a refusal of the analyzer stands in the file. */
type Locate = (refusal: SqlRefusal) => Position;

/** The problems of one model, with their places in its file. */
export class ModelProblems {
  readonly found: Problem[] = [];
  constructor(private readonly file: ModelFile) {}

  add(code: ProblemCode, place: Position, message: string, remedy: string): void {
    this.found.push(problem(code, { file: this.file.file, ...place }, message, remedy));
  }

  /** A problem of the header. */
  at(path: readonly PropertyKey[], code: ProblemCode, message: string, remedy: string): void {
    this.found.push(problemAt(this.file.places, path, code, message, remedy));
  }

  /** Where an offset of the query stands in the file. */
  inQuery(offset: number): Position {
    const { line, column } = positionOf(this.file.sql, offset);
    const { sqlPlace } = this.file;
    return { line: sqlPlace.line + line - 1, column: line === 1 ? sqlPlace.column + column - 1 : column };
  }

  /** Where a name of the SELECT list was probably given: its last mention. */
  ofName(name: string): Position {
    const mention = tokens(this.file.sql).findLast(({ text }) => text.replaceAll('`', '') === name);
    return this.inQuery(mention?.offset ?? 0);
  }

  /** Runs the analyzer; a refusal becomes a problem. */
  async analyzed<T>(run: () => Promise<T>, locate: Locate): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof SqlRefusal)) throw error;
      this.refused(error, locate(error));
      return null;
    }
  }

  refused(refusal: SqlRefusal, place: Position): void {
    const code = refusal.kind === 'invalid' ? 'invalid_sql' : 'unsupported_sql';
    this.add(code, place, refusal.reason, remedyOf(refusal));
  }

  /** Places of refusals of the query, whose vars were inlined before it was analyzed. */
  locator(inlined: Inlined): Locate {
    return (refusal) => this.inQuery(inlined.original(offsetIn(inlined.sql, refusal)));
  }
}

export function remedyOf(refusal: SqlRefusal): string {
  if (refusal.remedy) return refusal.remedy;
  if (/\b_(source|violations)\b/.test(refusal.reason))
    return 'Only bronze has _source and _violations: they are not published. Silver models over bronze select them, others do without.';
  const unknown = /^(Unrecognized name|Table not found|Function not found)/.test(refusal.reason);
  return unknown ? 'Correct the name.' : 'Correct the SQL; `ecluse compile` checks it again.';
}

/** The offset of a refusal in the text that was analyzed. */
export function offsetIn(sql: string, { kind, position }: SqlRefusal): number {
  if (!position) return 0;
  const { line, column } = position;
  const text = sql.split('\n')[line - 1] ?? '';
  // The analyzer takes a tab to the next multiple of eight; our own refusals count characters.
  return offsetOf(sql, line, kind === 'invalid' ? characterAt(text, column) : column);
}

const TAB_STOP = 8;

function characterAt(line: string, column: number): number {
  let shown = 1;
  for (let index = 0; index < line.length; index++) {
    if (shown >= column) return index + 1;
    shown += line[index] === '\t' ? TAB_STOP - ((shown - 1) % TAB_STOP) : 1;
  }
  return line.length + 1;
}
