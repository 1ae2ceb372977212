import { z } from 'zod';
import type { Problem } from '../../core/errors';
import { toFormatElements } from './date-format';
import { isTimeZone } from './ecluse-yaml';
import { type Odcs, type OdcsProperty, odcs } from './odcs';
import { readServer } from './server';
import type { ContractColumn, ContractFile, ContractRule } from './types';
import { YamlSource } from './yaml-source';

const TYPES = {
  string: 'STRING',
  integer: 'INT64',
  number: 'NUMERIC',
  boolean: 'BOOL',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  object: 'STRING',
  array: 'STRING',
};

const delivery = z.union([
  z.strictObject({ mode: z.literal('append') }),
  z.strictObject({
    mode: z.literal('full'),
    snapshot_date: z.string(),
    max_deleted: z.number().min(0).max(1).optional(),
  }),
]);
const customValues = {
  eventTime: z.strictObject({ column: z.string() }),
  drift: z.enum(['evolve', 'keep_extra', 'refuse']),
  delivery,
};

/** One contract, or the problems that keep it from being one. */
export function readContract(file: string, text: string): { contract?: ContractFile; problems: Problem[] } {
  const source = new YamlSource(file, text);
  const { data, problems } = source.parse(odcs);
  if (!data) return { problems };
  const reader = new ContractReader(source, data);
  const contract = reader.read();
  return reader.problems.length > 0 ? { problems: reader.problems } : { contract, problems: [] };
}

class ContractReader {
  readonly problems: Problem[] = [];
  constructor(
    private readonly source: YamlSource,
    private readonly data: Odcs,
  ) {}

  read(): ContractFile {
    const { name, description } = this.data;
    this.nameMatchesFile(name);
    const columns = (this.data.schema[0]?.properties ?? []).map((property, index) =>
      this.column(property, index),
    );
    const eventTime = this.custom('eventTime', customValues.eventTime)?.column;
    if (eventTime !== undefined) this.eventTimeExists(eventTime, columns);
    const { value: server, problems } = readServer(this.source, this.data.servers[0], name);
    this.problems.push(...problems);
    return {
      name,
      file: this.source.file,
      description: description?.purpose ?? this.data.schema[0]?.description ?? '',
      owner: ownerOf(this.data.team),
      server,
      drift: this.custom('drift', customValues.drift) ?? 'keep_extra',
      delivery: this.delivery(),
      columns,
      ...(eventTime !== undefined && { eventTime }),
    };
  }

  private nameMatchesFile(name: string): void {
    const expected = this.source.file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
    if (name !== expected)
      this.report(
        'contract_name',
        ['name'],
        `the contract is called ${name}, its file ${expected}.`,
        'Give both the same name: it is the name of the source.',
      );
    else if (!/^[a-z][a-z0-9_]*$/.test(name))
      this.report(
        'contract_name',
        ['name'],
        `${name} is not a name of a source.`,
        'Use lower-case letters, digits and _.',
      );
  }

  private column(property: OdcsProperty, index: number): ContractColumn {
    const { name, description, classification, required, primaryKey, logicalTypeOptions: options } = property;
    const type =
      property.logicalType === 'number' && /^(FLOAT|DOUBLE)/i.test(property.physicalType ?? '')
        ? 'FLOAT64'
        : TYPES[property.logicalType];
    const path = ['schema', 0, 'properties', index];
    const format =
      options.format === undefined
        ? undefined
        : this.format(options.format, [...path, 'logicalTypeOptions', 'format']);
    if (options.defaultTimezone && !isTimeZone(options.defaultTimezone))
      this.report(
        'time_zone',
        [...path, 'logicalTypeOptions', 'defaultTimezone'],
        `${options.defaultTimezone} is not an IANA time zone.`,
        'Write one such as Europe/Paris.',
      );
    return {
      name,
      type,
      ...(description && { description }),
      ...(classification && { classification }),
      required: required || primaryKey,
      primaryKey,
      ...(format && { format }),
      ...(options.defaultTimezone && { defaultTimezone: options.defaultTimezone }),
      rules: this.rules(property, path),
    };
  }

