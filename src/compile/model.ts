import type { Problem } from '../core/errors';
import { fingerprint } from '../core/fingerprint';
import type { Check, Model, ModelInput, Source } from '../core/manifest';
import type { Column } from '../core/types';
import type { Compiled } from '../googlesql';
import { checkColumns, ModelProblems, requireSourceRow } from './model-problems';
import type { ModelFile, Project } from './project/types';
import { audit, evidence, gap, grouped, identities } from './sql/audit';
import type { SqlText } from './sql/bronze';
import { CheckCompiler, type CompiledCheck } from './sql/checks';
import { history } from './sql/history';
import { publish, publishedColumns, quarantineColumns } from './sql/publish';
import {
  ENGINE_COLUMNS,
  historyTable,
  placeCondition,
  quarantineTable,
  type StepInput,
  stage,
  stageTable,
  windowParams,
} from './sql/stage';
import { indent, name } from './sql/text';
import { significantTokens } from './sql-text';
import type { StepCompiler } from './step-compiler';
import { inlineVars } from './vars';

/** What is known of the tables that a model may read. */
export interface Upstream {
  readonly sources: ReadonlyMap<string, Source>;
  readonly models: ReadonlyMap<string, Model>;
  readonly references: ReadonlySet<string>;
}

export interface CompiledModel {
  readonly model: Model;
  /** Tables to exist for it, besides those of others. */
  readonly quarantine?: { readonly name: string; readonly columns: readonly Column[] };
}

/** Analyzes one model and writes its statements. Problems are collected; the result is null when there are any. */
export class ModelCompiler {
  constructor(
    private readonly project: Project,
    private readonly steps: StepCompiler,
    private readonly upstream: Upstream,
  ) {}

  async compile(
    file: ModelFile,
    pipeline: string,
  ): Promise<{ compiled: CompiledModel | null; problems: Problem[] }> {
    const problems = new ModelProblems(file);
    const sql = inlineVars(file.sql, this.project.vars, problems);
    const query = await problems.sql(() => this.steps.compile(sql, windowParams(sql)));
    if (!query || problems.found.length > 0) return { compiled: null, problems: problems.found };
    const source = this.sourceOf(query);
    if (file.layer === 'silver' && source) requireSourceRow(file, query, problems);
    const columns = this.describe(file, query);
    checkColumns(file, columns, problems);
    if (problems.found.length > 0) return { compiled: null, problems: problems.found };
    const view = file.as === 'view' || file.as === 'materialized_view';
    const compiled = view
      ? await this.view(file, pipeline, sql, query, columns)
      : await this.table(file, pipeline, sql, query, columns, source, problems);
    return { compiled: problems.found.length > 0 ? null : compiled, problems: problems.found };
  }

  /** The one bronze view of a `source_row` model. */
  private sourceOf(query: Compiled): Source | undefined {
    const bronze = query.tables.filter((table) => this.upstream.sources.has(table));
    return bronze.length === 1 ? this.upstream.sources.get(bronze[0] ?? '') : undefined;
  }

  private describe(file: ModelFile, query: Compiled): Column[] {
    return query.columns
      .filter((column) => !ENGINE_COLUMNS.some((engine) => engine === column.name))
      .map(({ name, type }) => {
        const origins = (query.lineage[name] ?? []).flatMap((origin) => this.originOf(origin) ?? []);
        const same = origins.length === 1 ? origins[0] : undefined;
        const description = file.columns[name]?.description ?? same?.description;
        const classification = origins.find((origin) => origin.classification)?.classification;
        return { name, type, ...(description && { description }), ...(classification && { classification }) };
      });
  }

  private originOf(path: string): Column | undefined {
    const dot = path.lastIndexOf('.');
    const table = path.slice(0, dot);
    const columns = this.upstream.sources.get(table)?.viewColumns ?? this.upstream.models.get(table)?.columns;
    return columns?.find((column) => column.name === path.slice(dot + 1));
  }

  private async view(
    file: ModelFile,
    pipeline: string,
    sql: string,
    query: Compiled,
    columns: Column[],
  ): Promise<CompiledModel> {
    const text: SqlText = { sql: `CREATE OR REPLACE VIEW ${name(file.name)} AS\n${sql}`, params: {} };
    const createView = await this.steps.statement(text);
    const inputs = this.inputsOf(file, query.tables, []);
    const checks = this.checks(file, columns, 'other').map(({ check }) => check);
    const print = this.print(significantTokens(sql), inputs);
    this.steps.schemas.add(file.name, columns);
    return {
      model: {
        ...this.common(file, pipeline, columns, query, inputs, checks),
        grain: 'other',
        createView,
        fingerprint: print,
      },
    };
  }

