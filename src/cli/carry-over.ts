import { type CompileOver, carried, losses, places, type SharedColumn, shape } from '../compile/carry-over';
import { countedText } from '../core/counted';
import { bindTo } from '../core/statement';
import type { Column, IsoDate, Row, Statement } from '../core/types';
import type { Replacement, Warehouse } from '../ports/warehouse';

/** A table, or a view, and what it is to become. */
export interface Reshaping {
  readonly name: string;
  readonly isView: boolean;
  readonly before: readonly Column[];
  readonly after: readonly Column[];
  /** From now on its rows are replaced by the days of this column; absent: as before, or all of them. */
  readonly partition?: string;
}

/** What becomes of the rows of a table. */
export interface CarriedOver {
  /** Absent: the table is as it is to be. */
  readonly replacement?: Replacement;
  /** Why its rows cannot come along; empty when they do. */
  readonly losses: readonly string[];
  /** How many rows stand on which days of the new partitions. */
  readonly standing: ReadonlyMap<IsoDate, number>;
}

/** Rows come along where every value of them comes through its new type unchanged. */
export class CarryOver {
  constructor(
    private readonly warehouse: Warehouse,
    private readonly compile: CompileOver,
  ) {}

  async of(table: Reshaping): Promise<CarriedOver> {
    const columns = await this.columnsToCarry(table);
    const lost = (await Promise.all(columns.map((column) => this.lossesOf(table, column)))).flat();
    if (lost.length > 0)
      return { replacement: await this.leftBehind(table), losses: lost, standing: new Map() };
    return { losses: [], ...(await this.takenAlong(table, columns)) };
  }

  private async takenAlong(
    table: Reshaping,
    columns: readonly SharedColumn[],
  ): Promise<Omit<CarriedOver, 'losses'>> {
    const { name, isView, partition } = table;
    const text = carried(name, columns, partition);
    const replacement = { name, rows: await this.compiled(table, text) };
    if (partition !== undefined) {
      const days = await this.ask(table, places(text, partition));
      return { replacement, standing: new Map(days.map((row) => [String(row.day), Number(row.row_count)])) };
    }
    const stays = !isView && columns.every(({ from, to }) => from === to);
    return { ...(!stays && { replacement }), standing: new Map() };
  }

  /** Columns that have left the project stay where they are, also when their rows cannot. */
  private async leftBehind(table: Reshaping): Promise<Replacement> {
    const { name } = table;
    const columns = keptColumns(table).filter((column) => typeAfter(table, column.name) === undefined);
    return { name, ...(columns.length > 0 && { rows: await this.compiled(table, shape(name, columns)) }) };
  }

  /** With the types that they have by now: whoever was interrupted here before has changed them. */
  private async columnsToCarry(table: Reshaping): Promise<SharedColumn[]> {
    const shared = keptColumns(table).map(({ name, type: from }) => {
      return { name, from, to: typeAfter(table, name) ?? from };
    });
    const text = shape(table.name, shared);
    const { columns } = await this.warehouse.query(bindTo(await this.compiled(table, text), {}));
    const now = new Map(columns.map(({ name, type }) => [name, type]));
    return shared.map((column) =>
      now.get(column.name) === column.to ? { ...column, from: column.to } : column,
    );
  }

  private async lossesOf(table: Reshaping, column: SharedColumn): Promise<string[]> {
    const { name, from, to } = column;
    if (from === to) return [];
    const statement = await this.compile(
      { name: table.name, columns: table.before },
      losses(table.name, column),
    );
    if (!statement) return [`${name} cannot turn from ${from} into ${to}`];
    const [row] = (await this.warehouse.query(bindTo(statement, {}))).rows;
    const lost = Number(row?.lost ?? 0);
    return lost === 0
      ? []
      : [`${countedText(lost, 'value')} of ${name} (${from}) would not stay the same as ${to}`];
  }

  private async ask(table: Reshaping, text: Parameters<CompileOver>[1]): Promise<readonly Row[]> {
    return (await this.warehouse.query(bindTo(await this.compiled(table, text), {}))).rows;
  }

  private async compiled({ name, before }: Reshaping, text: Parameters<CompileOver>[1]): Promise<Statement> {
    const statement = await this.compile({ name, columns: before }, text);
    if (statement) return statement;
    throw new Error(`What reads ${name} as it is cannot be compiled: ${text.sql}`);
  }
}

/** A view has no other columns than its own; a table has those, too, that have left the project. */
const keptColumns = (table: Reshaping): readonly Column[] =>
  table.before.filter(({ name }) => !table.isView || typeAfter(table, name) !== undefined);

const typeAfter = ({ after }: Reshaping, column: string): string | undefined =>
  after.find(({ name }) => name.toLowerCase() === column.toLowerCase())?.type;
