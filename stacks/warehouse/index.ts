import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { type AccessClass, PolicyTags } from '../constructs/policy-tags';
import { EnvironmentStack, type StackInput } from '../environment-stack';
import { slug } from '../names';
import { grantOn } from '../permissions/grant';
import { classifications } from '../permissions/table';
import { makeCatalog } from './catalog';
import { makeDatasets } from './datasets';
import { makeRoutines } from './routines';
import { makeRowAccess } from './row-access';
import { makeTables } from './tables';
import { makeViews } from './views';

/** Datasets, tables, views, functions and who may see which columns and rows: the structure. Rows are the engine's. */
export class WarehouseStack extends EnvironmentStack {
  constructor(scope: Construct, input: StackInput) {
    super(scope, 'warehouse', input);
    const datasets = makeDatasets(this);
    const tables = makeTables(this, datasets, this.policyTags());
    const routines = makeRoutines(this, datasets);
    makeViews(this, datasets, tables, routines);
    makeRowAccess(this, tables);
    if (this.environment.catalog) makeCatalog(this);
    this.linkKpis();
  }

  /** Access class to policy tag; none where no contract classifies a column. */
  private policyTags(): ReadonlyMap<string, string> {
    const classes = classifications(this.manifest).map((name) => accessClass(this, name));
    if (classes.length === 0) return new Map();
    const { project, region, name } = this.environment;
    const { tags, maskings } = new PolicyTags(this, 'classification', {
      project,
      region,
      displayName: `ecluse-${name}`,
      classes,
    });
    grantOn(
      this,
      new Map([
        ['policy_tags', { after: [], ids: [...tags.values()] }],
        ['masking', { after: [], ids: maskings.map((made) => made.dataPolicyId) }],
      ]),
    );
    return tags;
  }

  /** For analysts: a link that opens Data Studio with the KPI view as its data source. */
  private linkKpis(): void {
    for (const model of this.manifest.models.filter((candidate) => candidate.kpi)) {
      const [dataset = '', table = ''] = model.name.split('.');
      new TerraformOutput(this, slug(`data-studio-${model.name}`), {
        description: `Opens ${model.name} in Data Studio.`,
        value: dataStudioLink(this.environment.project, dataset, table),
      });
    }
  }
}

function accessClass({ manifest }: EnvironmentStack, name: string): AccessClass {
  const columns = manifest.tables.flatMap((table) => table.columns);
  const hashable = columns.every((column) => column.classification !== name || column.type === 'STRING');
  return { name, hashable };
}

function dataStudioLink(project: string, dataset: string, table: string): string {
  const source = {
    'ds.ds0.connector': 'bigQuery',
    'ds.ds0.type': 'TABLE',
    'ds.ds0.projectId': project,
    'ds.ds0.datasetId': dataset,
    'ds.ds0.tableId': table,
  };
  return `https://lookerstudio.google.com/reporting/create?c.mode=edit&${new URLSearchParams(source)}`;
}