  private async table(
    file: ModelFile,
    pipeline: string,
    sql: string,
    query: Compiled,
    columns: Column[],
    source: Source | undefined,
    problems: ModelProblems,
  ): Promise<CompiledModel | null> {
    const grain = source && file.layer === 'silver' ? 'source_row' : 'other';
    const checks = this.checks(file, columns, grain);
    const input: StepInput = {
      model: file.name,
      as: file.as as StepInput['as'],
      sql,
      columns,
      grain,
      ...(source && grain === 'source_row' && { source: source.name }),
      ...(file.partitionBy && { partitionBy: file.partitionBy }),
      ...(file.uniqueKey && { uniqueKey: file.uniqueKey }),
      ...(file.tracked && { tracked: file.tracked }),
      checks,
      timeZone: this.project.timeZone,
      fingerprint: '',
    };
    const published = publishedColumns(input);
    const quarantine = { name: quarantineTable(file.name), columns: quarantineColumns(input) };
    this.registerScratch(input, published, quarantine);
    if (!(await this.checksHold(file, checks, problems))) return null;
    const related = checks.flatMap(({ relatesTo }) => relatesTo ?? []);
    const inputs = this.inputsOf(file, query.tables, related);
    const stageText = stage(input);
    const print = this.print(
      [
        ...significantTokens(stageText.sql),
        ...(input.as === 'scd2' ? significantTokens(history(input).sql) : []),
      ],
      inputs,
    );
    const model: Model = {
      ...this.common(
        file,
        pipeline,
        published,
        query,
        inputs,
        checks.map(({ check }) => check),
      ),
      grain,
      ...(file.uniqueKey && {
        uniqueKey: {
          ...file.uniqueKey,
          columns: [...file.uniqueKey.columns],
          orderBy: [...file.uniqueKey.orderBy],
        },
      }),
      ...(file.tracked && { tracked: [...file.tracked] }),
      reconcile: await this.reconcile(file, input, problems),
      steps: await this.stepsOf(input),
      fingerprint: print,
    };
    return { model, quarantine };
  }

  private registerScratch(
    input: StepInput,
    published: readonly Column[],
    quarantine: { name: string; columns: readonly Column[] },
  ): void {
    const source =
      input.grain === 'source_row' ? quarantine.columns.filter((column) => column.name === '_source') : [];
    const engine = [
      ...(source.length > 0 ? [{ name: '_violations', type: 'ARRAY<STRING>' }] : []),
      { name: '_day', type: 'DATE' },
      { name: '_checks', type: 'INT64' },
      { name: '_status', type: 'STRING' },
    ];
    this.steps.schemas.add(stageTable(input.model), [...input.columns, ...source, ...engine]);
    this.steps.schemas.add(historyTable(input.model), published);
    this.steps.schemas.add(input.model, published);
    this.steps.schemas.add(quarantine.name, quarantine.columns);
  }

  private checks(
    file: ModelFile,
    columns: readonly Column[],
    grain: 'source_row' | 'other',
  ): CompiledCheck[] {
    const scd2 = (table: string): boolean => this.upstream.models.get(table)?.as === 'scd2';
    const compiler = new CheckCompiler(columns, this.project.timeZone, scd2);
    const own = file.checks.flatMap((check) => compiler.compile(check));
    if (file.as !== 'incremental' || !file.partitionBy) return own;
    return [
      ...own,
      compiler.place(file.partitionBy, placeCondition({ grain, partitionBy: file.partitionBy })),
    ];
  }

  /** Conditions that users wrote are analyzed one by one, so that an error names the check's line. */
  private async checksHold(
    file: ModelFile,
    checks: readonly CompiledCheck[],
    problems: ModelProblems,
  ): Promise<boolean> {
    for (const { fails, line } of checks) {
      if (!fails || line === undefined) continue;
      const sql = `SELECT ${fails} AS fails FROM ${name(stageTable(file.name))} AS placed`;
      await problems.sql(() => this.steps.compile(sql, windowParams(sql)), { line });
    }
    return problems.found.length === 0;
  }

