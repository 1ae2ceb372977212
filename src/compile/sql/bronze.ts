import type { Column } from '../../core/types';
import type { ContractColumn, ContractFile, ContractRule } from '../project/types';
import { rowCounts } from './counting';
import { indent, lines, literal, name, names, stringLiteral } from './text';

/** What a generated statement is before the analyzer has seen it. */
export interface SqlText {
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
}

export const rawTable = (source: string): string => `bronze.${source}__raw`;
export const bronzeView = (source: string): string => `bronze.${source}`;
/** Where the clean file of one ingest is loaded. */
export const cleanTable = (source: string): string => `scratch.${source}__clean__{task}`;

export const SOURCE_TYPE = 'STRUCT<file STRING, generation INT64, line INT64, event_date DATE>';

const PROVENANCE: readonly Column[] = [
  { name: '_extra', type: 'STRING', description: 'Columns that the contract does not have, a JSON object.' },
  { name: '_file', type: 'STRING', description: 'Object in the landing bucket.' },
  { name: '_generation', type: 'INT64', description: 'Generation of the object.' },
  { name: '_line', type: 'INT64', description: 'Line or record number in the object, from 1.' },
  { name: '_ledger_id', type: 'STRING', description: 'Ledger id of the object and generation.' },
  { name: '_event_date', type: 'DATE', description: 'Business date of the event time.' },
  { name: '_ingested_at', type: 'TIMESTAMP', description: 'When the row entered bronze.' },
];

export function rawColumns(contract: ContractFile): Column[] {
  const own = contract.columns.map((column) => ({ ...column, type: 'STRING', required: false }));
  return [
    ...own.map(({ name, type, description, classification }) =>
      plain({ name, type, description, classification }),
    ),
    ...PROVENANCE,
  ];
}

const plain = (
  column: { [K in keyof Column]: Column[K] | undefined } & Pick<Column, 'name' | 'type'>,
): Column =>
  Object.fromEntries(Object.entries(column).filter(([, value]) => value !== undefined)) as unknown as Column;

/** Columns of the scratch table that the clean file is loaded into. */
export const cleanColumns = (contract: ContractFile): Column[] => [
  ...contract.columns.map((column) => ({ name: column.name, type: 'STRING' })),
  { name: '_extra', type: 'STRING' },
  { name: '_line', type: 'INT64' },
];

/** The typed value of a column, NULL where the text does not say one. */
function typed(column: ContractColumn): string {
  const text = name(column.name);
  if (column.type === 'STRING') return text;
  if (column.type === 'DATE' && column.format)
    return `SAFE.PARSE_DATE(${stringLiteral(column.format)}, ${text})`;
  if (column.type === 'TIMESTAMP') return typedTimestamp(column, text);
  return `SAFE_CAST(${text} AS ${column.type})`;
}

function typedTimestamp(column: ContractColumn, text: string): string {
  const zone = stringLiteral(column.defaultTimezone ?? 'UTC');
  if (column.format) return `SAFE.PARSE_TIMESTAMP(${stringLiteral(column.format)}, ${text}, ${zone})`;
  if (!column.defaultTimezone) return `SAFE_CAST(${text} AS TIMESTAMP)`;
  // Text with an offset says its instant; text without one is local time of the contract's zone. An offset follows a
  // time of day: the end of a date alone, `-01`, looks like one.
  return `IF(REGEXP_CONTAINS(${text}, r'(?:[zZ]|:[0-9]{2}(?:[.][0-9]+)?[+-][0-9]{1,2}(?::?[0-9]{2})?)$'), SAFE_CAST(${text} AS TIMESTAMP), TIMESTAMP(SAFE_CAST(${text} AS DATETIME), ${zone}))`;
}

/** Rows of the clean file and the SQL of their business date. */
interface Dated {
  readonly from: string;
  /** The event time's date, else the object's. */
  readonly date: string;
}

