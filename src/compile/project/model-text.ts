import type { Problem } from '../../core/errors';
import { problem } from '../problems';

/** The parts of a model's file. */
export interface ModelText {
  /** The text up to the query. */
  readonly top: string;
  readonly yaml: string;
  /** Line of the file on which the YAML begins. */
  readonly firstLine: number;
}

const HEADER = /^(\s*\/\*---[ \t]*\n)([\s\S]*?)---\*\//;
const OPENING = /^\s*\/\*---/;
const SHAPE = 'a line /*---, then description: …, then ---*/';

/** The header of a model and where the query begins, or why there is none. */
export function splitHeader(file: string, text: string): ModelText | { readonly problem: Problem } {
  const [top, opening, yaml] = HEADER.exec(text) ?? [];
  if (top === undefined || opening === undefined || yaml === undefined)
    return { problem: withoutHeader(file, text) };
  const end = yaml.indexOf('*/');
  if (end >= 0) return { problem: endsEarly(file, lineOf(opening + yaml.slice(0, end))) };
  return { top, yaml, firstLine: opening.split('\n').length };
}

function withoutHeader(file: string, text: string): Problem {
  const opening = OPENING.exec(text)?.[0];
  if (opening === undefined)
    return noHeader(
      file,
      1,
      'the file does not begin with a header.',
      `Begin it with ${SHAPE}, as docs/project.md shows.`,
    );
  const line = lineOf(opening);
  if (!text.includes('---*/'))
    return noHeader(
      file,
      line,
      'the header that begins here has no end.',
      'Close it with a line ---*/ before the query.',
    );
  return noHeader(
    file,
    line,
    'the header begins on the line of its opening.',
    `Write each on a line of its own: ${SHAPE}.`,
  );
}

const endsEarly = (file: string, line: number): Problem =>
  noHeader(
    file,
    line,
    'there is a */ inside the header: SQL takes it for the end of the comment.',
    'Write it otherwise, for instance with a space between * and /.',
  );

const noHeader = (file: string, line: number, message: string, remedy: string): Problem =>
  problem('no_header', { file, line, column: 1 }, message, remedy);

const lineOf = (before: string): number => before.split('\n').length;
