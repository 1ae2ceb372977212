import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readable } from '../../scripts/delivery/changes';
import { deployStack } from '../../scripts/delivery/deploy-stack';
import { STACKS } from '../../stacks/stack-names';
import { placeProject, readStacks, synthesize, synthesized } from './synthesized';
import { OfflineTerraform, whyNoTerraform } from './terraform/offline';

/** A minute on two cores for all of them, so that `npm test` proves one; `ECLUSE_TEST_ENVIRONMENTS=all` proves all. */
const ASKED = process.env.ECLUSE_TEST_ENVIRONMENTS ?? 'dev';
const ENVIRONMENTS = ASKED === 'all' ? ['dev', 'staging', 'prod'] : ASKED.split(',');
const missing = whyNoTerraform();
if (missing) console.warn(missing);
const describeOffline = missing ? describe.skip : describe;

const KPI = `/*---
description: Revenue of each day, over all stores.
owner: retail-analytics
materialize: { as: view }
kpi: { time: business_date, dimensions: [], measures: { revenue: { unit: EUR, better: up } } }
---*/
SELECT business_date, SUM(revenue) AS revenue
FROM \`gold.store_daily\`
GROUP BY business_date
`;

jest.setTimeout(300_000);

describeOffline.each(ENVIRONMENTS)('the real Terraform, without a network, in %s', (environment) => {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-terraform-'));
  const { folder: made, stacks } = synthesized();
  const names = STACKS.map((stack) => `${environment}-${stack}`);
  let terraform: OfflineTerraform;

  beforeAll(() => {
    terraform = new OfflineTerraform(folder, stacks);
    for (const name of names) terraform.place(join(made, 'out'), name);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('deploys every stack of an empty project at the first attempt', () => {
    for (const name of names) {
      const expected = Object.values(stacks.get(name)?.resource ?? {}).reduce(
        (sum, byId) => sum + Object.keys(byId).length,
        0,
      );
      expect(terraform.apply(name)).toBe(
        `Apply complete! Resources: ${expected} added, 0 changed, 0 destroyed.`,
      );
    }
  });

  test('has nothing to do the second time', () => {
    for (const name of names) expect([name, terraform.isUpToDate(name)]).toEqual([name, true]);
  });

  test('changes one view and the manifest, and nothing else, for a new KPI file', () => {
    const out = withKpi();
    const after = readStacks(out);
    const changed = names.filter(
      (name) => JSON.stringify(after.get(name)) !== JSON.stringify(stacks.get(name)),
    );
    for (const name of changed) terraform.place(out, name);
    const changes = changed.flatMap((name) => terraform.tool.plan(name));
    expect(changes.map(({ address, effect }) => `${effect} ${readable(address)}`).sort()).toEqual([
      'create google_bigquery_table.view-gold-kpi_revenue_view',
      'update google_storage_bucket_object.active-manifest',
      'update google_storage_bucket_object.manifest',
    ]);
  });

  test('keeps a view that the project no longer has until a release contracts', async () => {
    const warehouse = `${environment}-warehouse`;
    expect(await deployStack(terraform.tool, warehouse, false)).toEqual({ done: 1, later: [] });
    terraform.place(join(made, 'out'), warehouse);
    const [view, ...others] = (await deployStack(terraform.tool, warehouse, false)).later;
    expect([readable(view?.address ?? ''), others]).toEqual([
      'google_bigquery_table.view-gold-kpi_revenue_view',
      [],
    ]);
    expect(await deployStack(terraform.tool, warehouse, true)).toEqual({ done: 1, later: [] });
    expect(terraform.isUpToDate(warehouse)).toBe(true);
  });

  test('does nothing by a plan after which somebody else has changed the state', async () => {
    const warehouse = `${environment}-warehouse`;
    const { tool } = terraform;
    terraform.place(withKpi(), warehouse);
    tool.plan(warehouse);
    terraform.apply(warehouse);
    expect(tool.applyPlan(warehouse)).toBe(false);
    terraform.place(join(made, 'out'), warehouse);
    await deployStack(tool, warehouse, true);
  });

  test(
    environment === 'dev' ? 'takes everything down again' : 'refuses to take the key of the data down',
    () => {
      const down = [...names].reverse();
      if (environment === 'dev')
        for (const name of down) expect(terraform.destroy(name)).toMatch(/^Destroy complete!/);
      else expect(() => terraform.destroy(`${environment}-foundation`)).toThrow('prevent_destroy');
    },
  );
});

const kpiProject = mkdtempSync(join(tmpdir(), 'ecluse-kpi-'));
afterAll(() => rmSync(kpiProject, { recursive: true, force: true }));

/** The project with one more file, synthesized once for all environments. @returns where its stacks are */
function withKpi(): string {
  const out = join(kpiProject, 'out');
  if (existsSync(out)) return out;
  const project = join(kpiProject, 'project');
  placeProject(project);
  rmSync(join(project, '.ecluse'));
  writeFileSync(join(project, 'sql', 'gold', 'kpi_revenue.sql'), KPI);
  synthesize({ out, build: join(kpiProject, 'build') }, { ECLUSE_PROJECT_DIR: project });
  return out;
}