/** The instant of the event time is read from its text by a query of its own: once, however often it is used. */
function dated(contract: ContractFile, timeZone: string): Dated {
  const clean = name(cleanTable(contract.name));
  if (contract.delivery.mode === 'full') return { from: clean, date: '@snapshot_date' };
  const column = contract.columns.find((candidate) => candidate.name === contract.eventTime);
  if (!column) return { from: clean, date: '@created_date' };
  if (column.type !== 'TIMESTAMP') return { from: clean, date: `COALESCE(${typed(column)}, @created_date)` };
  return {
    from: `(SELECT *, ${typed(column)} AS _event_time FROM ${clean})`,
    date: `COALESCE(DATE(_event_time, ${stringLiteral(timeZone)}), @created_date)`,
  };
}

const typedName = (column: ContractColumn): string => name(`_typed_${column.name}`);

interface Rule {
  readonly violation: string;
  /** TRUE when the row breaks the rule; never NULL. */
  readonly broken: string;
}

function rulesOf(column: ContractColumn): Rule[] {
  const text = name(column.name);
  const value = typedName(column);
  const rules: Rule[] = [];
  if (column.type !== 'STRING')
    rules.push({
      violation: `type: ${column.name}`,
      broken: `(${text} IS NOT NULL AND ${text} != '' AND ${value} IS NULL)`,
    });
  if (column.required)
    rules.push({
      violation: `required: ${column.name}`,
      broken: column.type === 'STRING' ? `(${value} IS NULL)` : `(IFNULL(${text}, '') = '')`,
    });
  for (const rule of column.rules)
    rules.push({
      violation: `${rule.kind}: ${column.name}`,
      broken: `IFNULL(NOT (${holds(column, rule, value)}), FALSE)`,
    });
  return rules;
}

function holds(column: ContractColumn, rule: ContractRule, value: string): string {
  switch (rule.kind) {
    case 'minimum':
      return `${value} >= ${literal(column.type, rule.value)}`;
    case 'maximum':
      return `${value} <= ${literal(column.type, rule.value)}`;
    case 'exclusiveMinimum':
      return `${value} > ${literal(column.type, rule.value)}`;
    case 'exclusiveMaximum':
      return `${value} < ${literal(column.type, rule.value)}`;
    case 'minLength':
      return `CHAR_LENGTH(${value}) >= ${rule.value}`;
    case 'maxLength':
      return `CHAR_LENGTH(${value}) <= ${rule.value}`;
    case 'pattern':
      return `REGEXP_CONTAINS(${value}, ${stringLiteral(rule.value)})`;
    case 'validValues':
      return `${value} IN (${rule.value.map((allowed) => literal(column.type, allowed)).join(', ')})`;
  }
}

/** The list is built only for rows that break a rule: lists are dear, and nearly all rows are clean. */
function violations(contract: ContractFile): string {
  const rules = contract.columns.flatMap(rulesOf);
  if (rules.length === 0) return 'CAST([] AS ARRAY<STRING>)';
  const each = rules.map(
    (rule) => `IF(${rule.broken}, [${stringLiteral(rule.violation)}], CAST([] AS ARRAY<STRING>))`,
  );
  const any = rules.map((rule) => rule.broken).join('\n    OR ');
  const list = each.length === 1 ? each[0] : `ARRAY_CONCAT(\n${lines(each)}\n  )`;
  return `IF(${any},\n  ${list},\n  CAST([] AS ARRAY<STRING>))`;
}

/** `CREATE VIEW bronze.<source>`: the typed rows of the files that count. */
export const createBronzeView = (contract: ContractFile): SqlText => ({
  sql: `CREATE OR REPLACE VIEW ${name(bronzeView(contract.name))} AS\n${typedRows(contract, rowCounts(contract))}`,
  params: {},
});

/** What the rows of a source are, whichever files count: the casts, the broken rules, and where each comes from. */
export function typedRows(contract: ContractFile, condition = ''): string {
  const inner = contract.columns.map((column) => `${typed(column)} AS ${typedName(column)}`);
  const outer = [
    ...contract.columns.map((column) => `${typedName(column)} AS ${name(column.name)}`),
    '_extra',
    '_event_date',
    '_ingested_at',
    `${violations(contract)} AS _violations`,
    'STRUCT(_file AS file, _generation AS generation, _line AS line, _event_date AS event_date) AS _source',
  ];
  const where = condition === '' ? '' : `\n${indent(`WHERE ${condition}`)}`;
  return `SELECT
${lines(outer)}
FROM (
  SELECT *,
${lines(inner)}
  FROM ${rowsOf(contract)}${where}
)`;
}

