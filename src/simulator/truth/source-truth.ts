import {
  type DirtKind,
  type Emission,
  EXTRA_FIELD,
  type MalformedLine,
  PRIMARY_KEY,
  type SourceName,
} from '../dirt/emission';
import { lineNumber } from '../files/landing-file';
import type { Network } from '../simulate';
import { groupBy } from './group-by';
import type { Counts, Injected, SourceTruth } from './types';

/** A line and where it stands, if it stands in a file. */
interface Placed {
  readonly line: Emission | MalformedLine;
  readonly place: Pick<Injected, 'file' | 'line'>;
}

/** Counts what was emitted for a source. */
export function sourceTruth(source: SourceName, network: Network): SourceTruth {
  const placed = placedLines(source, network);
  const records = placed.flatMap(({ line }) => (line.fate === 'malformed' ? [] : [line]));
  return {
    ...counts(records),
    files: network.files.filter((file) => file.source === source).length,
    malformed: placed.length - records.length,
    extraColumns: records.filter((record) => EXTRA_FIELD[source] in record.fields).length,
    kinds: countKinds(placed),
    days: byDay(records),
    injected: placed.flatMap(injected),
  };
}

function placedLines(source: SourceName, network: Network): Placed[] {
  if (source === 'visits' || source === 'transactions') {
    return network.feeds[source].map((line) => ({ line, place: {} }));
  }
  const files = network.files.filter((file) => file.source === source);
  return files.flatMap((file) =>
    file.lines.map((line, index) => ({ line, place: { file: file.name, line: lineNumber(file, index) } })),
  );
}

function counts(records: readonly Emission[]): Counts {
  const of = (fate: Emission['fate']) => records.filter((record) => record.fate === fate).length;
  return {
    rows: records.length,
    published: of('published'),
    quarantined: of('quarantined'),
    duplicates: of('duplicate'),
  };
}

function byDay(records: readonly Emission[]): Record<string, Counts> {
  const days = groupBy(records, (record) => record.date);
  return Object.fromEntries([...days].sort().map(([date, ofDay]) => [date, counts(ofDay)]));
}

function countKinds(placed: readonly Placed[]): Record<DirtKind, number> {
  const of = (kind: DirtKind) => placed.filter(({ line }) => line.kind === kind).length;
  return {
    duplicate: of('duplicate'),
    superseded: of('superseded'),
    correction: of('correction'),
    moved: of('moved'),
    late: of('late'),
    null: of('null'),
    outlier: of('outlier'),
    violation: of('violation'),
    unknown_store: of('unknown_store'),
    unknown_product: of('unknown_product'),
    malformed: of('malformed'),
  };
}

function injected({ line, place }: Placed): Injected[] {
  if (line.fate === 'malformed') return [{ kind: line.kind, fate: line.fate, ...place }];
  if (line.kind === undefined) return [];
  const { kind, fate, date, rule, otherDate } = line;
  return [
    {
      kind,
      fate,
      date,
      key: keyOf(line),
      ...(rule === undefined ? {} : { rule }),
      ...(otherDate === undefined ? {} : { otherDate }),
      ...place,
    },
  ];
}

function keyOf({ source, fields }: Emission): NonNullable<Injected['key']> {
  return Object.fromEntries(PRIMARY_KEY[source].map((column) => [column, fields[column] ?? null]));
}
