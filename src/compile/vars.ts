import type { Vars } from './project/types';
import { untypedLiteral } from './sql/text';
import { parametersOf } from './sql-text';

const PREFIX = '@var_';
const WINDOW = ['@start_date', '@end_date'];

/** A text with `@var_<name>` as typed literals, and the way back to what was written. */
export interface Inlined {
  readonly sql: string;
  /** The offset in the text as written. */
  original(offset: number): number;
  /** Parameters that are neither of the window nor a var. */
  readonly unknown: readonly { readonly text: string; readonly offset: number }[];
}

export function inlineVars(sql: string, vars: Vars): Inlined {
  const pieces: { readonly start: number; readonly from: number; readonly end: number }[] = [];
  const unknown: { text: string; offset: number }[] = [];
  let result = '';
  let at = 0;
  for (const { text, offset } of parametersOf(sql)) {
    const value = varValue(text, vars);
    if (value === undefined) {
      if (!WINDOW.includes(text)) unknown.push({ text, offset });
      continue;
    }
    result += sql.slice(at, offset);
    at = offset + text.length;
    pieces.push({ start: result.length, from: offset, end: at });
    result += untypedLiteral(value);
  }
  return { sql: result + sql.slice(at), unknown, original: (offset) => originalOf(offset, result, pieces) };
}

/** Everything behind a literal is as far from it as it was from the parameter; all of a literal is the parameter. */
function originalOf(
  offset: number,
  inlined: string,
  pieces: readonly { readonly start: number; readonly from: number; readonly end: number }[],
): number {
  const index = pieces.findLastIndex(({ start }) => start <= offset);
  const piece = pieces[index];
  if (!piece) return offset;
  const next = pieces[index + 1];
  const literalEnd = next ? next.start - (next.from - piece.end) : inlined.length;
  return offset < literalEnd ? piece.from : piece.end + offset - literalEnd;
}

function varValue(parameter: string, vars: Vars): string | number | boolean | undefined {
  const name = parameter.startsWith(PREFIX) ? parameter.slice(PREFIX.length) : undefined;
  return name !== undefined && Object.hasOwn(vars, name) ? vars[name] : undefined;
}

/** Every parameter that a query may use. */
export const knownParameters = (vars: Vars): string[] => [
  ...WINDOW,
  ...Object.keys(vars).map((name) => PREFIX + name),
];
