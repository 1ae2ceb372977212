import type { Manifest, Model, Source } from '../../core/manifest';
import type { WrittenRow } from '../../core/model-test';
import type { BoundStatement, Column, Value } from '../../core/types';
import type { GoogleSql } from '../../googlesql';
import type { ContractFile } from '../project/types';
import { SOURCE_TYPE, type SqlText } from '../sql/bronze';
import { name, stringLiteral } from '../sql/text';

/** A table that a model reads, as a test fills it: bronze and other views are tables there. */
export interface GivenTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** GoogleSQL of columns that have a default, over `written` with the columns of the row. */
  readonly defaults: Readonly<Record<string, string>>;
}

export function tableOf(
  manifest: Manifest,
  contracts: readonly ContractFile[],
  table: string,
): GivenTable | null {
  const source = manifest.sources.find(({ view }) => view === table);
  const contract = source && contracts.find((candidate) => candidate.name === source.name);
  if (source && contract) return bronzeTable(source, contract, manifest.project.timeZone);
  const model = manifest.models.find((candidate) => candidate.name === table);
  if (model) return { name: table, columns: model.columns, defaults: model.as === 'scd2' ? HISTORY : {} };
  const reference = manifest.references.find((candidate) => candidate.name === table);
  return reference ? { name: table, columns: reference.columns, defaults: {} } : null;
}

/** A version is valid for ever and current, if nothing else is written. */
const HISTORY: Readonly<Record<string, string>> = {
  valid_from: "COALESCE(written.valid_from, TIMESTAMP '0001-01-01 00:00:00+00')",
  valid_to: "COALESCE(written.valid_to, TIMESTAMP '9999-12-31 00:00:00+00')",
  is_current:
    "COALESCE(written.is_current, COALESCE(written.valid_to, TIMESTAMP '9999-12-31 00:00:00+00') = TIMESTAMP '9999-12-31 00:00:00+00')",
  is_deleted: 'COALESCE(written.is_deleted, FALSE)',
};

function bronzeTable({ view, viewColumns }: Source, contract: ContractFile, timeZone: string): GivenTable {
  const event = contract.columns.find((column) => column.name === contract.eventTime);
  const read = event && `written.${name(event.name)}`;
  const date = read && (event.type === 'DATE' ? read : `DATE(${read}, ${stringLiteral(timeZone)})`);
  const eventDate = date ? `COALESCE(written._event_date, ${date})` : 'written._event_date';
  const part = (field: string, otherwise: string): string =>
    `COALESCE(written._source.${field}, ${otherwise}) AS ${field}`;
  const source = [
    part('file', "'given'"),
    part('generation', '1'),
    part('line', 'written._position'),
    part('event_date', eventDate),
  ];
  return {
    name: view,
    columns: viewColumns,
    defaults: {
      _event_date: eventDate,
      _violations: 'IFNULL(written._violations, CAST([] AS ARRAY<STRING>))',
      _source: `CAST(STRUCT(${source.join(', ')}) AS ${SOURCE_TYPE})`,
    },
  };
}

/** One statement that puts rows into a table, analyzed and bound. @param rows with known columns only */
export async function filled(
  table: GivenTable,
  rows: readonly WrittenRow[],
  googlesql: GoogleSql,
): Promise<BoundStatement> {
  const { sql, params } = insertion(table);
  const catalog = { tables: [{ name: table.name, columns: table.columns }] };
  const { duckdb } = await googlesql.compile(sql, { params, catalog });
  const values = rows.map((row, index) => ({
    position: index + 1,
    ...Object.fromEntries(
      table.columns.map(({ name: column }, at) => [`c${at}`, (row[column] ?? null) as Value]),
    ),
  }));
  return { statement: { googlesql: sql, duckdb, params }, values: { rows: values } };
}

/** Fields of the parameter are numbered: names of columns may be words of the language. */
function insertion({ name: table, columns, defaults }: GivenTable): SqlText {
  const fields = columns.map(({ type }, at) => `c${at} ${type}`);
  const written = columns.map(({ name: column }, at) => `given.c${at} AS ${name(column)}`);
  const list = columns.map(({ name: column }) => name(column)).join(', ');
  const values = columns.map(({ name: column }) =>
    Object.hasOwn(defaults, column) ? defaults[column] : `written.${name(column)}`,
  );
  return {
    sql: `INSERT INTO ${name(table)} (${list})
SELECT ${values.join(', ')}
FROM (SELECT given.position AS _position, ${written.join(', ')} FROM UNNEST(@rows) AS given) AS written`,
    params: { rows: `ARRAY<STRUCT<position INT64, ${fields.join(', ')}>>` },
  };
}

/** Tables that the statements of a model name. */
export const statementsOf = ({ steps, createView, reconcile }: Model): string[] => [
  ...(createView ? [createView.googlesql] : []),
  ...(steps
    ? [...steps.stage, steps.audit, ...(steps.grouped ? [steps.grouped] : [])].map(
        ({ googlesql }) => googlesql,
      )
    : []),
  ...reconcile.map(({ statement }) => statement.googlesql),
];
