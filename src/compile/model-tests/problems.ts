import type { Problem } from '../../core/errors';
import type { Manifest, Model } from '../../core/manifest';
import type { Column } from '../../core/types';
import { nearest } from '../nearest';
import { didYouMean } from '../problems';
import type { Project } from '../project/types';
import type { GivenTable } from './given';
import type { WrittenTest } from './test-file';

/** What keeps a test from being tried. */
export function testProblems(
  test: WrittenTest,
  model: Model | undefined,
  tables: readonly GivenTable[],
  manifest: Manifest,
  project: Project,
): Problem[] {
  if (!model) return [unknownModel(test, manifest)];
  return [
    ...windowProblems(test, model),
    ...givenProblems(test, model, tables),
    ...dateProblems(test, project),
    ...expectedProblems(test, model),
  ];
}

function unknownModel(test: WrittenTest, { models }: Manifest): Problem {
  const known = models.map(({ name }) => name);
  const remedy = didYouMean(nearest(test.model, known), `There are ${known.join(', ')}.`);
  return test.problem(['model'], `there is no model ${test.model}.`, remedy);
}

function windowProblems(test: WrittenTest, { as, name }: Model): Problem[] {
  if (as === 'incremental' && !test.window)
    return [
      test.problem(
        [],
        `${name} is incremental, but the test has no window.`,
        'Add window: { start_date: …, end_date: … }, half-open.',
      ),
    ];
  if (as !== 'incremental' && as !== 'scd2' && test.window)
    return [test.problem(['window'], `${name} is a ${as}, which has no window.`, 'Remove it.')];
  if (test.window && test.window.start >= test.window.end)
    return [
      test.problem(
        ['window'],
        'the window holds no day: it is half-open.',
        'Let end_date be the day after the last one.',
      ),
    ];
  return [];
}

function givenProblems(test: WrittenTest, model: Model, tables: readonly GivenTable[]): Problem[] {
  const known = tables.map(({ name }) => name);
  return Object.entries(test.given).flatMap(([table, rows]) => {
    const found = tables.find(({ name }) => name === table);
    if (!found)
      return [
        test.problem(
          ['given', table],
          `${model.name} does not read ${table}.`,
          didYouMean(nearest(table, known), `It reads ${known.join(', ')}.`),
        ),
      ];
    return rows.flatMap((row, index) =>
      unknownColumns(Object.keys(row), found.columns).map(({ column, remedy }) =>
        test.problem(['given', table, index, column], `${table} has no column ${column}.`, remedy),
      ),
    );
  });
}

/** Full extracts are told apart by their date, which nothing else says. */
function dateProblems(test: WrittenTest, { contracts }: Project): Problem[] {
  return contracts
    .filter(({ delivery, eventTime }) => delivery.mode === 'full' || eventTime === undefined)
    .flatMap(({ name }) => {
      const rows = test.given[`bronze.${name}`] ?? [];
      const index = rows.findIndex((row) => row._event_date === undefined || row._event_date === null);
      if (index < 0) return [];
      const message = `a row of bronze.${name} has no _event_date, and no event time from which it would follow.`;
      return [
        test.problem(
          ['given', `bronze.${name}`, index],
          message,
          'Write _event_date: the date of the extract.',
        ),
      ];
    });
}

function expectedProblems(test: WrittenTest, model: Model): Problem[] {
  const { rows, duplicates, quarantined, failed } = test.expected;
  const columns = [...model.columns, { name: '_failed', type: '' }];
  const ofRows = Object.entries({ rows, duplicates, quarantined }).flatMap(([part, expected]) =>
    expected.flatMap((row, index) =>
      unknownColumns(Object.keys(row), part === 'quarantined' ? columns : model.columns).map(
        ({ column, remedy }) =>
          test.problem(['expect', part, index, column], `${model.name} has no column ${column}.`, remedy),
      ),
    ),
  );
  const known = [
    ...model.checks.map(({ name }) => name),
    ...(model.maxDeleted === undefined ? [] : ['max_deleted']),
  ];
  const ofChecks = failed
    .filter((check) => !known.includes(check))
    .map((check) =>
      test.problem(
        ['expect', 'failed'],
        `${model.name} has no check ${check}.`,
        didYouMean(nearest(check, known), `It has ${known.join(', ') || 'none'}.`),
      ),
    );
  return [...ofRows, ...ofChecks];
}

function unknownColumns(
  written: readonly string[],
  columns: readonly Column[],
): { column: string; remedy: string }[] {
  const known = columns.map(({ name }) => name);
  return written
    .filter((column) => !known.includes(column))
    .map((column) => ({ column, remedy: didYouMean(nearest(column, known), `It has ${known.join(', ')}.`) }));
}