/**
 * The rows as they came. Where a contract evolves, a column that it was given later has its values in the rows of
 * earlier files, too: those that were kept for it.
 */
function rowsOf(contract: ContractFile): string {
  const raw = name(rawTable(contract.name));
  const later = contract.columns.filter((column) => !column.required);
  if (contract.drift !== 'evolve' || later.length === 0) return raw;
  const kept = ({ name: column }: ContractColumn): string => {
    const path = stringLiteral(`$.${column}`);
    return `IF(_extra IS NULL, ${name(column)}, COALESCE(${name(column)}, JSON_VALUE(_extra, ${path}), JSON_QUERY(_extra, ${path}))) AS ${name(column)}`;
  };
  return `(
    SELECT * REPLACE (
${indent(lines(later.map(kept)), '    ')}
    )
    FROM ${raw}
  )`;
}

export function bronzeViewColumns(contract: ContractFile): Column[] {
  const own = contract.columns.map(({ name, type, description, classification, required }) =>
    plain({ name, type, description, classification, required }),
  );
  return [
    ...own,
    ...PROVENANCE.filter((column) => ['_extra', '_event_date', '_ingested_at'].includes(column.name)),
    { name: '_violations', type: 'ARRAY<STRING>', description: 'Rules of the contract that the row breaks.' },
    { name: '_source', type: SOURCE_TYPE, description: 'Where the row comes from.' },
  ];
}

const FILE_PARAMS = { file_id: 'STRING', object: 'STRING', generation: 'INT64', ingested_at: 'TIMESTAMP' };
const DATE_PARAMS = { created_date: 'DATE', snapshot_date: 'DATE' };

/** One transaction: nothing of a file is in bronze without its ledger entry, nothing twice. */
export function ingestSteps(contract: ContractFile, timeZone: string): SqlText[] {
  const clean = name(cleanTable(contract.name));
  const { from, date } = dated(contract, timeZone);
  const used = Object.fromEntries(
    Object.entries(DATE_PARAMS).filter(([param]) => date.includes(`@${param}`)),
  );
  const own = contract.columns.map((column) => column.name);
  return [
    {
      sql: `ASSERT NOT EXISTS (SELECT 1 FROM \`ops.ledger\` WHERE id = @file_id) AS 'the file is in the ledger already'`,
      params: { file_id: 'STRING' },
    },
    {
      sql: `ASSERT (SELECT COUNT(*) FROM ${clean}) = @records AS 'the scratch table does not hold the records that were read'`,
      params: { records: 'INT64' },
    },
    {
      sql: `INSERT INTO ${name(rawTable(contract.name))} (${names([...own, ...PROVENANCE.map((column) => column.name)])})
SELECT ${names(own)}, _extra, @object, @generation, _line, @file_id, ${date}, @ingested_at
FROM ${from}`,
      params: { ...FILE_PARAMS, ...used },
    },
    {
      sql: `INSERT INTO \`ops.ledger_dates\` (id, source, event_date, row_count)
SELECT @file_id, ${stringLiteral(contract.name)}, event_date, COUNT(*)
FROM (SELECT ${date} AS event_date FROM ${from})
GROUP BY event_date`,
      params: { file_id: 'STRING', ...used },
    },
    {
      sql: `INSERT INTO \`ops.ledger\` (id, source, object, generation, size, status, reason, row_count, malformed, unknown_columns, drift, run, ingested_at)
VALUES (@file_id, ${stringLiteral(contract.name)}, @object, @generation, @size, 'loaded', NULL, @records, @malformed, @unknown_columns, @drift, @run, @ingested_at)`,
      params: {
        ...FILE_PARAMS,
        size: 'INT64',
        records: 'INT64',
        malformed: 'INT64',
        unknown_columns: 'ARRAY<STRING>',
        drift: 'STRING',
        run: 'STRING',
      },
    },
  ];
}
