import type { Problem } from '../../core/errors';
import { problem } from '../problems';
import { splitStatements } from '../sql-text';
import { readCheck } from './checks';
import { headerProblems } from './model-coherence';
import { type ModelHeader, modelHeader } from './model-header';
import { splitHeader } from './model-text';
import type { CheckFile, ModelFile } from './types';
import { isName, NAME_RULE } from './values';
import { YamlSource } from './yaml-source';

interface Result {
  readonly model?: ModelFile;
  readonly problems: readonly Problem[];
}

/** One model, or the problems that keep it from being one. */
export function readModel(file: string, text: string): Result {
  const [, layer, base = ''] = /^sql\/(silver|gold)\/(.+)\.sql$/.exec(file) ?? [];
  if (!isName(base)) return { problems: [badName(file, base)] };
  const parts = splitHeader(file, text);
  if ('problem' in parts) return { problems: [parts.problem] };
  const source = new YamlSource(file, parts.yaml, parts.firstLine);
  const { data, problems } = source.parse(modelHeader);
  if (!data) return { problems };
  return new ModelReader(source, data, layer === 'gold' ? 'gold' : 'silver', base).read(parts.top, text);
}

const badName = (file: string, base: string): Problem =>
  problem('file_name', { file }, `${base} is not a name of a model.`, `Rename the file: ${NAME_RULE}.`);

/** Of models that do not say theirs. */
const MAX_REJECTED = 0.1;

type Promises = Pick<
  ModelFile,
  | 'start'
  | 'graceHours'
  | 'chunkDays'
  | 'maxRejected'
  | 'lookbackDays'
  | 'columns'
  | 'checks'
  | 'reconcile'
  | 'kpi'
>;

class ModelReader {
  private readonly problems: Problem[] = [];
  private readonly as: ModelFile['as'];

  constructor(
    private readonly source: YamlSource,
    private readonly header: ModelHeader,
    private readonly layer: ModelFile['layer'],
    private readonly base: string,
  ) {
    this.as = header.materialize?.as ?? 'view';
  }

  /** @param top the text up to the query */
  read(top: string, text: string): Result {
    const query = this.query(top, text);
    const checks = this.checks();
    this.problems.push(...headerProblems(this.source, this.layer, this.header, checks));
    const model = { ...this.names(), ...this.materialization(), ...this.promises(checks), ...query };
    return this.problems.length > 0 ? { problems: this.problems } : { model, problems: [] };
  }

  private names(): Pick<ModelFile, 'name' | 'layer' | 'file' | 'description' | 'owner' | 'tags' | 'places'> {
    const { description, owner, tags } = this.header;
    const { source, layer, base } = this;
    return { name: `${layer}.${base}`, layer, file: source.file, description, owner, tags, places: source };
  }

  private materialization(): Pick<ModelFile, 'as' | 'partitionBy' | 'clusterBy' | 'tracked' | 'uniqueKey'> {
    const { materialize, unique_key: key } = this.header;
    return {
      as: this.as,
      clusterBy: materialize?.cluster_by ?? [],
      ...(materialize?.partition_by && { partitionBy: materialize.partition_by }),
      ...(materialize?.tracked && { tracked: materialize.tracked }),
      ...(key && { uniqueKey: { columns: key.columns, orderBy: key.order_by, withinDays: key.within_days } }),
    };
  }

  private promises(checks: readonly CheckFile[]): Promises {
    const { header } = this;
    return {
      ...(header.start && { start: header.start }),
      graceHours: header.grace,
      ...(header.chunk_days && { chunkDays: header.chunk_days }),
      maxRejected: header.max_rejected ?? MAX_REJECTED,
      lookbackDays: header.lookback_days,
      columns: header.columns,
      checks,
      reconcile: Object.entries(header.reconcile).map(([name, entry]) => ({ name, ...entry })),
      ...(header.kpi && { kpi: header.kpi as NonNullable<ModelFile['kpi']> }),
    };
  }

  private query(top: string, text: string): Pick<ModelFile, 'sql' | 'sqlPlace'> {
    const statements = splitStatements(text.slice(top.length));
    const before = top.split('\n');
    const placed = statements.map(({ sql, line, column }) => ({
      sql,
      sqlPlace: {
        line: before.length + line - 1,
        column: column + (line === 1 ? (before.at(-1) ?? '').length : 0),
      },
    }));
    const [first, second] = placed;
    const end = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
    if (!first || second) this.problems.push(this.notOneQuery(placed.length, second?.sqlPlace ?? end));
    return first ?? { sql: '', sqlPlace: end };
  }

  private notOneQuery(count: number, place: ModelFile['sqlPlace']): Problem {
    return problem(
      'one_query',
      { file: this.source.file, ...place },
      `the file has ${count === 0 ? 'no query' : `${count} statements`} after the header; a model is one query.`,
      count === 0 ? 'Write the SELECT below the header.' : 'Give each query a file of its own.',
    );
  }

  private checks(): CheckFile[] {
    const { columns, checks } = this.header;
    const under = Object.entries(columns).flatMap(([column, entry]) =>
      entry.checks.map((written, index) => ({ written, column, path: ['columns', column, 'checks', index] })),
    );
    const own = checks.map((written, index) => ({ written, path: ['checks', index] }));
    const severity = this.as === 'view' || this.as === 'materialized_view' ? 'warn' : 'fail';
    return [...under, ...own].flatMap(({ written, ...where }) => {
      const result = readCheck(written, { places: this.source, severity, ...where });
      if ('check' in result) return [result.check];
      this.problems.push(result.problem);
      return [];
    });
  }
}
