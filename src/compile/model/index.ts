import type { Problem } from '../../core/errors';
import type { Check, Model, Source } from '../../core/manifest';
import type { Column } from '../../core/types';
import { type Compiled, SqlRefusal } from '../../googlesql';
import { nearest } from '../nearest';
import { didYouMean } from '../problems';
import type { ModelFile, Project } from '../project/types';
import { bronzeView } from '../sql/bronze';
import { CheckCompiler, type CompiledCheck } from '../sql/checks';
import { publishedColumns, quarantineColumns } from '../sql/publish';
import { retainedColumns } from '../sql/retain';
import { ENGINE_COLUMNS, placeCondition, type StepInput, stageTable, windowParams } from '../sql/stage';
import { name } from '../sql/text';
import { viewCheck } from '../sql/view-check';
import type { StepCompiler } from '../step-compiler';
import { type Inlined, inlineVars, knownParameters } from '../vars';
import { findCheckProblems, probeChecks } from './check-problems';
import { definitionPrint } from './definition';
import { findHeaderProblems, findOutputProblems } from './output-problems';
import { ModelProblems } from './problems';
import { findReadProblems, type Known, sourceOf } from './read-problems';
import { readsOf, tableNames } from './reads';
import { reconciliations } from './reconciliations';
import { registerTables, stageTexts, stepsOf } from './steps';
import { columnAt, inputsOf, type Upstream } from './upstream';
import { findWindowProblems } from './window-problems';

export type { Known } from './read-problems';
export { readsOf, tableNames } from './reads';
export type { Upstream } from './upstream';

export interface CompiledModel {
  readonly model: Model;
  /** Of tables; views have none. */
  readonly beside?: TablesBeside;
}

/** The tables beside that of a model. */
export interface TablesBeside {
  readonly model: string;
  /** Columns of its rejected rows. */
  readonly quarantine: readonly Column[];
  /** Columns of what it has published before. */
  readonly retained: readonly Column[];
}

/** A model between two steps of its compilation. */
interface Draft {
  readonly file: ModelFile;
  readonly problems: ModelProblems;
  readonly query: Compiled;
  readonly sql: string;
  /** Of the query, without those of the engine. */
  readonly columns: Column[];
  readonly source: string | undefined;
}

/** Analyzes models and writes their statements. Problems are collected; there is no result when there are any. */
export class ModelCompiler {
  constructor(
    private readonly project: Project,
    private readonly steps: StepCompiler,
    private readonly upstream: Upstream,
    private readonly known: Known,
  ) {}

  async compile(
    file: ModelFile,
    pipeline: string,
  ): Promise<{ compiled?: CompiledModel; problems: readonly Problem[] }> {
    const problems = new ModelProblems(file);
    findReadProblems(file, this.known, problems);
    const draft = problems.found.length === 0 ? await this.draft(file, problems) : null;
    if (!draft) return { problems: problems.found };
    const view = file.as === 'view' || file.as === 'materialized_view';
    const compiled = await (view ? this.view(draft, pipeline) : this.table(draft, pipeline));
    return compiled && problems.found.length === 0
      ? { compiled, problems: [] }
      : { problems: problems.found };
  }

  /** The query, analyzed, and its columns. */
  private async draft(file: ModelFile, problems: ModelProblems): Promise<Draft | null> {
    const inlined = inlineVars(file.sql, this.project.vars);
    this.knowParameters(inlined, problems);
    if (problems.found.length > 0) return null;
    const { sql } = inlined;
    const query = await problems.analyzed(
      () => this.steps.compile(sql, windowParams(sql)),
      problems.locator(inlined),
    );
    if (!query) return null;
    const source = sourceOf(file, this.known)?.name;
    findOutputProblems(file, query, source !== undefined, problems);
    findWindowProblems(file, query, this.upstream, problems);
    const columns = this.describe(file, query);
    if (problems.found.length === 0) findHeaderProblems(file, columns, problems);
    return problems.found.length > 0 ? null : { file, problems, query, sql, columns, source };
  }

  private knowParameters({ unknown }: Inlined, problems: ModelProblems): void {
    const known = knownParameters(this.project.vars);
    for (const { text, offset } of unknown)
      problems.add(
        'unknown_parameter',
        problems.inQuery(offset),
        `the query uses ${text}, which is neither of the window nor a var of the project.`,
        didYouMean(nearest(text, known), `Known are ${known.join(', ')}; add vars to ecluse.yaml.`),
      );
  }

  /** What a column carries on unchanged it describes alike; what is made of personal data is personal data. */
  private describe(file: ModelFile, query: Compiled): Column[] {
    const own = query.columns.filter((column) => !ENGINE_COLUMNS.some((engine) => engine === column.name));
    return own.map(({ name, type }) => {
      const origins = (query.lineage[name] ?? []).flatMap((origin) => columnAt(this.upstream, origin) ?? []);
      const same = origins.length === 1 ? origins[0] : undefined;
      const written = Object.hasOwn(file.columns, name) ? file.columns[name]?.description : undefined;
      const description = written ?? same?.description;
      const classification = origins.find((origin) => origin.classification)?.classification;
      return { name, type, ...(description && { description }), ...(classification && { classification }) };
    });
  }

