import { nearest } from '../nearest';
import { didYouMean } from '../problems';
import type { ContractFile, ModelFile } from '../project/types';
import { parametersOf } from '../sql-text';
import type { ModelProblems } from './problems';
import { callsOf, type Read, readsOf, tableNames, unquotedTables } from './reads';

/** What a project has that a model may name. */
export interface Known {
  /** Tables that may be read. */
  readonly tables: ReadonlySet<string>;
  /** Tables that exist, but are the engine's own. */
  readonly internal: ReadonlySet<string>;
  readonly functions: readonly string[];
  /** By the name of their view, `bronze.<source>`. */
  readonly contracts: ReadonlyMap<string, ContractFile>;
}

/** The bronze view whose rows a model carries on one by one. */
export function sourceOf(file: ModelFile, { contracts }: Known): ContractFile | undefined {
  const bronze = tableNames(queried(file)).filter((table) => contracts.has(table));
  return file.layer === 'silver' && bronze.length === 1 ? contracts.get(bronze[0] ?? '') : undefined;
}

const queried = (file: ModelFile): Read[] => readsOf(file).filter(({ by }) => by === 'query');

/** What is wrong with what a model reads, before the analyzer has seen it. */
export function findReadProblems(file: ModelFile, known: Known, problems: ModelProblems): void {
  const reads = readsOf(file);
  for (const read of distinct(reads)) readProblem(file, read, known, problems);
  for (const { path, place } of unquotedTables(file))
    problems.add(
      'unquoted_table',
      place,
      `the query reads ${path} without backticks around the whole name.`,
      `Write \`${path}\`.`,
    );
  functionProblems(file, known, problems);
  bronzeProblems(file, known, problems);
  lookbackProblems(file, problems);
  windowProblems(file, problems);
}

/** Each table once, where it is first read. */
const distinct = (reads: readonly Read[]): Read[] =>
  reads.filter((read, index) => reads.findIndex(({ table }) => table === read.table) === index);

const WHERE = {
  query: 'the query reads',
  relationships: 'a check relates to',
  reconcile: 'a reconciliation reads',
};

function readProblem(
  file: ModelFile,
  { table, place, by }: Read,
  known: Known,
  problems: ModelProblems,
): void {
  const what = `${WHERE[by]} ${table}`;
  if (known.internal.has(table) || /^(quarantine|ops|scratch)\./.test(table))
    problems.add(
      'internal_table',
      place,
      `${what}, which belongs to the engine.`,
      'Read the bronze view, or silver and gold models; `ecluse sql` may look into any table.',
    );
  else if (!known.tables.has(table))
    problems.add(
      'unknown_table',
      place,
      `${what}, which is neither a contract, a model nor a reference table.`,
      didYouMean(
        nearest(
          table,
          [...known.tables].filter((candidate) => candidate !== file.name),
        ),
        'Add contracts/<source>.yaml for what arrives, or sql/<layer>/<name>.sql for a model.',
      ),
    );
  else if (file.layer === 'gold' && known.contracts.has(table))
    problems.add(
      'gold_reads_bronze',
      place,
      `${what}: rows of bronze have not passed a gate.`,
      `Make a silver model of ${table}, and read that.`,
    );
  else if (by === 'relationships' && known.contracts.has(table))
    problems.add(
      'gate',
      place,
      `${what}: rows of bronze have not passed a gate.`,
      'Relate to a silver model.',
    );
}

function functionProblems(file: ModelFile, { functions }: Known, problems: ModelProblems): void {
  for (const { name, place } of callsOf(file))
    if (!functions.includes(name))
      problems.add(
        'unknown_function',
        place,
        `there is no function ${name}.`,
        didYouMean(nearest(name, functions), `Add sql/functions/${name.replace(/^fn\./, '')}.sql.`),
      );
}

/** A model over bronze carries on the rows of one source, and stops those that its checks stop. */
function bronzeProblems(file: ModelFile, known: Known, problems: ModelProblems): void {
  const bronze = distinct(queried(file).filter(({ table }) => known.contracts.has(table)));
  const [first, second] = bronze;
  if (file.layer === 'silver' && first && second)
    problems.add(
      'two_sources',
      second.place,
      `the query reads ${first.table} and ${second.table}; a silver model over bronze carries on the rows of one source.`,
      'Make a silver model of each, and join those in a third one.',
    );
  if (file.layer === 'silver' && first && ['table', 'view', 'materialized_view'].includes(file.as))
    problems.at(
      ['materialize', 'as'],
      'gate',
      `the query reads ${first.table}, but a ${file.as} has no gate for its rows.`,
      'Use as: incremental, or scd2 over full extracts.',
    );
  if (file.as === 'scd2') historyProblem(bronze, known, problems);
  if ((file.uniqueKey?.withinDays ?? 0) > 0 && !first)
    problems.at(
      ['unique_key', 'within_days'],
      'unique_key',
      'within_days looks for other rows of the key in bronze, which the query does not read.',
      'Remove it, or decide the key in the model that reads bronze.',
    );
}

function historyProblem(bronze: readonly Read[], { contracts }: Known, problems: ModelProblems): void {
  const source = contracts.get(bronze[0]?.table ?? '');
  if (source?.delivery.mode === 'full') return;
  problems.at(
    ['materialize', 'as'],
    'scd2_source',
    source
      ? `a history (scd2) is made of full extracts; ${source.file} delivers ${source.delivery.mode}.`
      : 'a history (scd2) is made of full extracts; the query reads no source.',
    'Read a source with delivery: { mode: full, … }, or use as: incremental.',
  );
}

function lookbackProblems(file: ModelFile, problems: ModelProblems): void {
  const read = tableNames(queried(file));
  for (const table of Object.keys(file.lookbackDays))
    if (!read.includes(table))
      problems.at(
        ['lookback_days', table],
        'lookback_days',
        `lookback_days names ${table}, which the query does not read.`,
        didYouMean(nearest(table, read), `It reads ${read.join(', ') || 'no table'}.`),
      );
}

/** The engine replaces days: a query has to say which it makes, if and only if days are replaced. */
function windowProblems(file: ModelFile, problems: ModelProblems): void {
  const used = parametersOf(file.sql).filter(({ text }) => text === '@start_date' || text === '@end_date');
  if (file.as === 'incremental')
    for (const wanted of ['@start_date', '@end_date'])
      if (!used.some(({ text }) => text === wanted))
        problems.add(
          'window',
          file.sqlPlace,
          `the model is incremental, but its query does not use ${wanted}.`,
          'Filter what it reads: WHERE business_date >= @start_date AND business_date < @end_date.',
        );
  const [first] = used;
  if (first && ['table', 'view', 'materialized_view'].includes(file.as))
    problems.add(
      'window',
      problems.inQuery(first.offset),
      `the query uses ${first.text}, but a ${file.as} is made as a whole.`,
      'Remove the filter, or use as: incremental.',
    );
}
