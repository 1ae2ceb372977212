import type { Check, Model } from '../../core/manifest';
import type { Column } from '../../core/types';
import type { Position } from '../problems';
import { OF_A_BATCH } from '../project/check-forms';
import type { CheckFile } from '../project/types';
import { withoutComments } from '../sql-text';
import { balanced, literal, name, stringLiteral } from './text';

/** A check with the SQL that decides it. */
export interface CompiledCheck {
  readonly check: Check;
  /** Row checks: TRUE when the row fails; NULL counts as passing. */
  readonly fails?: string;
  /** Batch checks judged a day at a time: an aggregate over the passed rows of the day. */
  readonly observed?: string;
  /** Unique checks: the columns that must not repeat among the passed rows. */
  readonly uniqueColumns?: readonly string[];
  /** Relationships: the table in which the value must exist. */
  readonly relatesTo?: string;
  /** Where its author wrote it; absent for checks that every model has. */
  readonly place?: Position;
}

type Bounds = { [K in keyof NonNullable<Check['bounds']>]: number | undefined };

/** The bit of the check that every partitioned model has: rows stay in the day they belong to. */
export const PLACE_CHECK = 'partition';

export class CheckCompiler {
  private bits = 0;
  constructor(
    private readonly columns: readonly Column[],
    private readonly timeZone: string,
    /** Is the table a history (scd2)? Then a value exists from the day on which it first appears. */
    private readonly isHistory: (table: string) => boolean,
  ) {}

  /** One check a column where several columns are named under `not_null`. */
  compile(file: CheckFile): CompiledCheck[] {
    if (file.kind === 'not_null')
      return this.targets(file).map((column) => this.row(file, `${name(column)} IS NULL`, column));
    if (OF_A_BATCH.has(file.kind)) return [{ ...this.batch(file), place: file.place }];
    return [this.row(file, this.failure(file), this.target(file))];
  }

  /**
   * The row's partition value is the day it was read for, so that replacing a day replaces exactly its rows. A row of
   * a source that is none is quarantined under the day of the source; other rows have no day but this one, so that
   * which of them are stopped would depend on the days that are made together: there may be none.
   */
  place(partitionBy: string, grain: Model['grain'], day: string): CompiledCheck {
    const check: Check = {
      name: `${PLACE_CHECK}: ${partitionBy}`,
      kind: 'expression',
      column: partitionBy,
      scope: 'row',
      severity: 'quarantine',
      tolerance: grain === 'source_row' ? 1 : 0,
      description:
        grain === 'source_row'
          ? `${partitionBy} is the business date for which the row was read.`
          : `The model makes rows of the dates that it is asked for: ${partitionBy} >= @start_date AND ${partitionBy} < @end_date.`,
      bit: this.bits++,
    };
    return { check, fails: `IFNULL(NOT (${day}), TRUE)` };
  }

  private row(file: CheckFile, fails: string, column?: string): CompiledCheck {
    const { to } = file.arguments;
    const check = this.named(file, 'row', column, { bit: this.bits++ });
    return {
      check,
      fails,
      place: file.place,
      ...(file.kind === 'relationships' && to !== undefined && { relatesTo: to }),
    };
  }

  private batch(file: CheckFile): CompiledCheck {
    const { min, max, minRatio, maxRatio, maxHours, maxShift } = file.arguments;
    const column = this.target(file);
    const within = (bounds: Bounds): Partial<Check> => ({
      bounds: withoutUndefined(bounds) as NonNullable<Check['bounds']>,
    });
    switch (file.kind) {
      case 'unique':
        return {
          check: this.named(file, 'batch', this.targets(file).join(', '), {}),
          uniqueColumns: this.targets(file),
        };
      case 'row_count':
        return {
          check: this.named(file, 'batch', undefined, within({ min, max, minRatio, maxRatio })),
          observed: 'COUNT(*)',
        };
      case 'sum_between':
        return {
          check: this.named(file, 'batch', column, within({ min, max })),
          observed: `SUM(${name(column ?? '')})`,
        };
      case 'freshness':
        return {
          check: this.named(file, 'batch', column, within({ max: maxHours })),
          observed: this.age(column ?? ''),
        };
      default:
        return {
          check: this.named(
            file,
            'batch',
            column,
            within({ minRatio: 1 - (maxShift ?? 0), maxRatio: 1 + (maxShift ?? 0) }),
          ),
          observed: `AVG(${name(column ?? '')})`,
        };
    }
  }