  private format(format: string, path: readonly PropertyKey[]): string | undefined {
    const result = toFormatElements(format);
    if ('elements' in result) return result.elements;
    this.report(
      'date_format',
      path,
      `the format ${format} has ${result.unknown}, which GoogleSQL cannot parse.`,
      'Use yyyy, MM, dd, HH, mm, ss, SSS, XXX and plain characters.',
    );
    return undefined;
  }

  private rules(property: OdcsProperty, path: readonly PropertyKey[]): ContractRule[] {
    const options = property.logicalTypeOptions;
    const bounds = (['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const).flatMap(
      (kind) => {
        const value = options[kind];
        return value === undefined || typeof value === 'boolean' ? [] : [{ kind, value: Number(value) }];
      },
    );
    const lengths = (['minLength', 'maxLength'] as const).flatMap((kind) => {
      const value = options[kind];
      return value === undefined ? [] : [{ kind, value }];
    });
    const patterns = [options.pattern, ...property.quality.map((entry) => entry.arguments?.pattern)].filter(
      (pattern) => pattern !== undefined,
    );
    for (const pattern of patterns) this.pattern(pattern, path);
    const values = property.quality.flatMap((entry) =>
      entry.arguments?.validValues ? [entry.arguments.validValues] : [],
    );
    return [
      ...bounds,
      ...lengths,
      ...patterns.map((value) => ({ kind: 'pattern' as const, value })),
      ...values.map((value) => ({ kind: 'validValues' as const, value })),
    ];
  }

  private pattern(pattern: string, path: readonly PropertyKey[]): void {
    if (!isRegex(pattern))
      this.report(
        'pattern',
        [...path, 'logicalTypeOptions', 'pattern'],
        `${pattern} is not a regular expression.`,
        'Correct it; quote it in YAML.',
      );
  }

  private delivery(): ContractFile['delivery'] {
    const value = this.custom('delivery', customValues.delivery);
    if (!value || value.mode === 'append') return { mode: 'append' };
    if (!isRegex(value.snapshot_date) || !/\((?!\?)/.test(value.snapshot_date))
      this.report(
        'snapshot_date',
        ['customProperties'],
        `snapshot_date ${value.snapshot_date} is not a regular expression with a group.`,
        "Put the date into parentheses: 'stores_(\\d{4}-\\d{2}-\\d{2})'.",
      );
    return {
      mode: 'full',
      snapshotDate: value.snapshot_date,
      ...(value.max_deleted !== undefined && { maxDeleted: value.max_deleted }),
    };
  }

  private eventTimeExists(column: string, columns: readonly ContractColumn[]): void {
    const found = columns.find((candidate) => candidate.name === column);
    if (!found)
      this.report(
        'event_time',
        ['customProperties'],
        `eventTime names ${column}, which the schema does not have.`,
        `It has ${columns.map((candidate) => candidate.name).join(', ')}.`,
      );
    else if (!['DATE', 'TIMESTAMP'].includes(found.type))
      this.report(
        'event_time',
        ['customProperties'],
        `eventTime names ${column}, a ${found.type}.`,
        'Name a date or timestamp.',
      );
  }

  private custom<T extends z.ZodType>(property: string, schema: T): z.infer<T> | undefined {
    const index = this.data.customProperties.findIndex((entry) => entry.property === property);
    if (index < 0) return undefined;
    const parsed = schema.safeParse(this.data.customProperties[index]?.value);
    if (parsed.success) return parsed.data;
    const found = JSON.stringify(this.data.customProperties[index]?.value);
    this.report(
      'custom_property',
      ['customProperties', index],
      `${property} is ${found}: ${parsed.error.issues[0]?.message}.`,
      'See docs/project.md, Contracts.',
    );
    return undefined;
  }

  private report(code: string, path: readonly PropertyKey[], message: string, remedy: string): void {
    this.problems.push(this.source.problem(code, path, message, remedy));
  }
}

/** v3.1 names the team; v3.0 lists its members, of whom the owner counts. */
function ownerOf(team: Odcs['team']): string {
  if (!team) return '';
  if (!Array.isArray(team)) return String(team.name);
  const owner = team.find((member) => member.role === 'owner') ?? team[0];
  return String(owner?.name ?? owner?.username ?? '');
}

export function isRegex(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
