/** Where each output column comes from. Exact, since the resolved tree has no names left to look up. */
import type { Column, FunctionCall, Scan, SetOperationItem } from './analyzer/resolved';
import { outputName, type Statement } from './analyzer/statements';

export interface Lineage {
  /** Tables read, sorted. */
  readonly tables: readonly string[];
  /** Output (or written) column to base columns, `table.column`, sorted. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly reads: readonly BoundedRead[];
}

/** One mention of a table, and by which parameters which of its columns are compared. */
export interface BoundedRead {
  readonly table: string;
  readonly compared: Readonly<Record<string, readonly string[]>>;
}

export function lineageOf(statement: Statement): Lineage {
  const trace = new Trace();
  trace.visit(statement);
  return {
    tables: [...trace.tables].sort(),
    columns: writtenColumns(statement, trace),
    reads: trace.reads(),
  };
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
}

class Trace {
  readonly tables = new Set<string>();
  /** Columns of tables: column number to `table.column`. */
  readonly #bases = new Map<number, string>();
  /** Columns that are made from other columns. */
  readonly #sources = new Map<number, Set<number>>();
  readonly #scans: { readonly table: string; readonly columns: readonly Column[] }[] = [];
  /** Comparisons with parameters: which base columns with which. */
  readonly #comparisons: { readonly columns: ReadonlySet<number>; readonly parameters: readonly string[] }[] =
    [];
  readonly #withQueries = new Map<string, readonly Column[]>();

  /** The base columns behind these, by name. */
  basesOf(ids: Iterable<number>): readonly string[] {
    return [...new Set([...this.#baseIds(ids)].flatMap((id) => this.#bases.get(id) ?? []))].sort();
  }

  reads(): BoundedRead[] {
    const comparisons = this.#comparisons.map(({ columns, parameters }) => ({
      bases: this.#baseIds(columns),
      parameters,
    }));
    return this.#scans.map(({ table, columns }) => {
      const compared = columns.flatMap(({ id, name }) => {
        const by = comparisons.flatMap(({ bases, parameters }) => (bases.has(id) ? parameters : []));
        return by.length > 0 ? [[name, [...new Set(by)].sort()] as const] : [];
      });
      return { table, compared: Object.fromEntries(compared) };
    });
  }

  #baseIds(ids: Iterable<number>): Set<number> {
    const found = new Set<number>();
    const seen = new Set<number>();
    const open = [...ids];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      if (this.#bases.has(id)) found.add(id);
      else open.push(...(this.#sources.get(id) ?? []));
    }
    return found;
  }

  visit(value: unknown, target?: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.visit(item);
    else if (isNode(value) && value !== target) this.#visitNode(value);
  }

  #visitNode(node: Node): void {
    if (typeof node.kind === 'string' && node.kind.endsWith('Scan')) this.#visitScan(node as unknown as Scan);
    if (node.kind === 'FunctionCall') this.#compare(node as unknown as FunctionCall);
    if (isNode(node.column) && isNode(node.expr))
      this.#link(node.column as unknown as Column, columnsIn(node.expr));
    if (typeof node.withQueryName === 'string' && isNode(node.withSubquery))
      this.#withQueries.set(node.withQueryName, (node.withSubquery as unknown as Scan).columnList);
    const written = node.kind === 'InsertStmt' || node.kind === 'TruncateStmt' ? node.tableScan : undefined;
    for (const child of Object.values(node)) this.visit(child, written);
  }

  #compare({ function: called, argumentList }: FunctionCall): void {
    if (!COMPARISONS.test(called.name)) return;
    const parameters = parametersIn(argumentList);
    if (parameters.length > 0) this.#comparisons.push({ columns: columnsIn(argumentList), parameters });
  }

  #visitScan(scan: Scan): void {
    switch (scan.kind) {
      case 'TableScan':
        this.tables.add(scan.table.name);
        this.#scans.push({ table: scan.table.name, columns: scan.columnList });
        for (const { id, name } of scan.columnList) this.#bases.set(id, `${scan.table.name}.${name}`);
        break;
      case 'ArrayScan':
        for (const column of [scan.elementColumn, scan.arrayOffsetColumn?.column])
          if (column) this.#link(column, columnsIn(scan.arrayExpr));
        break;
      case 'WithRefScan':
        this.#linkByPosition(scan.columnList, this.#withQueries.get(scan.withQueryName) ?? []);
        break;
      case 'RecursiveScan':
        this.#linkItems(scan.columnList, [scan.nonRecursiveTerm, scan.recursiveTerm]);
        break;
      case 'SetOperationScan':
        this.#linkItems(scan.columnList, scan.inputItemList);
        break;
    }
  }

  #linkItems(columns: readonly Column[], items: readonly SetOperationItem[]): void {
    for (const { outputColumnList } of items) this.#linkByPosition(columns, outputColumnList);
  }

  #linkByPosition(columns: readonly Column[], sources: readonly Column[]): void {
    for (const [i, column] of columns.entries()) {
      const source = sources[i];
      if (source) this.#link(column, [source.id]);
    }
  }

  #link(column: Column, sources: Iterable<number>): void {
    const known = this.#sources.get(column.id) ?? new Set();
    for (const source of sources) known.add(source);
    this.#sources.set(column.id, known);
  }
}