  /** Hours between the newest value of a day and the end of that day. */
  private age(column: string): string {
    const type = this.columns.find((candidate) => candidate.name === column)?.type;
    const end = `TIMESTAMP(DATE_ADD(MAX(_day), INTERVAL 1 DAY), ${stringLiteral(this.timeZone)})`;
    const newest =
      type === 'TIMESTAMP'
        ? `MAX(${name(column)})`
        : `TIMESTAMP(MAX(${name(column)}), ${stringLiteral(this.timeZone)})`;
    return `TIMESTAMP_DIFF(${end}, ${newest}, MINUTE) / 60`;
  }

  private failure(file: CheckFile): string {
    const { values, min, max, pattern, to, field, sql } = file.arguments;
    const target = this.target(file) ?? '';
    const column = name(target);
    const type = this.columns.find((candidate) => candidate.name === target)?.type ?? 'STRING';
    switch (file.kind) {
      case 'accepted_values':
        return `${column} NOT IN (${(values ?? []).map((value) => literal(type, value)).join(', ')})`;
      case 'range':
        return outside(column, literalBound(type, min), literalBound(type, max));
      case 'length':
        return outside(`CHAR_LENGTH(${column})`, min?.toString(), max?.toString());
      case 'matches':
        return `NOT REGEXP_CONTAINS(${column}, ${stringLiteral(pattern ?? '')})`;
      case 'relationships':
        return this.missing(column, to ?? '', name(field ?? target));
      default:
        return `NOT (${withoutComments(sql ?? 'TRUE')})`;
    }
  }

  /** The value is not in the other table; in a history, not up to the end of the row's day. */
  private missing(column: string, to: string, field: string): string {
    if (!this.isHistory(to))
      return `${column} IS NOT NULL AND ${column} NOT IN (SELECT ${field} FROM ${name(to)} WHERE ${field} IS NOT NULL)`;
    const dayEnd = `TIMESTAMP(DATE_ADD(placed._day, INTERVAL 1 DAY), ${stringLiteral(this.timeZone)})`;
    return `${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${name(to)} AS related WHERE related.${field} = placed.${column} AND related.valid_from < ${dayEnd})`;
  }

  private targets(file: CheckFile): readonly string[] {
    return file.arguments.columns ?? (file.column ? [file.column] : []);
  }

  private target(file: CheckFile): string | undefined {
    return file.arguments.column ?? file.column;
  }

  private named(
    file: CheckFile,
    scope: Check['scope'],
    column: string | undefined,
    more: Partial<Check>,
  ): Check {
    const subject = column ?? file.arguments.sql;
    return withoutUndefined({
      name: file.name ?? (subject ? `${file.kind}: ${subject}` : file.kind),
      kind: file.kind,
      column,
      scope,
      severity: file.severity,
      tolerance: file.tolerance,
      description: file.description,
      ...more,
    }) as Check;
  }
}

const literalBound = (type: string, bound: number | undefined): string | undefined =>
  bound === undefined ? undefined : literal(type, bound);

function outside(value: string, min: string | undefined, max: string | undefined): string {
  const sides = [min && `${value} < ${min}`, max && `${value} > ${max}`].filter(Boolean);
  return sides.length === 0 ? 'FALSE' : sides.join(' OR ');
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

/** `(_checks & 5) != 0`: did the row fail one of these checks? */
export function anyBit(checks: readonly CompiledCheck[]): string {
  const mask = checks.reduce((sum, compiled) => sum | bitValue(compiled), 0n);
  return mask === 0n ? 'FALSE' : `(_checks & ${mask}) != 0`;
}

export const bitOf = (compiled: CompiledCheck): string => `(_checks & ${bitValue(compiled)}) != 0`;

/** Exact: numbers would round the masks of more than 53 checks. */
const bitValue = ({ check }: CompiledCheck): bigint => 1n << BigInt(check.bit ?? 0);

/** All row checks of a model in one number, so that judging a row costs one pass however many checks there are. */
export function checkBits(checks: readonly CompiledCheck[]): string {
  const bits = checks.flatMap((compiled) =>
    compiled.fails ? [`IF(${compiled.fails}, ${bitValue(compiled)}, 0)`] : [],
  );
  return bits.length === 0 ? '0' : balanced(bits, '+');
}

/** The keys of passed rows, each with `n`, in how many it is. @param within columns in whose values a key may appear once */
export function repeatedKeys(table: string, columns: readonly string[], within: readonly string[]): string {
  const known = columns.map((column) => `${name(column)} IS NOT NULL`).join(' AND ');
  const key = [...columns.map(name), ...within].join(', ');
  return `SELECT _day, COUNT(*) AS n FROM ${name(table)} WHERE _status = 'passed' AND ${known} GROUP BY ${key}`;
}
