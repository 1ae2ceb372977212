import { z } from 'zod';
import type { Problem } from '../../core/errors';
import { nearest } from '../nearest';
import { didYouMean, type Places, type ProblemCode, problemAt } from '../problems';
import { captureGroups, patternProblem } from './regex';
import type { ContractColumn, ContractFile } from './types';
import { shortText } from './yaml-issues';

const DRIFT = ['evolve', 'keep_extra', 'refuse'] as const;
const eventTime = z.strictObject({ column: z.string() });
const delivery = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('append'),
    redelivered: z.enum(['replaces', 'adds']).default('replaces'),
  }),
  z.strictObject({
    mode: z.literal('full'),
    snapshot_date: z.string(),
    max_deleted: z.number().min(0).max(1).optional(),
  }),
]);

/** How each of our properties is written: what its refusal says. */
const USAGE = {
  eventTime: '{ column: occurred_at }',
  drift: DRIFT.join(', '),
  delivery:
    "{ mode: append, redelivered: replaces | adds } or { mode: full, snapshot_date: '<pattern>', max_deleted: 0.1 }",
};
type Property = keyof typeof USAGE;
const PROPERTIES = Object.keys(USAGE);
/** A shorter name that differs by a letter may well be a word of its own. */
const LONG_ENOUGH = PROPERTIES.filter((property) => property.length >= 8);

type Custom = readonly { readonly property: string; readonly value?: unknown }[];
export type Settings = Pick<ContractFile, 'eventTime' | 'drift' | 'delivery'>;

/** What a contract says in its customProperties; those of others are left alone. */
export class ContractProperties {
  readonly problems: Problem[] = [];
  constructor(
    private readonly places: Places,
    private readonly custom: Custom,
    private readonly columns: readonly ContractColumn[],
  ) {}

  read(): Settings {
    this.misspelled();
    const event = this.value('eventTime', eventTime)?.column;
    if (event !== undefined) this.eventTime(event);
    return {
      drift: this.value('drift', z.enum(DRIFT)) ?? 'keep_extra',
      delivery: this.delivery(),
      ...(event !== undefined && { eventTime: event }),
    };
  }

  private misspelled(): void {
    this.custom.forEach(({ property }, index) => {
      if (PROPERTIES.includes(property)) return;
      const plain = property.toLowerCase().replace(/[^a-z]/g, '');
      const guess = PROPERTIES.find((own) => own.toLowerCase() === plain) ?? nearest(property, LONG_ENOUGH);
      if (!guess) return;
      this.report(
        'custom_property',
        index,
        `nothing reads the property ${property}.`,
        `Did you mean ${guess}?`,
      );
    });
  }

  private eventTime(name: string): void {
    const column = this.columns.find((candidate) => candidate.name === name);
    const known = this.columns.map((candidate) => candidate.name);
    if (!column)
      this.report(
        'event_time',
        this.indexOf('eventTime'),
        `eventTime names ${name}, which the schema does not have.`,
        didYouMean(nearest(name, known), `It has ${known.join(', ')}.`),
      );
    else if (!['DATE', 'TIMESTAMP'].includes(column.type))
      this.report(
        'event_time',
        this.indexOf('eventTime'),
        `eventTime names ${name}, a ${column.type}.`,
        'Name a date or timestamp.',
      );
  }

  private delivery(): ContractFile['delivery'] {
    const value = this.value('delivery', delivery);
    if (!value) return { mode: 'append', redelivered: 'replaces' };
    if (value.mode === 'append') return value;
    this.snapshotDate(value.snapshot_date);
    return {
      mode: 'full',
      snapshotDate: value.snapshot_date,
      ...(value.max_deleted !== undefined && { maxDeleted: value.max_deleted }),
    };
  }

  private snapshotDate(pattern: string): void {
    const problem = patternProblem(pattern);
    const groups = problem ? 0 : captureGroups(pattern);
    if (!problem && groups === 1) return;
    this.report(
      'snapshot_date',
      this.indexOf('delivery'),
      `snapshot_date ${pattern} ${problem ?? `has ${groups === 0 ? 'no group' : `${groups} groups`}`}; expected one group around the date.`,
      "Put the date into parentheses: 'stock_(\\d{4}-\\d{2}-\\d{2})'.",
    );
  }

  private value<T extends z.ZodType>(property: Property, schema: T): z.infer<T> | undefined {
    const index = this.indexOf(property);
    if (index < 0) return undefined;
    const value = this.custom[index]?.value;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const guess = typeof value === 'string' && property === 'drift' ? nearest(value, DRIFT) : undefined;
    this.report(
      'custom_property',
      index,
      `${property} is ${shortText(value)}.`,
      didYouMean(guess, `Write ${USAGE[property]}.`),
    );
    return undefined;
  }

  private indexOf(property: Property): number {
    return this.custom.findIndex((entry) => entry.property === property);
  }

  private report(code: ProblemCode, index: number, message: string, remedy: string): void {
    this.problems.push(problemAt(this.places, ['customProperties', index], code, message, remedy));
  }
}