const COMPARISONS = /\$(equal|less|less_or_equal|greater|greater_or_equal|between)$/;

function parametersIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parametersIn);
  if (!isNode(value)) return [];
  if (value.kind === 'Parameter') return [String(value.name)];
  return Object.values(value).flatMap(parametersIn);
}

/** Columns a value is computed from; of a subquery, the column it yields. */
function columnsIn(value: unknown): ReadonlySet<number> {
  const found = new Set<number>();
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Set<number>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  if (!isNode(value) || Array.isArray(value)) return;
  if (value.kind === 'ColumnRef') found.add((value.column as Column).id);
  else if (value.kind === 'SubqueryExpr') collectSubquery(value, found);
  else for (const child of Object.values(value)) collect(child, found);
}

function collectSubquery({ subquery, inExpr }: Node, found: Set<number>): void {
  const yielded = (subquery as Scan).columnList[0];
  if (yielded) found.add(yielded.id);
  collect(inExpr, found);
}

function writtenColumns(statement: Statement, trace: Trace): Lineage['columns'] {
  const written = new Map<string, Set<string>>();
  for (const [name, ids] of writes(statement)) {
    const bases = written.get(name) ?? new Set();
    for (const base of trace.basesOf(ids)) bases.add(base);
    written.set(name, bases);
  }
  return Object.fromEntries([...written].map(([name, bases]) => [name, [...bases].sort()]));
}

type Write = readonly [column: string, from: Iterable<number>];

function writes(statement: Statement): readonly Write[] {
  switch (statement.kind) {
    case 'QueryStmt':
    case 'CreateTableAsSelectStmt':
    case 'CreateViewStmt':
      return statement.outputColumnList.map(({ name, column }, i) => [outputName(name, i), [column.id]]);
    case 'InsertStmt':
      return statement.insertColumnList.map(({ name }, i) => [name, insertedFrom(statement, i)]);
    case 'UpdateStmt':
      return updates(statement.updateItemList);
    case 'MergeStmt':
      return statement.whenClauseList.flatMap(({ updateItemList, insertColumnList, insertRow }) => [
        ...updates(updateItemList),
        ...insertColumnList.map(({ name }, i): Write => [name, columnsIn(insertRow?.valueList[i])]),
      ]);
    default:
      return [];
  }
}

type Insert = Extract<Statement, { kind: 'InsertStmt' }>;

function insertedFrom({ queryOutputColumnList, rowList }: Insert, index: number): Iterable<number> {
  const column = queryOutputColumnList[index];
  return column ? [column.id] : columnsIn(rowList.map(({ valueList }) => valueList[index]));
}

function updates(items: Extract<Statement, { kind: 'UpdateStmt' }>['updateItemList']): readonly Write[] {
  return items.flatMap(({ target, setValue }): Write[] =>
    target.kind === 'ColumnRef' ? [[target.column.name, columnsIn(setValue)]] : [],
  );
}