  private async stepsOf(input: StepInput): Promise<NonNullable<Model['steps']>> {
    const stageTexts = input.as === 'scd2' ? [stage(input), history(input)] : [stage(input)];
    const [stageStatements, auditStatement, publishStatements, ...rest] = await Promise.all([
      this.steps.statements(stageTexts),
      this.steps.statement(audit(input)),
      this.steps.statements(publish(input)),
      ...[grouped(input), identities(input), gap(input), evidence(input)].map((text) =>
        this.steps.optional(text),
      ),
    ]);
    const names = ['grouped', 'identities', 'gap', 'evidence'] as const;
    const optional = Object.fromEntries(
      names.flatMap((key, index) => (rest[index] ? [[key, rest[index]]] : [])),
    );
    return { stage: stageStatements, audit: auditStatement, publish: publishStatements, ...optional };
  }

  private async reconcile(
    file: ModelFile,
    input: StepInput,
    problems: ModelProblems,
  ): Promise<Model['reconcile']> {
    const result: Model['reconcile'] = [];
    for (const { name: label, expected, actual, tolerance } of file.reconcile) {
      const sql = `SELECT (\n${indent(expected)}\n) AS expected, (SELECT ${actual} FROM ${name(stageTable(input.model))} WHERE _status = 'passed') AS actual`;
      const text = { sql, params: windowParams(sql) };
      const statement = await problems.sql(() => this.steps.statement(text), { line: 1 });
      if (statement) result.push({ name: label, tolerance, statement });
    }
    return result;
  }

  /** Views are looked through: what counts for versions are the tables behind them. */
  private inputsOf(file: ModelFile, tables: readonly string[], related: readonly string[]): ModelInput[] {
    const inputs = new Map<string, ModelInput>();
    const add = (input: ModelInput): void => {
      const known = inputs.get(input.table);
      inputs.set(input.table, known ? widest(known, input) : input);
    };
    for (const table of tables) {
      const behind = this.upstream.models.get(table);
      if (behind?.createView) for (const input of behind.inputs) add(input);
      else add(this.input(file, table, file.as === 'table'));
    }
    for (const table of related) add(this.input(file, table, this.upstream.models.get(table)?.as !== 'scd2'));
    return [...inputs.values()].sort((a, b) => (a.table < b.table ? -1 : 1));
  }

  private input(file: ModelFile, table: string, whole: boolean): ModelInput {
    const bronze = this.upstream.sources.has(table);
    const as = this.upstream.models.get(table)?.as;
    const dated = bronze || as === 'incremental' ? 'partition' : as === 'scd2' ? 'history' : 'whole';
    return {
      table,
      versioning: whole ? 'whole' : dated,
      lookbackDays: file.lookbackDays[table] ?? 0,
      withinDays: bronze ? (file.uniqueKey?.withinDays ?? 0) : 0,
    };
  }

  /** The definition: what the statements say, and the definitions of bronze views that they read through. */
  private print(tokens: readonly string[], inputs: readonly ModelInput[]): string {
    const contracts = inputs.flatMap((input) => this.upstream.sources.get(input.table)?.fingerprint ?? []);
    return fingerprint([...tokens, ...contracts, ...this.project.functions.map((entry) => entry.sql)]);
  }

  private common(
    file: ModelFile,
    pipeline: string,
    columns: Column[],
    query: Compiled,
    inputs: ModelInput[],
    checks: Check[],
  ): Omit<Model, 'grain' | 'fingerprint'> {
    const start = file.start ?? this.project.start;
    const lineage = Object.fromEntries(
      columns.map((column) => [column.name, [...(query.lineage[column.name] ?? [])]]),
    );
    return {
      name: file.name,
      layer: file.layer,
      file: file.file,
      description: file.description,
      owner: file.owner,
      tags: [...file.tags],
      pipeline,
      as: file.as,
      columns,
      ...(file.partitionBy && { partitionBy: file.partitionBy }),
      clusterBy: [...file.clusterBy],
      ...(start && { start }),
      graceHours: file.graceHours,
      maxRejected: file.maxRejected,
      inputs,
      lineage,
      checks,
      reconcile: [],
      ...(file.kpi && { kpi: file.kpi }),
    };
  }
}

function widest(a: ModelInput, b: ModelInput): ModelInput {
  return {
    table: a.table,
    versioning: a.versioning === 'whole' || b.versioning === 'whole' ? 'whole' : a.versioning,
    lookbackDays: Math.max(a.lookbackDays, b.lookbackDays),
    withinDays: Math.max(a.withinDays, b.withinDays),
  };
}
