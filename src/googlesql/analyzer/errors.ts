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
  const missing = /Function not found: `?([\w.]*\w)/.exec(reason);
  const advice = missing?.[1] && instead(missing[1].toLowerCase());
  // The analyzer's own guess is a name that sounds alike.
  if (missing && advice) return new SqlRefusal('invalid', `${missing[0]}.`, advice, position);
  return new SqlRefusal('invalid', reason, remedyFor(reason, names), position);
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** Constructs of BigQuery that are younger than the analyzer, or that its messages do not explain. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/GROUP BY ALL/, 'Name the keys: GROUP BY 1, 2.'],
  [
    /Unexpected "\|"|Unexpected keyword FROM|Unexpected "\|>"|but got "\|"/,
    'Write it as SELECT … FROM … WHERE …, without pipes.',
  ],
  [/INTERVAL expression/, 'Use DATE_ADD, DATE_SUB, TIMESTAMP_ADD and the like: DATE_ADD(d, INTERVAL 1 DAY).'],
  [
    /operator - for argument types: (DATE|TIMESTAMP)/,
    'Use DATE_DIFF(a, b, DAY), or TIMESTAMP_DIFF and DATETIME_DIFF.',
  ],
  [/function ROUND .*STRING/, 'Leave the rounding mode out (half away from zero), or use FLOOR and CEIL.'],
  [/\b(ARRAY|STRUCT)\b.*\.$/, 'Use its elements or fields, or TO_JSON_STRING of it.'],
  [/JSONPath must be/, 'Write the path itself, or choose with CASE between several JSON_VALUE.'],
  [
    /Unexpected keyword (DECLARE|SET|IF|LOOP|WHILE|FOR|CALL|EXECUTE)|Procedure not found/,
    'Scripts are not supported: write one statement, with WITH for the steps and parameters for variables.',
  ],
];

function remedyFor(reason: string, names: readonly string[]): string | undefined {
  if (/Did you mean/i.test(reason)) return undefined;
  const known = REMEDIES.find(([pattern]) => pattern.test(reason));
  if (known) return known[1];
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
