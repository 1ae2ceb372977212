import { countedText } from '../core/counted';
import type { Difference, WrittenRow } from '../core/model-test';
import type { ModelTestResult } from '../engine/model-test';

/** A line for each test, the rows that differ below, and the sum. */
export function testText(results: readonly ModelTestResult[]): string {
  if (results.length === 0) return 'There are no tests in sql/tests. docs/project.md says how to write one.';
  const failed = results.filter(({ passed }) => !passed).length;
  const sum = `${countedText(results.length, 'test')}, ${failed === 0 ? 'all passed' : `${failed} failed`}.`;
  return [...results.map(resultText), '', sum].join('\n');
}

function resultText({ test, passed, differences, error }: ModelTestResult): string {
  const first = `${passed ? 'passed' : 'FAILED'}  ${test.model}: ${test.name}`;
  if (passed) return first;
  const lines = error === undefined ? differences.flatMap(differenceLines) : [error];
  return [first, `        ${test.file}:${test.line}`, ...lines.map((line) => `        ${line}`)].join('\n');
}

const differenceLines = ({ part, missing, unexpected }: Difference): string[] => [
  `${part}:`,
  ...missing.map((row) => `  - expected  ${rowText(row)}`),
  ...unexpected.map((row) => `  + found     ${rowText(row)}`),
];

/** As a test would write it. */
const rowText = (row: WrittenRow): string =>
  `{ ${Object.entries(row)
    .map(([column, value]) => `${column}: ${JSON.stringify(value)}`)
    .join(', ')} }`;

/** For programs: every test with its place, and where it differs. */
export const testJson = (results: readonly ModelTestResult[]): string =>
  JSON.stringify(
    results.map(({ test: { file, line, model, name }, passed, differences, error }) => ({
      file,
      line,
      model,
      test: name,
      status: passed ? 'passed' : 'failed',
      differences,
      ...(error !== undefined && { error }),
    })),
    null,
    2,
  );
