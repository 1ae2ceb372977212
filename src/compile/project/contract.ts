import type { Problem } from '../../core/errors';
import { nearest } from '../nearest';
import { didYouMean, type ProblemCode } from '../problems';
import { ContractProperties } from './contract-properties';
import { qualityProblems } from './contract-quality';
import { rulesOf } from './contract-rules';
import { toFormatElements } from './date-format';
import { type Odcs, type OdcsProperty, odcs } from './odcs';
import { readServer } from './server';
import type { ContractColumn, ContractFile } from './types';
import { isName, isTimeZone, NAME_RULE } from './values';
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

type Path = readonly PropertyKey[];

const DATE_PARTS = [
  { part: 'year', element: /%[Yy]/ },
  { part: 'month', element: /%[mBb]/ },
  { part: 'day', element: /%d/ },
];

/** One contract, or the problems that keep it from being one. */
export function readContract(
  file: string,
  text: string,
): { contract?: ContractFile; problems: readonly Problem[] } {
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
    const { name, description, schema, servers, customProperties, team } = this.data;
    this.name(name);
    const columns = (schema[0]?.properties ?? []).map((property, index) => this.column(property, index));
    this.differentNames(columns);
    const settings = new ContractProperties(this.source, customProperties, columns);
    const { server, problems } = readServer(this.source, servers[0], name);
    const read = settings.read();
    const [object] = schema;
    this.problems.push(
      ...settings.problems,
      ...problems,
      ...qualityProblems(object?.quality ?? [], { places: this.source, path: ['schema', 0] }),
    );
    if (server.kind === 'api') this.incremental(server.incremental?.column, columns);
    return {
      name,
      file: this.source.file,
      description: description?.purpose ?? schema[0]?.description ?? '',
      owner: ownerOf(team),
      server,
      columns,
      ...read,
      places: this.source,
    };
  }

  private name(name: string): void {
    const expected = this.source.file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
    if (name !== expected)
      this.report(
        'contract_name',
        ['name'],
        `the contract is called ${name}, its file ${expected}.`,
        'Give both the same name: it is the name of the source.',
      );
    else if (!isName(name))
      this.report('contract_name', ['name'], `${name} is not a name of a source.`, `Use ${NAME_RULE}.`);
  }

  private column(property: OdcsProperty, index: number): ContractColumn {
    const { name, description, classification, primaryKey, logicalTypeOptions: options } = property;
    const path = ['schema', 0, 'properties', index];
    const type = columnType(property);
    this.columnName(name, [...path, 'name']);
    this.physicalName(property, path);
    const format = this.format(options.format, [...path, 'logicalTypeOptions', 'format'], type);
    this.zone(options.defaultTimezone, [...path, 'logicalTypeOptions', 'defaultTimezone']);
    const { rules, required, problems } = rulesOf(this.source, property, path, type);
    this.problems.push(...problems);
    return {
      name,
      type,
      ...(description && { description }),
      ...(classification && { classification }),
      required,
      primaryKey,
      ...(format && { format }),
      ...(options.defaultTimezone && { defaultTimezone: options.defaultTimezone }),
      rules,
    };
  }

  private columnName(name: string, path: Path): void {
    if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && name.length <= 250) return;
    const why = name.startsWith('_') ? "names that begin with _ are the engine's" : 'it has other characters';
    this.report(
      'column_name',
      path,
      `${name} cannot be the name of a column: ${why}.`,
      'Use letters, digits and _, beginning with a letter.',
    );
  }

  /** Columns of files are found by their names. */
  private physicalName({ name, physicalName }: OdcsProperty, path: Path): void {
    if (physicalName === undefined || physicalName === name) return;
    this.report(
      'column_name',
      [...path, 'physicalName'],
      `physicalName of ${name} is ${physicalName}; files are read by the name of the property.`,
      `Name the property ${physicalName}, as the files do, and rename the column in the silver model.`,
    );
  }

  private differentNames(columns: readonly ContractColumn[]): void {
    const seen = new Map<string, string>();
    columns.forEach(({ name }, index) => {
      const before = seen.get(name.toLowerCase());
      seen.set(name.toLowerCase(), name);
      if (before === undefined) return;
      this.report(
        'duplicate_column',
        ['schema', 0, 'properties', index],
        `${name} is there twice${before === name ? '' : `, as ${before} before`}; case does not tell columns apart.`,
        'Rename or remove one of them.',
      );
    });
  }

  private format(format: string | undefined, path: Path, type: string): string | undefined {
    if (format === undefined || !['DATE', 'TIMESTAMP'].includes(type)) return undefined;
    const result = toFormatElements(format);
    if ('elements' in result) return this.complete(format, result.elements, path, type);
    this.report(
      'date_format',
      path,
      `the format ${format} has ${result.unknown}, which GoogleSQL cannot parse.`,
      'Use yyyy, MM, dd, HH, mm, ss, S (up to six of them), XXX and plain characters.',
    );
    return undefined;
  }

  /** A date needs its day, and has no time: what the format leaves out would be made up, what it adds be lost. */
  private complete(format: string, elements: string, path: Path, type: string): string | undefined {
    const missing = DATE_PARTS.filter(({ element }) => !element.test(elements)).map(({ part }) => part);
    const time = type === 'DATE' && /%[HIMSEzp]/.test(elements);
    if (missing.length === 0 && !time) return elements;
    this.report(
      'date_format',
      path,
      time
        ? `the format ${format} has a time, but the column is a DATE.`
        : `the format ${format} has no ${missing.join(' and no ')}.`,
      time
        ? 'Use logicalType: timestamp, or leave the time out.'
        : 'Write year, month and day, such as yyyy-MM-dd.',
    );
    return undefined;
  }

  private zone(zone: string | undefined, path: Path): void {
    if (zone !== undefined && !isTimeZone(zone))
      this.report('time_zone', path, `${zone} is not an IANA time zone.`, 'Write one such as Europe/Paris.');
  }

  /** The next pull asks for what is newer than the greatest value, so that there has to be one. */
  private incremental(column: string | undefined, columns: readonly ContractColumn[]): void {
    const known = columns.map(({ name }) => name);
    if (column === undefined || known.includes(column)) return;
    const index = this.data.servers[0]?.customProperties.findIndex(
      ({ property }) => property === 'incremental',
    );
    this.report(
      'api_property',
      ['servers', 0, 'customProperties', index ?? 0],
      `incremental names ${column}, which the schema does not have.`,
      didYouMean(nearest(column, known), `It has ${known.join(', ')}.`),
    );
  }

  private report(code: ProblemCode, path: Path, message: string, remedy: string): void {
    this.problems.push(this.source.problem(code, path, message, remedy));
  }
}

/** NUMERIC unless the contract says that a double is meant. */
function columnType({ logicalType, physicalType }: OdcsProperty): string {
  const double = logicalType === 'number' && /^(FLOAT|DOUBLE)/i.test(physicalType ?? '');
  return double ? 'FLOAT64' : TYPES[logicalType];
}

/** v3.1 names the team; v3.0 lists its members, of whom the owner counts. */
function ownerOf(team: Odcs['team']): string {
  if (!team) return '';
  if (!Array.isArray(team)) return team.name ?? '';
  const owner = team.find((member) => member.role === 'owner') ?? team[0];
  return owner?.name ?? owner?.username ?? '';
}
