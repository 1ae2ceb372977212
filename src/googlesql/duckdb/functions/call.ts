/** What an entry of the function table sees of a call. */
import type {
  AggregateFunctionCall,
  AnalyticFunctionCall,
  Expr,
  FunctionCall,
} from '../../analyzer/resolved';
import type { PlainValue } from '../../analyzer/values';
import { defect, unsupported } from '../../refusal';
import { duckType, type SqlType, type TypeKind } from '../../types';
import type { Emit } from '../emit';
import { canFail, safeTwin } from '../macros';
import { bindOnce } from '../sharing';
import { type DatePart, datePart } from './parts';

type AnyCall = FunctionCall | AggregateFunctionCall | AnalyticFunctionCall;

/** `ZetaSQL:date_add` is `date_add`. */
export function functionName(resolved: string): string {
  return resolved.replace(/^ZetaSQL:/, '');
}

const PLAIN: readonly Expr['kind'][] = ['ColumnRef', 'Literal', 'Parameter'];

function isPlain(node: Expr): boolean {
  return PLAIN.includes(node.kind) || (node.kind === 'GetStructField' && isPlain(node.expr));
}

export class Call {
  readonly name: string;
  readonly nodes: readonly Expr[];
  readonly result: SqlType;
  /** `SAFE.F(…)`: NULL where F would fail. */
  readonly safe: boolean;
  readonly #sql: (string | undefined)[] = [];

  constructor(
    call: AnyCall,
    protected readonly emit: Emit,
  ) {
    this.name = functionName(call.function.name);
    this.nodes = call.argumentList;
    this.result = call.type;
    this.safe = call.errorMode === 'SAFE_ERROR_MODE';
    if (call.genericArgumentList.length > 0 && this.nodes.length === 0)
      this.refuse('takes a lambda here', 'Write it as ARRAY(SELECT … FROM UNNEST(x))');
  }

  /** SQL of the arguments; enums such as date parts have none and stay empty. */
  get args(): readonly string[] {
    return this.nodes.map((_, index) => this.arg(index));
  }

  arg(index: number): string {
    const node = this.nodes[index] ?? defect(`${this.name} without argument ${index + 1}`);
    const sql = this.#sql[index] ?? (node.type.kind === 'ENUM' ? '' : this.emit.expression(node));
    this.#sql[index] = sql;
    return sql;
  }

  /** SQL of the argument before the cast that the analyzer put around it, if it was of this type. */
  uncast(index: number, kind: TypeKind): string | undefined {
    const node = this.nodes[index];
    return node?.kind === 'Cast' && node.expr.type.kind === kind
      ? this.emit.expression(node.expr)
      : undefined;
  }

  /** Did the analyzer convert this argument from `kind` of its own accord? What people write has a place in the text. */
  converted(index: number, kind: TypeKind): boolean {
    const node = this.nodes[index];
    return node?.kind === 'Cast' && node.at === undefined && node.expr.type.kind === kind;
  }

  has(index: number): boolean {
    return index < this.nodes.length;
  }

  kind(index: number): TypeKind | undefined {
    return this.nodes[index]?.type.kind;
  }

  get kinds(): readonly TypeKind[] {
    return this.nodes.map((node) => node.type.kind);
  }

  /** The argument's value, which must stand in the text as a literal. */
  literal(index: number): PlainValue {
    const node = this.nodes[index];
    if (node?.kind === 'Literal') return node.value;
    return this.refuse(`needs a literal as argument ${index + 1}`, 'Write the value itself');
  }

  text(index: number): string {
    const value = this.literal(index);
    return typeof value === 'string'
      ? value
      : this.refuse(`needs a text literal as argument ${index + 1}`, 'Write the text itself');
  }

  integer(index: number): number {
    const value = this.literal(index);
    return typeof value === 'string'
      ? Number(value)
      : this.refuse(`needs an integer literal as argument ${index + 1}`, 'Write the number itself');
  }

  part(index: number): DatePart {
    return datePart(this.literal(index)) ?? defect(`the date part of ${this.name}`);
  }

  /** A call of the macro library; under SAFE, of the macro's twin that gives NULL where this one fails. */
  macro(name: string, ...args: readonly string[]): string {
    const called = this.safe && canFail(name) ? safeTwin(name) : name;
    return bindOnce(args, (names) => `${called}(${names.join(', ')})`);
  }

  /** The call that is the argument, if it is one. */
  child(index: number): Call | undefined {
    const node = this.nodes[index];
    return node?.kind === 'FunctionCall' ? new Call(node, this.emit) : undefined;
  }

  /** Are the arguments columns, literals and parameters, which cannot fail themselves? */
  plainArguments(): boolean {
    return this.nodes.every(isPlain);
  }

