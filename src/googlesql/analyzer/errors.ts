/** The analyzer's messages as refusals: position taken out, foreign names replaced, a remedy where we know one. */
import { SqlRefusal } from '../refusal';
import { AnalyzerError } from './client';

const POSITION = /\s*\[at (\d+):(\d+)\]\s*$/;

/** What to write instead of a function that this analyzer does not know; undefined where there is no advice. */
type FunctionRemedy = (name: string) => string | undefined;

/** `names`: what an unknown name may have meant. */
export function refusalFrom(error: unknown, names: readonly string[], instead: FunctionRemedy): unknown {
  if (!(error instanceof AnalyzerError)) return error;
  const message = error.message.replace(/\s*\(broken link\)/g, '');
  const found = POSITION.exec(message);
  const position = found ? { line: Number(found[1]), column: Number(found[2]) } : undefined;
  const reason = sentence(message.replace(POSITION, ''));
  const missing = missingFunction(reason, instead) ?? missingConstruct(reason);
  if (missing) return new SqlRefusal('unsupported', missing.reason, missing.remedy, position);
  return new SqlRefusal('invalid', reason, remedyFor(reason, names), position);
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

interface Missing {
  readonly reason: string;
  readonly remedy: string;
}

/** The analyzer's own guess is a name that sounds alike; ours is what to write instead. */
function missingFunction(reason: string, instead: FunctionRemedy): Missing | undefined {
  const [, name] = /Function not found: `?([\w.]*\w)/.exec(reason) ?? [];
  const remedy = name && instead(name.toLowerCase());
  return remedy ? { reason: `${name.toUpperCase()} is not supported.`, remedy } : undefined;
}

/** What BigQuery runs and this analyzer, which is older, does not know: its message, what it is, what to write. */
const YOUNGER: readonly (readonly [pattern: RegExp, what: string, remedy: string])[] = [
  [
    /GROUP BY ALL/,
    'GROUP BY ALL is not supported with *, with a subquery in the SELECT list, or without a key.',
    'Name the keys: GROUP BY 1, 2.',
  ],
  [
    /INTERVAL expression/,
    'INTERVAL as a value is not supported.',
    'Use DATE_ADD, DATE_SUB, TIMESTAMP_ADD and the like: DATE_ADD(d, INTERVAL 1 DAY).',
  ],
  [
    /operator - for argument types: (DATE|DATETIME|TIMESTAMP|TIME)\b/,
    'A difference of dates or times is an INTERVAL, which is not supported.',
    'Use DATE_DIFF(a, b, DAY), or TIMESTAMP_DIFF and DATETIME_DIFF.',
  ],
  [
    /function ROUND .*STRING|function ROUND .*ROUNDING_MODE/,
    'ROUND with a rounding mode is not supported.',
    'Leave the rounding mode out (half away from zero), or use FLOOR and CEIL.',
  ],
  [
    /for function (DATE|DATETIME|TIMESTAMP)_TRUNC for argument types: (DATE|DATETIME|TIMESTAMP)\b/,
    'Truncating another type than the name of the function says is not supported.',
    'Use DATE_TRUNC of a DATE, DATETIME_TRUNC of a DATETIME, TIMESTAMP_TRUNC of a TIMESTAMP.',
  ],
  [
    /[Gg]rouping by expressions of type ARRAY|DISTINCT .*type ARRAY|Column .* of type ARRAY cannot be used in (UNION|INTERSECT|EXCEPT)/,
    'Comparing, grouping and ordering by ARRAY is not supported.',
    'Use its elements, or TO_JSON_STRING of it.',
  ],
  [
    /JSONPath must be/,
    'A JSON path that is no literal is not supported.',
    'Write the path itself, or choose with CASE between several JSON_VALUE.',
  ],
  [
    /Unexpected keyword (DECLARE|SET|IF|LOOP|WHILE|FOR|REPEAT|CASE|CALL|EXECUTE|BREAK|CONTINUE|LEAVE|RETURN|RAISE)\b|Procedure not found/,
    'Scripts are not supported.',
    'Write one statement, with WITH for the steps and parameters for variables.',
  ],
  [
    /Type not found: `?RANGE|Unexpected keyword RANGE/,
    'The type RANGE is not supported.',
    'Keep the start and the end in two columns.',
  ],
  [
    /Unexpected keyword BY.*|Expected keyword (ALL|DISTINCT).*BY NAME|got keyword (CORRESPONDING|BY|STRICT)\b/,
    'Set operations by name are not supported.',
    'List the columns in the same order in each SELECT.',
  ],
];

function missingConstruct(reason: string): Missing | undefined {
  const found = YOUNGER.find(([pattern]) => pattern.test(reason));
  return found && { reason: found[1], remedy: found[2] };
}

/** What BigQuery refuses too, with a hint that its messages do not give. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/\b(ARRAY|STRUCT)\b.*\.$/, 'Use its elements or fields, or TO_JSON_STRING of it.'],
];

function remedyFor(reason: string, names: readonly string[]): string | undefined {
  if (/Did you mean/i.test(reason)) return undefined;
  const hint = HINTS.find(([pattern]) => pattern.test(reason));
  if (hint) return hint[1];
  const unknown = /(?:Unrecognized name|Table not found|Function not found): `?([^\s`;?]+)`?/.exec(
    reason,
  )?.[1];
  const nearest = unknown && nearestName(unknown.replace(/\.$/, ''), names);
  return nearest ? `Did you mean ${nearest}?` : undefined;
}

/** The known name with the fewest edits, if they are few for its length. */
function nearestName(unknown: string, names: readonly string[]): string | undefined {
  const lower = unknown.toLowerCase();
  const ranked = names
    .map((name) => ({ name, edits: editDistance(lower, name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits || a.name.localeCompare(b.name));
  const best = ranked[0];
  return best && best.edits <= Math.max(2, Math.floor(lower.length / 3)) ? best.name : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) row = nextRow(row, a.charAt(i - 1), b, i);
  return row[b.length] ?? 0;
}

function nextRow(above: readonly number[], letter: string, b: string, i: number): number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j++) {
    const replaced = (above[j - 1] ?? 0) + (b.charAt(j - 1) === letter ? 0 : 1);
    row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
  }
  return row;
}
