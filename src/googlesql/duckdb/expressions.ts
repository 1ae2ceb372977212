/** Values: one visitor for each kind of expression. */
import type { Cast, Expr, FunctionCall, GetStructField, Scan, SubqueryExpr } from '../analyzer/resolved';
import { defect, located, Unsupported, unsupported } from '../refusal';
import { duckType, fieldNames, quoteName } from '../types';
import { castSql } from './casts';
import { columnName, columnSql, type Emit, refuseToCompare } from './emit';
import { scalarFunction } from './functions';
import { Call } from './functions/call';
import { duckLiteral, quoteText } from './literal';

type Visitors = { readonly [K in Expr['kind']]?: (expr: Extract<Expr, { kind: K }>, emit: Emit) => string };

const VISITORS: Visitors = {
  ColumnRef: ({ column }, emit) => columnSql(column, emit.scope),
  Literal: ({ value, type }) => duckLiteral(value, type),
  Parameter: ({ name, type }, emit) => {
    if (type.kind === 'JSON') return jsonParameter(name);
    return emit.scope.lists.has(name) ? listOutsideIn(name) : `CAST($${name} AS ${duckType(type)})`;
  },
  ArgumentRef: ({ name }, emit) =>
    emit.scope.arguments?.get(name.toLowerCase()) ?? defect(`argument ${name} outside of its function`),
  Cast: emitCast,
  MakeStruct: ({ fieldList, type }, emit) => {
    if (type.kind !== 'STRUCT') return defect('a STRUCT of an unknown type');
    const names = fieldNames(type);
    const fields = fieldList.map((f, i) => `${quoteName(names[i] ?? '')} := ${emit.expression(f)}`);
    return `struct_pack(${fields.join(', ')})`;
  },
  GetStructField: emitField,
  GetJsonField: ({ expr, fieldName }, emit) =>
    `bq_json_member(${emit.expression(expr)}, ${quoteText(fieldName)})`,
  SubqueryExpr: emitSubquery,
  FunctionCall: emitCall,
  DMLDefault: () => 'DEFAULT',
};

export function emitExpression(expr: Expr, emit: Emit): string {
  const visit = VISITORS[expr.kind] as ((expr: Expr, emit: Emit) => string) | undefined;
  return located(expr.at, () => (visit ? visit(expr, emit) : unsupported(...expressionRefusal(expr.kind))));
}

function expressionRefusal(kind: string): readonly [reason: string, remedy: string] {
  if (kind === 'SystemVariable')
    return ['System variables (@@name) have no meaning here.', 'Pass the value as a parameter.'];
  if (kind === 'Flatten') return ['Access to fields through arrays is not supported.', 'Use UNNEST.'];
  return [`The expression ${kind} is not supported.`, 'Write it with functions of docs/googlesql.md.'];
}

function listOutsideIn(name: string): never {
  return unsupported(`@${name} stands for a list of dates.`, `Use it only as: column IN (@${name}).`);
}

function jsonParameter(name: string): never {
  return unsupported(`@${name} is a parameter of type JSON.`, `Pass STRING, and use PARSE_JSON(@${name}).`);
}

function emitCast(cast: Cast, emit: Emit): string {
  if (cast.format)
    return unsupported(
      'CAST … FORMAT is not supported.',
      'Use FORMAT_DATE, FORMAT_TIMESTAMP, PARSE_DATE and the like.',
    );
  if (cast.typeModifiers?.typeParameters?.typeParameters)
    return unsupported(
      'A cast to a type with parameters is not supported.',
      'Cast to the plain type, then ROUND or SUBSTR.',
    );
  return castSql(emit.expression(cast.expr), cast.expr.type, cast.type, cast.returnNullOnError === true);
}

function emitField({ expr, fieldIdx }: GetStructField, emit: Emit): string {
  const { type } = expr;
  if (type.kind !== 'STRUCT') return defect(`a field of ${type.kind}`);
  const name = fieldNames(type)[Number(fieldIdx ?? 0)] ?? '';
  const base = emit.expression(expr);
  return `${/^[\w".]+$/.test(base) ? base : `(${base})`}.${quoteName(name)}`;
}

function emitSubquery({ subqueryType = 'SCALAR', inExpr, subquery }: SubqueryExpr, emit: Emit): string {
  const query = emit.scan(subquery);
  if (subqueryType === 'EXISTS') return `EXISTS (${query})`;
  if (subqueryType === 'SCALAR') return `(${query})`;
  if (subqueryType === 'ARRAY') return `ARRAY(${query})`;
  if (subqueryType === 'IN' && inExpr) {
    refuseToCompare(inExpr.type, 'IN (subquery) over');
    return `(${emit.expression(inExpr)} IN (${inExpr.type.kind === 'FLOAT64' ? withoutNaN(query, subquery) : query}))`;
  }
  return unsupported(`The subquery ${subqueryType} is not supported.`, 'Write it with EXISTS.');
}

/** NaN equals nothing; in DuckDB it equals itself. */
function withoutNaN(query: string, { columnList: [column] }: Scan): string {
  const name = column ? columnName(column) : defect('IN over a query without a column');
  return `SELECT ${name} FROM (${query}) WHERE isnan(${name}) IS NOT TRUE`;
}

function emitCall(call: FunctionCall, emit: Emit): string {
  const body = emit.scope.functions.get(call.function.name);
  if (body) return inlineFunction(call, emit);
  const entry = scalarFunction(call.function.name);
  return entry(new Call(call, emit));
}

/** A refusal of a function's body is shown at the call: the body is another text. */
function inside(name: string, { reason, remedy }: Unsupported): Unsupported {
  return new Unsupported(`In the function ${name.replace(/^\w+:/, '')}: ${reason}`, remedy);
}

function inlineFunction(call: FunctionCall, emit: Emit): string {
  const body = emit.scope.functions.get(call.function.name);
  if (!body) return defect(`the function ${call.function.name}, which is not in the catalog`);
  const outer = emit.scope.arguments;
  const values = call.argumentList.map((argument) => `(${emit.expression(argument)})`);
  emit.scope.arguments = new Map(
    body.argumentNames.map((name, i) => [name.toLowerCase(), values[i] ?? 'NULL']),
  );
  try {
    return `(${emit.expression(body.expression)})`;
  } catch (error) {
    throw error instanceof Unsupported ? inside(call.function.name, error) : error;
  } finally {
    emit.scope.arguments = outer;
  }
}
