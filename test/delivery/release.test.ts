import { activeManifest, type ReadObject } from '../../scripts/delivery/active-manifest';
import { type Change, releaseOf } from '../../scripts/delivery/changes';
import { deployStack } from '../../scripts/delivery/deploy-stack';
import { isAcceptable, type PlannedEnvironment, summaryOf } from '../../scripts/delivery/summary';
import type { PlansStacks } from '../../scripts/delivery/terraform';

const change = (effect: Change['effect'], type: string, isView = false): Change => ({
  address: `${type}.it_0123ABCD`,
  type,
  effect,
  isView,
});
const TABLE = 'google_bigquery_table';
const added = change('create', TABLE);
const gone = { ...change('delete', TABLE), address: `${TABLE}.gone_0123ABCD` };
const replaced = change('replace', TABLE);

describe('a release', () => {
  test('takes nothing away that the manifest before still uses, until it contracts', () => {
    const routine = change('delete', 'google_bigquery_routine');
    const job = change('delete', 'google_cloud_scheduler_job');
    const changes = [added, gone, routine, job];
    expect(releaseOf(changes, false)).toEqual({ now: [added, job], later: [gone, routine], refused: [] });
    expect(releaseOf(changes, true)).toEqual({ now: changes, later: [], refused: [] });
  });

  test('keeps what hides data from people as long as it keeps the data', () => {
    const tag = change('delete', 'google_data_catalog_policy_tag');
    const rows = change('delete', 'google_bigquery_row_access_policy');
    const secret = change('delete', 'google_secret_manager_secret');
    expect(releaseOf([tag, rows, secret], false)).toEqual({
      now: [],
      later: [tag, rows, secret],
      refused: [],
    });
  });

  test('never replaces what holds data, and replaces what holds none', () => {
    const view = change('replace', TABLE, true);
    const wait = change('replace', 'time_sleep');
    const bucket = change('replace', 'google_storage_bucket');
    expect(releaseOf([replaced, view, wait, bucket], true)).toEqual({
      now: [view, wait],
      later: [],
      refused: [replaced, bucket],
    });
  });
});

/** Terraform with a plan; remembers what it was asked. What stays would be taken away along with the rest if `drawn`. */
function terraform(
  changes: readonly Change[],
  drawn: readonly Change[] = [],
): PlansStacks & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    init: (stack) => void asked.push(`init ${stack}`),
    plan: (_stack, options) => {
      asked.push(`plan ${options?.only?.join(' ') ?? 'everything'}`);
      const { only } = options ?? {};
      return only ? [...changes.filter(({ address }) => only.includes(address)), ...drawn] : [...changes];
    },
    applyPlan: () => asked.push('apply') > 0,
  };
}

describe('the deployment of a stack', () => {
  test('applies exactly the plan that it looked at', async () => {
    const tool = terraform([added]);
    expect(await deployStack(tool, 'dev-warehouse', false)).toEqual({ done: 1, later: [] });
    expect(tool.asked).toEqual(['init dev-warehouse', 'plan everything', 'apply']);
  });

  test('plans again without what stays for later', async () => {
    const tool = terraform([added, gone]);
    expect(await deployStack(tool, 'dev-warehouse', false)).toEqual({ done: 1, later: [gone] });
    expect(tool.asked.slice(1)).toEqual(['plan everything', `plan ${added.address}`, 'apply']);
  });

  test('looks at the second plan, too, and stops where it would take away what stays', async () => {
    const tool = terraform([added, gone], [gone]);
    await expect(deployStack(tool, 'dev-warehouse', false)).rejects.toThrow(
      /cannot be brought up to date without/,
    );
    expect(tool.asked).not.toContain('apply');
  });

  test('applies nothing where there is nothing to do now', async () => {
    const tool = terraform([gone]);
    expect(await deployStack(tool, 'dev-warehouse', false)).toEqual({ done: 0, later: [gone] });
    expect(tool.asked).not.toContain('apply');
  });

  test('stops before anything when rows would be lost, and names the table', async () => {
    const tool = terraform([added, replaced]);
    await expect(deployStack(tool, 'prod-warehouse', true)).rejects.toThrow(
      /prod-warehouse: these would be replaced.*\n {2}google_bigquery_table\.it\nNothing was changed/,
    );
    expect(tool.asked).not.toContain('apply');
  });
});

describe('the summary of a pull request', () => {
  const planned = (changes: readonly Change[], problem?: string): PlannedEnvironment => ({
    name: 'dev',
    diff: { markdown: 'Adds `gold.kpi_revenue`.', refused: false },
    stacks: [{ stack: 'dev-warehouse', release: releaseOf(changes, false) }],
    ...(problem && { problem }),
  });

  test('counts, says what the project changes, and lists every change by its stack', () => {
    const text = summaryOf([planned([added, gone])]);
    expect(text).toContain('| dev | 1 | 0 | 0 | 0 | 1 | 0 |');
    expect(text).toContain('Adds `gold.kpi_revenue`.');
    expect(text).toContain('<details><summary>dev-warehouse: 1 changes, 1 later</summary>');
    expect(text).toContain('- `+` `google_bigquery_table.it`\n- `-` `google_bigquery_table.gone` (later)');
  });

  test('says so where nothing changes', () => {
    expect(summaryOf([planned([])])).toContain('No change of the structure.');
  });

  test('names what is refused first, and is not acceptable', () => {
    const environments = [planned([replaced])];
    expect(summaryOf(environments)).toContain('**Refused: what these hold would be lost.**');
    expect(isAcceptable(environments)).toBe(false);
    expect(isAcceptable([planned([added])])).toBe(true);
  });

  test('is not acceptable where the change of the project is refused', () => {
    const diff = { markdown: 'Drops `gold.orders.total`.', refused: true };
    expect(isAcceptable([{ ...planned([added]), diff }])).toBe(false);
  });

  test('is not acceptable where a plan failed, and quotes why without letting it break out of its fence', () => {
    const environments = [planned([], 'Error: ``` no access')];
    expect(isAcceptable(environments)).toBe(false);
    expect(summaryOf(environments)).toContain('````\nError: ``` no access\n````');
  });
});

describe('the active manifest of an environment', () => {
  const bucket = 'acme-dev-ecluse-manifests';
  const reading =
    (objects: Readonly<Record<string, string>>): ReadObject =>
    async (from, name) =>
      from === bucket ? objects[name] : undefined;

  test('is the one that the pointer names', async () => {
    const read = reading({
      'active.json': '{"manifest":"manifests/a.json"}',
      'manifests/a.json': '{"version":1}',
    });
    expect(await activeManifest(read, bucket)).toBe('{"version":1}');
  });

  test('is none before the first deployment', async () => {
    expect(await activeManifest(reading({}), bucket)).toBeUndefined();
  });

  test('is asked for by name when the pointer leads nowhere', async () => {
    const read = reading({ 'active.json': '{"manifest":"manifests/a.json"}' });
    await expect(activeManifest(read, bucket)).rejects.toThrow('names manifests/a.json, which is not there');
  });
});
