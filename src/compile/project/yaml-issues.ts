import type { z } from 'zod';
import { nearest } from '../nearest';
import { didYouMean } from '../problems';

/** What a schema found wrong, in our words. */
export type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Of a union the branch that came furthest says what is wrong, or the one in which a key is all that is wrong. */
export function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const misspelled = issue.errors.flatMap(([only, ...more]) =>
    only?.code === 'unrecognized_keys' && more.length === 0 ? [only] : [],
  )[0];
  if (misspelled) return { ...misspelled, path: [...issue.path, ...misspelled.path] };
  const best = issue.errors
    .flat()
    .map((inner): Issue => deepest({ ...inner, path: [...issue.path, ...inner.path] }))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return best && best.path.length > issue.path.length ? best : issue;
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** What was found at a path and what was expected there. */
export function invalidValue(issue: Issue, found: unknown): { message: string; remedy: string } {
  const where = issue.path.map(String).join('.') || 'the file';
  if (issue.code === 'invalid_key')
    return { message: `${where} is not a name; ${issue.issues[0]?.message}.`, remedy: 'Rename it.' };
  const shown = shortText(found);
  const remedy = 'See docs/project.md for what may stand here.';
  if (found === undefined || found === null)
    return { message: `${where} is missing; expected ${expectedOf(issue)}.`, remedy: `Add ${where}.` };
  if (issue.code === 'invalid_value')
    return {
      message: `${where} is ${shown}; expected ${expectedOf(issue)}.`,
      remedy: didYouMean(nearest(String(found), issue.values.map(String)), 'Use one of these.'),
    };
  return { message: `${where} is ${shown}; expected ${expectedOf(issue)}.`, remedy };
}

/** The end of a sentence that begins with "expected". */
function expectedOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return NOUNS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${entries(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${entries(issue.origin)}`;
    case 'invalid_union':
      return 'one of the forms of docs/project.md';
    default:
      return issue.message.replace(/^expected /, '');
  }
}

const entries = (origin: string): string => (origin === 'array' ? ' entries' : '');

const oneOf = (values: readonly string[]): string =>
  values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

/** A value as it is shown in a message, cut where it is long. */
export function shortText(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Keys that the schema does not know, with those that were probably meant. */
export function unknownKeys(
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
  schema: z.ZodType,
): { key: string; guess: string | undefined }[] {
  const known = knownKeys(schema, issue.path);
  // Another form may know the very same key: that is no advice.
  return issue.keys.map((key) => ({ key, guess: known.includes(key) ? undefined : nearest(key, known) }));
}

/** The keys that the schema knows at a path. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  const at = path.reduce<unknown[]>(
    (schemas, step) => schemas.flatMap((inner) => stepInto(inner, step)),
    [schema],
  );
  return at.flatMap(branches).flatMap((inner) => Object.keys(inner.shape ?? {}));
}

interface Definition {
  readonly def?: {
    readonly innerType?: unknown;
    readonly in?: unknown;
    readonly element?: unknown;
    readonly valueType?: unknown;
    readonly options?: readonly unknown[];
  };
  readonly shape?: Readonly<Record<string, unknown>>;
}

/** The schemas behind wrappers, defaults and unions. */
function branches(schema: unknown): Definition[] {
  const { def } = (schema ?? {}) as Definition;
  const inner = def?.innerType ?? def?.in;
  if (inner) return branches(inner);
  if (def?.options) return def.options.flatMap(branches);
  return schema ? [schema as Definition] : [];
}

const stepInto = (schema: unknown, step: PropertyKey): unknown[] =>
  branches(schema).flatMap(({ shape, def }) => {
    const next = shape?.[String(step)] ?? def?.element ?? def?.valueType;
    return next ? [next] : [];
  });
