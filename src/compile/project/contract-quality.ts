import type { Problem } from '../../core/errors';
import { nearest } from '../nearest';
import { didYouMean, type Places, problemAt } from '../problems';
import { type OdcsQuality, OPERATORS } from './odcs-quality';

type Path = readonly PropertyKey[];
const OF_A_COLUMN = ['nullValues', 'missingValues', 'invalidValues', 'duplicateValues'];
const OF_THE_OBJECT = ['rowCount', 'duplicateValues'];

/** What a message has to know of what a rule judges. */
interface Judged {
  readonly places: Places;
  readonly path: Path;
  /** Undefined: the whole object. */
  readonly column?: string;
}

type Finding = readonly [message: string, remedy: string];

/** Rules that no row alone can be judged by are refused: passed over in silence they would look as if they held. */
export function qualityProblems(quality: readonly OdcsQuality[], judged: Judged): Problem[] {
  return quality.flatMap((entry, index) => {
    const finding = unjudged(entry, judged.column);
    const path = [...judged.path, 'quality', index];
    return finding ? [problemAt(judged.places, path, 'quality', ...finding)] : [];
  });
}

/** Does a rule say that the column has no NULL? */
export const forbidsNull = (quality: readonly OdcsQuality[]): boolean =>
  quality.some((entry) => metricOf(entry) === 'nullValues' && allowsNone(entry));

const metricOf = ({ metric, rule }: OdcsQuality): string | undefined => metric ?? rule;

function unjudged(entry: OdcsQuality, column: string | undefined): Finding | undefined {
  const of = column ?? 'the object';
  // A text is a description: it promises nothing that could be judged.
  if (entry.type === 'text') return undefined;
  if (entry.type !== 'library')
    return [
      `nothing runs a quality rule of type ${entry.type}.`,
      'Remove it, and add a check to the silver model: expression: { sql: "…" }.',
    ];
  const metric = metricOf(entry);
  const metrics = column === undefined ? OF_THE_OBJECT : OF_A_COLUMN;
  if (metric === undefined)
    return [`a quality rule of ${of} names no metric.`, `Write metric: ${metrics.join(', ')}.`];
  if (!metrics.includes(metric))
    return [
      `there is no metric ${metric} of ${of}.`,
      didYouMean(nearest(metric, metrics), `There are ${metrics.join(', ')}.`),
    ];
  if (metric === 'invalidValues' && !entry.arguments?.validValues && entry.arguments?.pattern === undefined)
    return [
      `invalidValues of ${of} does not say what is valid.`,
      'Write arguments: { validValues: […] } or arguments: { pattern: "…" }.',
    ];
  const judgedByRow = metric === 'invalidValues' || metric === 'nullValues';
  if (judgedByRow && allowsNone(entry)) return undefined;
  return [
    `bronze judges row by row, and not ${metric} of ${of}${saidOf(entry)}.`,
    `${judgedByRow ? 'Write mustBe: 0, or remove it' : 'Remove it'} and add a check to the silver model: ${checkFor(metric, entry, column)}.`,
  ];
}

/** None at all: what a rule of each row says, too. */
function allowsNone(entry: OdcsQuality): boolean {
  const [operator, second] = OPERATORS.filter((name) => entry[name] !== undefined);
  if (second !== undefined) return false;
  if (operator === undefined) return true;
  return (operator === 'mustBe' || operator === 'mustBeLessOrEqualTo') && entry[operator] === 0;
}

function saidOf(entry: OdcsQuality): string {
  const said = OPERATORS.flatMap((name) =>
    entry[name] === undefined ? [] : [`${name}: ${JSON.stringify(entry[name])}`],
  );
  return said.length === 0 ? '' : ` (${said.join(', ')}${entry.unit === 'percent' ? ' percent' : ''})`;
}

/** The check that says the same. */
function checkFor(metric: string, entry: OdcsQuality, column = ''): string {
  const share = shareOf(entry);
  const more = share === undefined ? '' : `, tolerance: ${share}`;
  const columns = (entry.arguments?.properties ?? [column]).join(', ');
  switch (metric) {
    case 'nullValues':
      return `not_null: { columns: [${columns}]${more} }`;
    case 'duplicateValues':
      return `unique: { columns: [${columns}]${more} }`;
    case 'invalidValues':
      return entry.arguments?.pattern === undefined
        ? `accepted_values: { column: ${column}, values: […]${more} }`
        : `matches: { column: ${column}, pattern: "…"${more} }`;
    case 'missingValues':
      return `expression: { sql: "${column} NOT IN (…)"${more} }`;
    default:
      return `row_count: { ${boundsOf(entry)} }`;
  }
}

/** As `tolerance` has it: 5 percent are 0.05. */
function shareOf({ unit, mustBeLessThan, mustBeLessOrEqualTo }: OdcsQuality): number | undefined {
  const most = mustBeLessOrEqualTo ?? mustBeLessThan;
  return unit === 'percent' && most !== undefined ? Math.round(most * 1e6) / 1e8 : undefined;
}

function boundsOf(entry: OdcsQuality): string {
  const [from, to] = entry.mustBeBetween ?? [];
  const min = from ?? entry.mustBeGreaterOrEqualTo ?? entry.mustBeGreaterThan;
  const max = to ?? entry.mustBeLessOrEqualTo ?? entry.mustBeLessThan;
  const bounds = [min === undefined ? '' : `min: ${min}`, max === undefined ? '' : `max: ${max}`];
  return bounds.filter(Boolean).join(', ') || 'min: …';
}
