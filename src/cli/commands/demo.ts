import { splitStatements } from '../../compile/sql-text';
import { countText } from '../../core/counted';
import { runId } from '../../engine/run';
import { sweep } from '../../ingest/sweep';
import { simulate, startApi, writeFiles } from '../../simulator';
import { collectFrom } from '../collecting';
import { headlineKpi, lastWeekSql, layersSql, stoppedText } from '../demo-report';
import { EXIT } from '../exit';
import { openToWork } from '../open-to-work';
import { print, render } from '../print';
import { terminalProgress } from '../progress';
import { answerAll } from '../sql-reader';
import { ingestSummary, runSummary } from '../summary';
import { type LocalContext, landingPath } from '../wire';
import { runWhatIsDue } from './run';

/** The main job from end to end: simulate, collect, ingest, run, and show what came of it. */
export async function demo({ project }: { readonly project?: string }): Promise<void> {
  const started = Date.now();
  const progress = terminalProgress();
  const context = await openToWork(project, progress);
  try {
    print(`${context.manifest.project.description}\n`);
    await deliver(context);
    const landed = await sweep(context, runId(context));
    const result = await runWhatIsDue(context, { force: false });
    progress.done();
    context.ending.throwIfAborted();
    print(`Brought in\n${ingestSummary(landed)}\n`);
    if (result.tasks.length === 0) print('Nothing is due: everything is up to date with what has arrived.\n');
    else {
      print(`Lifted, gate by gate\n${runSummary(result)}\n`);
      print(`Three rows that were stopped\n${stoppedText(result).join('\n')}\n`);
    }
    await showLayers(context);
    await showKpis(context);
    print(farewell(Date.now() - started));
    if (result.state !== 'SUCCESS') process.exitCode = EXIT.stopped;
  } finally {
    await context.close();
  }
}

/** What partners and tills would do: files in the landing folder, records behind an API. */
async function deliver(context: LocalContext): Promise<void> {
  context.progress('simulating a month');
  const network = simulate();
  await writeFiles(landingPath(context.root), network);
  const api = await startApi(network);
  try {
    await collectFrom(context, runId(context), [], { ...process.env, RETAIL_API: api.url });
  } finally {
    await api.close();
  }
}

/** All that there is, whichever run made it. */
async function showLayers(context: LocalContext): Promise<void> {
  const [answer] = await answerAll(context, splitStatements(layersSql(context.manifest)));
  if (!answer) return;
  const columns = answer.columns.map((column) => column.name);
  const order = ['bronze', 'silver', 'gold'];
  const rows = [...answer.rows]
    .sort((a, b) => order.indexOf(String(a.layer)) - order.indexOf(String(b.layer)))
    .map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, withThousands(value)])),
    );
  print(`Rows per layer\n${answer.message || render({ columns, rows }, 'table')}\n`);
}

const withThousands = (value: unknown): unknown => (typeof value === 'number' ? countText(value) : value);

async function showKpis(context: LocalContext): Promise<void> {
  const view = headlineKpi(context.manifest);
  if (!view) return;
  const [answer] = await answerAll(context, splitStatements(lastWeekSql(view)));
  if (!answer) return;
  const columns = answer.columns.map((column) => column.name);
  print(`Last seven days of ${view.name}`);
  print(answer.message || render({ columns, rows: answer.rows.map(rounded) }, 'table'));
}

/** Numbers as one reads them; `ecluse sql` shows every digit. */
const rounded = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, shortNumber(value)]));

function shortNumber(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isInteger(value)) return Math.round(value * 1000) / 1000;
  if (typeof value === 'string' && /^-?\d+\.\d{3,}$/.test(value)) return Number(value).toFixed(3);
  return value;
}

function farewell(milliseconds: number): string {
  return `
Done in ${countText(Math.round(milliseconds / 1000))} s. Next:
  npx ecluse status                  the run, task by task
  npx ecluse sql 'SELECT business_date, store_name, traffic, transactions, revenue FROM \`gold.kpi_store_daily\` ORDER BY business_date DESC, store_name LIMIT 8'
  npx ecluse plan                    what is due now; edit a file in sql/gold and look again`;
}