  /** NULL where DuckDB itself fails. TRY would also hide an error of the arguments, so these must not be able to. */
  tried(sql: string): string {
    return this.plainArguments()
      ? `TRY(${sql})`
      : this.refuse(
          'under SAFE takes columns and literals only',
          'Compute the arguments in a subquery first',
        );
  }

  get resultType(): string {
    return duckType(this.result);
  }

  /** Is this argument a parameter that stands for a list of literals? Then its placeholder. */
  list(index: number): string | undefined {
    const node = this.nodes[index];
    return node?.kind === 'Parameter' && this.emit.scope.lists.has(node.name) ? `$${node.name}` : undefined;
  }

  /** Refuses this call: `ROUND with three arguments is not supported.` */
  refuse(what: string, remedy: string): never {
    return unsupported(`${displayName(this.name)} ${what}.`, `${remedy}.`);
  }
}

/** How people write it: `$extract_date` is EXTRACT, `$equal` the operator =. */
export function displayName(name: string): string {
  return OPERATORS[name] ?? name.replace(/^\$/, '').toUpperCase();
}

const OPERATORS: Readonly<Record<string, string>> = {
  $equal: '=',
  $not_equal: '!=',
  $less: '<',
  $less_or_equal: '<=',
  $greater: '>',
  $greater_or_equal: '>=',
  $add: '+',
  $subtract: '-',
  $multiply: '*',
  $divide: '/',
  $unary_minus: '- (sign)',
  $concat_op: '||',
  $bitwise_and: '&',
  $bitwise_or: '|',
  $bitwise_xor: '^',
  $bitwise_not: '~',
  $bitwise_left_shift: '<<',
  $bitwise_right_shift: '>>',
  $and: 'AND',
  $or: 'OR',
  $not: 'NOT',
  $in: 'IN',
  $in_array: 'IN UNNEST',
  $like: 'LIKE',
  $between: 'BETWEEN',
  $is_null: 'IS NULL',
  $is_true: 'IS TRUE',
  $is_false: 'IS FALSE',
  $is_distinct_from: 'IS DISTINCT FROM',
  $is_not_distinct_from: 'IS NOT DISTINCT FROM',
  $case_no_value: 'CASE WHEN',
  $case_with_value: 'CASE x WHEN',
  $make_array: '[…]',
  $array_at_offset: 'array[OFFSET(n)]',
  $array_at_ordinal: 'array[ORDINAL(n)]',
  $safe_array_at_offset: 'array[SAFE_OFFSET(n)]',
  $safe_array_at_ordinal: 'array[SAFE_ORDINAL(n)]',
  $subscript: 'json[…]',
  $count_star: 'COUNT(*)',
  $extract: 'EXTRACT',
  $extract_date: 'EXTRACT(DATE)',
  $extract_time: 'EXTRACT(TIME)',
  $extract_datetime: 'EXTRACT(DATETIME)',
};

/** A call of an aggregate or window function. */
export class AggregateCall extends Call {
  readonly distinct: string;
  readonly ignoreNulls: boolean;
  /** RESPECT NULLS, in so many words. */
  readonly respectNulls: boolean;
  /** ` ORDER BY …` inside the call, or empty. */
  readonly order: string;
  /** The LIMIT inside the call. */
  readonly limit: string | undefined;
  /** `HAVING MAX y`: only the rows where y is the greatest count. */
  readonly having: { readonly which: 'MIN' | 'MAX'; readonly sql: string } | undefined;

  /** `windowOrdered`: it stands over a window that has an ORDER BY. */
  constructor(
    call: AggregateFunctionCall | AnalyticFunctionCall,
    emit: Emit,
    readonly windowOrdered = false,
  ) {
    super(call, emit);
    this.distinct = call.distinct ? 'DISTINCT ' : '';
    this.ignoreNulls = call.nullHandlingModifier === 'IGNORE_NULLS';
    this.respectNulls = call.nullHandlingModifier === 'RESPECT_NULLS';
    const aggregate = call.kind === 'AggregateFunctionCall' ? call : undefined;
    this.having = aggregate?.havingModifier && {
      which: aggregate.havingModifier.kind,
      sql: emit.expression(aggregate.havingModifier.havingExpr),
    };
    if (this.having && this.name !== 'any_value')
      this.refuse('with HAVING MIN or MAX', 'Use ARRAY_AGG(x ORDER BY y LIMIT 1)[OFFSET(0)]');
    const items = aggregate?.orderByItemList ?? [];
    this.order = items.length > 0 ? ` ORDER BY ${emit.ordering(items)}` : '';
    this.limit = aggregate?.limit && emit.expression(aggregate.limit);
  }
}

/** The calls an aggregate is made of; `combine` makes one value of them. */
export interface Aggregate {
  readonly calls: readonly string[];
  /** Rows that count. */
  readonly where?: string | undefined;
  readonly combine?: (...calls: readonly string[]) => string;
}
