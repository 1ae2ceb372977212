/** Statements: queries and DDL. Statements that change rows are in `dml.ts`. */

import type {
  AssertStmt,
  ColumnDefinition,
  CreateTableAsSelectStmt,
  CreateTableStmt,
  CreateViewStmt,
  DropStmt,
  Statement,
} from '../analyzer/statements';
import { unsupported } from '../refusal';
import { duckType, quoteName } from '../types';
import { emitDelete, emitInsert, emitMerge, emitTruncate, emitUpdate } from './dml';
import { type Emit, tableSql } from './emit';
import { quoteText } from './literal';
import { emitOutput, emitStored } from './output';

type Visitors = {
  readonly [K in Statement['kind']]?: (
    statement: Extract<Statement, { kind: K }>,
    emit: Emit,
  ) => readonly string[];
};

const VISITORS: Visitors = {
  QueryStmt: ({ query, outputColumnList }, emit) => [emitOutput(query, outputColumnList, emit)],
  CreateTableAsSelectStmt: emitCreateTableAs,
  CreateTableStmt: emitCreateTable,
  CreateViewStmt: emitCreateView,
  // The body is put in where the function is called; there is nothing to create.
  CreateFunctionStmt: () => [],
  DropFunctionStmt: () => [],
  DropStmt: emitDrop,
  InsertStmt: emitInsert,
  DeleteStmt: emitDelete,
  TruncateStmt: emitTruncate,
  UpdateStmt: emitUpdate,
  MergeStmt: emitMerge,
  AssertStmt: emitAssert,
};

export function emitStatement(statement: Statement, emit: Emit): readonly string[] {
  const visit = VISITORS[statement.kind] as ((s: Statement, emit: Emit) => readonly string[]) | undefined;
  return visit ? visit(statement, emit) : unsupported(...statementRefusal(statement.kind));
}

function statementRefusal(kind: string): readonly [reason: string, remedy: string] {
  return [
    `The statement ${kind.replace(/Stmt$/, '')} is not supported.`,
    'Use queries, DML, ASSERT, CREATE TABLE, CREATE VIEW and CREATE FUNCTION.',
  ];
}

interface Creation {
  readonly createMode?: CreateTableStmt['createMode'];
  readonly createScope?: string;
  readonly namePath: readonly string[];
}

/** `CREATE OR REPLACE TABLE "silver"."x"`. */
function create(what: 'TABLE' | 'VIEW', { createMode, createScope, namePath }: Creation): string {
  if (createScope === 'CREATE_TEMP')
    unsupported(`CREATE TEMP ${what} is not supported.`, 'Name it with its dataset, or use WITH.');
  const replace = createMode === 'CREATE_OR_REPLACE' ? ' OR REPLACE' : '';
  const missing = createMode === 'CREATE_IF_NOT_EXISTS' ? ' IF NOT EXISTS' : '';
  return `CREATE${replace} ${what}${missing} ${tableSql(namePath.join('.'))}`;
}

function emitCreateTableAs(statement: CreateTableAsSelectStmt, emit: Emit): readonly string[] {
  const { columnDefinitionList: definitions, outputColumnList } = statement;
  for (const definition of definitions) refuseExtras(definition);
  const columns = outputColumnList.map((output, i) => ({
    ...output,
    name: definitions[i]?.name ?? output.name,
  }));
  return [`${create('TABLE', statement)} AS ${emitStored(statement.query, columns, emit)}`];
}

function emitCreateTable(statement: CreateTableStmt): readonly string[] {
  if (statement.likeTable?.name || statement.cloneFrom || statement.copyFrom)
    unsupported('CREATE TABLE LIKE, CLONE and COPY are not supported.', 'Use CREATE TABLE … AS SELECT.');
  const columns = statement.columnDefinitionList.map(columnDefinition);
  return [`${create('TABLE', statement)} (${columns.join(', ')})`];
}

function columnDefinition(definition: ColumnDefinition): string {
  refuseExtras(definition);
  const required = definition.annotations?.notNull ? ' NOT NULL' : '';
  return `${quoteName(definition.name)} ${duckType(definition.type)}${required}`;
}

function refuseExtras({ name, annotations, generatedColumnInfo, defaultValue }: ColumnDefinition): void {
  if (annotations?.typeParameters?.typeParameters)
    unsupported(
      `The type of ${name} has parameters.`,
      'Use the plain type and a check of its range or length.',
    );
  if (generatedColumnInfo || defaultValue)
    unsupported(`The column ${name} has a default or is generated.`, 'Name the value in INSERT.');
}

function emitCreateView(statement: CreateViewStmt, emit: Emit): readonly string[] {
  return [`${create('VIEW', statement)} AS ${emitStored(statement.query, statement.outputColumnList, emit)}`];
}

function emitDrop({ objectType, isIfExists, namePath }: DropStmt): readonly string[] {
  if (objectType !== 'TABLE' && objectType !== 'VIEW')
    return unsupported(`DROP ${objectType} is not supported.`, 'DROP TABLE and DROP VIEW are.');
  return [`DROP ${objectType} ${isIfExists ? 'IF EXISTS ' : ''}${tableSql(namePath.join('.'))}`];
}

/** False and NULL fail, as in BigQuery. */
function emitAssert({ expression, description = '' }: AssertStmt, emit: Emit): readonly string[] {
  const message = quoteText(`assertion failed: ${description}`);
  return [
    `SELECT CASE WHEN ${emit.expression(expression)} THEN true ELSE error(${message}) END AS "assertion"`,
  ];
}
