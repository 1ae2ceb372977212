import { subscriptionName } from '../names';
import { metricType } from './metrics';

interface Chart {
  readonly title: string;
  readonly metric: string;
  readonly resource: string;
  readonly align: string;
  readonly reduce?: string;
  readonly by?: readonly string[];
  readonly only?: string;
}

const LOGS = 'cloud_run_revision';

const CHARTS: readonly Chart[] = [
  {
    title: 'Runs by state',
    metric: metricType('runs'),
    resource: LOGS,
    align: 'ALIGN_DELTA',
    by: ['metric.label.state'],
  },
  {
    title: 'Seconds of a run (95th percentile)',
    metric: metricType('run_seconds'),
    resource: LOGS,
    align: 'ALIGN_PERCENTILE_95',
    reduce: 'REDUCE_MAX',
    by: ['metric.label.pipeline'],
  },
  {
    title: 'Rows by outcome (mean of a task)',
    metric: metricType('rows'),
    resource: LOGS,
    align: 'ALIGN_PERCENTILE_50',
    by: ['metric.label.outcome'],
  },
  {
    title: 'Alerts by kind',
    metric: metricType('alerts'),
    resource: LOGS,
    align: 'ALIGN_DELTA',
    by: ['metric.label.kind'],
  },
  {
    title: 'Failed requests by function',
    metric: 'run.googleapis.com/request_count',
    resource: LOGS,
    align: 'ALIGN_DELTA',
    by: ['resource.label.service_name'],
    only: 'metric.label.response_code_class="5xx"',
  },
  {
    title: 'Object events waiting',
    metric: 'pubsub.googleapis.com/subscription/num_undelivered_messages',
    resource: 'pubsub_subscription',
    align: 'ALIGN_MAX',
    by: ['resource.label.subscription_id'],
    only: `resource.label.subscription_id=starts_with("${subscriptionName('')}")`,
  },
  {
    title: 'Executions of the workflow',
    metric: 'workflows.googleapis.com/finished_execution_count',
    resource: 'workflows.googleapis.com/Workflow',
    align: 'ALIGN_DELTA',
    by: ['metric.label.status'],
  },
  {
    title: 'BigQuery bytes billed',
    metric: 'bigquery.googleapis.com/query/scanned_bytes_billed',
    resource: 'global',
    align: 'ALIGN_SUM',
  },
];

const COLUMNS = 12;
const WIDTH = 6;
const HEIGHT = 4;

/** The dashboard of an environment: runs, rows, alerts, functions, events and cost, two charts in a row. */
export const dashboardOf = (displayName: string): object => ({
  displayName,
  mosaicLayout: {
    columns: COLUMNS,
    tiles: CHARTS.map((chart, index) => ({
      xPos: (index * WIDTH) % COLUMNS,
      yPos: Math.floor((index * WIDTH) / COLUMNS) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      widget: { title: chart.title, xyChart: { dataSets: [dataSet(chart)] } },
    })),
  },
});

function dataSet({ metric, resource, only, align, reduce = 'REDUCE_SUM', by = [] }: Chart): object {
  const filter = [`metric.type="${metric}"`, `resource.type="${resource}"`, ...(only ? [only] : [])].join(
    ' AND ',
  );
  const aggregation = {
    alignmentPeriod: '3600s',
    perSeriesAligner: align,
    crossSeriesReducer: reduce,
    groupByFields: [...by],
  };
  return {
    plotType: 'LINE',
    targetAxis: 'Y1',
    timeSeriesQuery: { timeSeriesFilter: { filter, aggregation } },
  };
}