  private async view(draft: Draft, pipeline: string): Promise<CompiledModel | null> {
    const { file, problems, columns, sql } = draft;
    const checks = this.checks(draft);
    findCheckProblems(file, checks, this.steps, problems);
    const text = { sql: `CREATE OR REPLACE VIEW ${name(file.name)} AS\n${sql}`, params: {} };
    const createView = await problems.analyzed(
      () => this.steps.statement(text),
      () => file.sqlPlace,
    );
    if (!createView) return null;
    this.steps.schemas.add(file.name, columns);
    const staged = [...columns, { name: '_day', type: 'DATE' }, { name: '_status', type: 'STRING' }];
    this.steps.schemas.add(stageTable(file.name), staged);
    await probeChecks(stageTable(file.name), checks, this.steps, problems);
    if (problems.found.length > 0) return null;
    const common = this.common(draft, pipeline, columns, checks, [sql]);
    const checkView = await this.steps.optional(viewCheck(file.name, checks));
    return {
      model: { ...common, grain: 'other', reconcile: [], createView, ...(checkView && { checkView }) },
    };
  }

  private async table(draft: Draft, pipeline: string): Promise<CompiledModel | null> {
    const { file, problems } = draft;
    const checks = this.checks(draft);
    const input = this.stepInput(draft, checks);
    registerTables(input, this.steps.schemas);
    findCheckProblems(file, checks, this.steps, problems);
    const [steps, reconcile] = await Promise.all([
      problems.found.length > 0 ? null : this.stepsOrProblems(file, input, problems),
      reconciliations(file, this.project.vars, this.steps, problems),
    ]);
    if (!steps) return null;
    const texts = stageTexts(input).map((text) => text.sql);
    const { uniqueKey, tracked } = file;
    const { maxDeleted } = this.delivery(draft.source) ?? {};
    const model: Model = {
      ...this.common(draft, pipeline, publishedColumns(input), checks, texts),
      grain: input.grain,
      ...(uniqueKey && {
        uniqueKey: { ...uniqueKey, columns: [...uniqueKey.columns], orderBy: [...uniqueKey.orderBy] },
      }),
      ...(tracked && { tracked: [...tracked] }),
      ...(file.as === 'scd2' && maxDeleted !== undefined && { maxDeleted }),
      reconcile,
      steps,
    };
    const beside = {
      model: file.name,
      quarantine: quarantineColumns(input),
      retained: retainedColumns(input),
    };
    return { model, beside };
  }

  /** The statements hold the conditions of users; where they are refused, the checks are asked one by one. */
  private async stepsOrProblems(
    file: ModelFile,
    input: StepInput,
    problems: ModelProblems,
  ): Promise<Model['steps'] | null> {
    try {
      return await stepsOf(input, this.steps);
    } catch (error) {
      if (!(error instanceof SqlRefusal)) throw error;
      const before = problems.found.length;
      await probeChecks(stageTable(input.model), input.checks, this.steps, problems);
      // The query alone is fine, but not where its rows are kept: then it is the query all the same.
      if (problems.found.length === before) problems.refused(error, file.sqlPlace);
      return null;
    }
  }

  private stepInput({ file, sql, columns, source }: Draft, checks: readonly CompiledCheck[]): StepInput {
    const { partitionBy, uniqueKey, tracked } = file;
    const { snapshotDate } = this.delivery(source) ?? {};
    return {
      model: file.name,
      as: file.as as StepInput['as'],
      sql,
      columns,
      grain: source === undefined ? 'other' : 'source_row',
      ...(source !== undefined && { source }),
      ...(partitionBy && { partitionBy }),
      ...(uniqueKey && { uniqueKey }),
      ...(tracked && { tracked }),
      ...(snapshotDate && { snapshotDate }),
      checks,
      timeZone: this.project.timeZone,
    };
  }

  private delivery(source: string | undefined): Source['delivery'] | undefined {
    return source === undefined ? undefined : this.upstream.sources.get(bronzeView(source))?.delivery;
  }

  private checks({ file, columns, source }: Draft): CompiledCheck[] {
    const history = (table: string): boolean => this.upstream.models.get(table)?.as === 'scd2';
    const view = file.as === 'view' || file.as === 'materialized_view';
    const compiler = new CheckCompiler(columns, this.project.timeZone, view ? () => false : history);
    const own = file.checks.flatMap((check) => {
      const { sql } = check.arguments;
      const written =
        sql === undefined
          ? check.arguments
          : { ...check.arguments, sql: inlineVars(sql, this.project.vars).sql };
      return compiler.compile({ ...check, arguments: written });
    });
    if (file.as !== 'incremental' || !file.partitionBy) return own;
    const grain = source === undefined ? 'other' : 'source_row';
    return [
      ...own,
      compiler.place(file.partitionBy, grain, placeCondition({ grain, partitionBy: file.partitionBy })),
    ];
  }

  private common(
    { file, query }: Draft,
    pipeline: string,
    columns: Column[],
    checks: readonly CompiledCheck[],
    texts: readonly string[],
  ): Omit<Model, 'grain' | 'reconcile'> {
    const { layer, description, owner, as, partitionBy, graceHours, maxRejected, kpi } = file;
    const start = file.start ?? this.project.start;
    const reads = readsOf(file);
    const by = (what: string): string[] => tableNames(reads.filter((read) => read.by === what));
    const tables = { query: query.tables, related: by('relationships'), reconciled: by('reconcile') };
    const inputs = inputsOf(file, tables, this.upstream);
    const definition = { file, texts, checks, tables: [...query.tables, ...tables.reconciled], inputs };
    return {
      name: file.name,
      layer,
      file: file.file,
      description,
      owner,
      tags: [...file.tags],
      pipeline,
      as,
      columns,
      ...(partitionBy && { partitionBy }),
      clusterBy: [...file.clusterBy],
      ...(start && { start }),
      graceHours,
      ...(file.chunkDays && { chunkDays: file.chunkDays }),
      maxRejected,
      inputs,
      lineage: Object.fromEntries(columns.map(({ name }) => [name, [...(query.lineage[name] ?? [])]])),
      checks: checks.map(({ check }): Check => check),
      ...(kpi && { kpi }),
      fingerprint: definitionPrint(definition, this.upstream, this.steps.functions),
    };
  }
}
