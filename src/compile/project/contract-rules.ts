import type { Problem } from '../../core/errors';
import { type Places, type ProblemCode, problemAt } from '../problems';
import { forbidsNull, qualityProblems } from './contract-quality';
import type { OdcsProperty } from './odcs';
import { patternProblem } from './regex';
import type { ContractRule } from './types';
import { shortText } from './yaml-issues';

type Path = readonly PropertyKey[];
interface Placed {
  readonly rule: ContractRule;
  readonly path: Path;
}

const BOUNDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const;
const LENGTHS = ['minLength', 'maxLength'] as const;

/** The rules of each row that a property states, and the problems of those that cannot be one. */
export function rulesOf(
  places: Places,
  property: OdcsProperty,
  path: Path,
  type: string,
): { rules: ContractRule[]; required: boolean; problems: Problem[] } {
  const placed = written(property, path);
  const problems = [
    ...placed.flatMap((entry) => ruleProblem(places, property, entry, type)),
    ...unjudged(places, property, path),
    ...crossed(places, property, path),
    ...qualityProblems(property.quality, { places, path, column: property.name }),
  ];
  const required = property.required || property.primaryKey || forbidsNull(property.quality);
  return { rules: placed.map(({ rule }) => rule), required, problems };
}

function written({ logicalTypeOptions: options, quality }: OdcsProperty, path: Path): Placed[] {
  const at = (option: string): Path => [...path, 'logicalTypeOptions', option];
  const bounds = BOUNDS.flatMap((kind): Placed[] => {
    const value = options[kind];
    // The first version of the standard had exclusive bounds as true or false beside the bound.
    return value === undefined || typeof value === 'boolean'
      ? []
      : [{ rule: { kind, value }, path: at(kind) }];
  });
  const lengths = LENGTHS.flatMap((kind): Placed[] => {
    const value = options[kind];
    return value === undefined ? [] : [{ rule: { kind, value }, path: at(kind) }];
  });
  const pattern: Placed[] =
    options.pattern === undefined
      ? []
      : [{ rule: { kind: 'pattern', value: options.pattern }, path: at('pattern') }];
  return [
    ...bounds,
    ...lengths,
    ...pattern,
    ...quality.flatMap((entry, index) => ofQuality(entry, [...path, 'quality', index])),
  ];
}

/** What the standard knows and no rule is made of: passed over in silence it would look as if it were judged. */
function unjudged(
  places: Places,
  { name, logicalTypeOptions: options }: OdcsProperty,
  path: Path,
): Problem[] {
  const at = (option: string): Path => [...path, 'logicalTypeOptions', option];
  const flags = (['exclusiveMinimum', 'exclusiveMaximum'] as const)
    .filter((kind) => typeof options[kind] === 'boolean')
    .map((kind) =>
      problemAt(
        places,
        at(kind),
        'rule_type',
        `${kind} of ${name} is ${options[kind]}; since v3.1 of the standard it is the bound itself.`,
        `Write ${kind}: <the bound>, and remove the bound beside it.`,
      ),
    );
  if (options.multipleOf === undefined) return flags;
  const message = `multipleOf of ${name} is ${options.multipleOf}, which bronze does not judge.`;
  const remedy = `Remove it, and add a check to the silver model: expression: { sql: "MOD(${name}, ${options.multipleOf}) = 0" }.`;
  return [...flags, problemAt(places, at('multipleOf'), 'rule_type', message, remedy)];
}

/** Bounds that no value keeps. */
function crossed(places: Places, { name, logicalTypeOptions: options }: OdcsProperty, path: Path): Problem[] {
  const pairs = [
    ['minimum', 'maximum'],
    ['minLength', 'maxLength'],
  ] as const;
  return pairs.flatMap(([low, high]) => {
    const [min, max] = [options[low], options[high]];
    if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return [];
    const message = `${low} of ${name} is ${min}, above its ${high} of ${max}: no value keeps both.`;
    return [problemAt(places, [...path, 'logicalTypeOptions', low], 'rule_type', message, 'Swap them.')];
  });
}

function ofQuality({ arguments: given }: OdcsProperty['quality'][number], path: Path): Placed[] {
  const { pattern, validValues } = given ?? {};
  return [
    ...(pattern === undefined ? [] : [{ rule: { kind: 'pattern' as const, value: pattern }, path }]),
    ...(validValues ? [{ rule: { kind: 'validValues' as const, value: validValues }, path }] : []),
  ];
}

const COMPARABLE = ['INT64', 'NUMERIC', 'FLOAT64', 'DATE', 'TIMESTAMP'];

function ruleProblem(
  places: Places,
  { name }: OdcsProperty,
  { rule, path }: Placed,
  type: string,
): Problem[] {
  const report = (code: ProblemCode, message: string, remedy: string): Problem[] => [
    problemAt(places, path, code, message, remedy),
  ];
  const misfit = (fitting: string): Problem[] =>
    report(
      'rule_type',
      `${rule.kind} of ${name} is ${shortText(rule.value)}, but ${name} is ${type}.`,
      fitting,
    );
  switch (rule.kind) {
    case 'pattern': {
      const problem = patternProblem(rule.value);
      if (problem)
        return report(
          'pattern',
          `the pattern ${rule.value} ${problem}; patterns are RE2's.`,
          'Write it without; quote it in YAML.',
        );
      return type === 'STRING' ? [] : misfit('Patterns are for columns of logicalType string.');
    }
    case 'minLength':
    case 'maxLength':
      return type === 'STRING' ? [] : misfit('Lengths are for columns of logicalType string.');
    case 'validValues':
      return rule.value.every((value) => fits(type, value))
        ? []
        : misfit('List values of the type of the column.');
    default:
      if (!COMPARABLE.includes(type)) return misfit('Bounds are for numbers, dates and timestamps.');
      return fits(type, rule.value) ? [] : misfit('Write a bound of the type of the column.');
  }
}

/** Can a literal of the type be made of the value? */
function fits(type: string, value: string | number | boolean): boolean {
  const text = String(value);
  switch (type) {
    case 'INT64':
      return /^-?\d{1,18}$/.test(text);
    case 'NUMERIC':
      return /^-?\d{1,29}(\.\d{1,9})?$/.test(text);
    case 'FLOAT64':
      return typeof value !== 'boolean' && text !== '' && Number.isFinite(Number(text));
    case 'BOOL':
      return /^(true|false)$/.test(text);
    case 'DATE':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
    case 'TIMESTAMP':
      return /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text));
    default:
      return true;
  }
}
