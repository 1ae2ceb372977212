import type { Model } from '../../core/manifest';
import type { ModelTest } from '../../core/model-test';
import type { Column } from '../../core/types';
import type { GoogleSql } from '../../googlesql';
import { SOURCE_TYPE, type SqlText } from '../sql/bronze';
import { failedNames, historyTable, stageTable } from '../sql/stage';
import { name, names } from '../sql/text';

/** How the outcome of a model is read: of tables what its task has staged, of views themselves. */
export async function readsOf(model: Model, googlesql: GoogleSql): Promise<ModelTest['reads']> {
  const texts = model.steps
    ? stagedTexts(model)
    : { rows: { sql: `SELECT * FROM ${name(model.name)}`, params: {} } };
  const tables = [
    { name: model.name, columns: model.columns },
    { name: stageTable(model.name), columns: stagedColumns(model) },
    { name: historyTable(model.name), columns: model.columns },
  ];
  const entries = Object.entries(texts).map(async ([part, { sql, params }]) => {
    const { duckdb } = await googlesql.compile(sql, { params, catalog: { tables } });
    return [part, { googlesql: sql, duckdb, params }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function stagedTexts(model: Model): Readonly<Record<'rows' | 'duplicates' | 'quarantined', SqlText>> {
  const staged = `FROM ${name(stageTable(model.name))} WHERE _status =`;
  const columns = names(queried(model).map((column) => column.name));
  const rows =
    model.as === 'scd2'
      ? `SELECT ${names(model.columns.map((column) => column.name))} FROM ${name(historyTable(model.name))}`
      : `SELECT ${columns} ${staged} 'passed'`;
  const stopping = {
    grain: model.grain,
    checks: model.checks.flatMap((check) => (check.scope === 'row' ? [{ check, fails: check.name }] : [])),
  };
  return {
    rows: { sql: rows, params: {} },
    duplicates: { sql: `SELECT ${columns} ${staged} 'duplicate'`, params: {} },
    quarantined: {
      sql: `SELECT ${columns}, ${failedNames(stopping)} AS _failed ${staged} 'quarantined'`,
      params: {},
    },
  };
}

/** Columns that the query makes; a history adds the validity of each version. */
const queried = ({ as, columns }: Model): Column[] =>
  as === 'scd2' ? columns.filter((column) => !VALIDITY.includes(column.name)) : columns;

const VALIDITY = ['valid_from', 'valid_to', 'is_current', 'is_deleted'];

const stagedColumns = (model: Model): Column[] => [
  ...queried(model),
  { name: '_source', type: SOURCE_TYPE },
  { name: '_violations', type: 'ARRAY<STRING>' },
  { name: '_checks', type: 'INT64' },
  { name: '_status', type: 'STRING' },
];
