/** The analyzer's messages as refusals: position taken out, foreign names replaced, a remedy where we know one. */
import { SqlRefusal } from '../refusal';
import { AnalyzerError } from './client';

const POSITION = /\s*\[at (\d+):(\d+)\]\s*$/;

export function refusalFrom(error: unknown, names: readonly string[]): unknown {
  if (!(error instanceof AnalyzerError)) return error;
  const message = error.message.replace(/\s*\(broken link\)/g, '');
  const found = POSITION.exec(message);
  const position = found ? { line: Number(found[1]), column: Number(found[2]) } : undefined;
  const reason = sentence(message.replace(POSITION, ''));
  return new SqlRefusal('invalid', reason, remedyFor(reason, names), position);
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** Constructs of BigQuery that are younger than the analyzer. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/GROUP BY ALL/, 'Name the keys: GROUP BY 1, 2.'],
  [
    /Unexpected "\|"|Unexpected keyword FROM|Unexpected "\|>"|but got "\|"/,
    'Write it as SELECT … FROM … WHERE …, without pipes.',
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
