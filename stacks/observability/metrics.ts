import { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric';
import type { EnvironmentStack } from '../environment-stack';

/** Lines that the functions log as `jsonPayload` with an `event`. */
export const LOGGED_BY = 'resource.type="cloud_run_revision" resource.labels.service_name=~"^ecluse-"';

interface LogMetric {
  readonly name: string;
  readonly description: string;
  readonly event: string;
  /** Label to field of `jsonPayload`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Field whose distribution is kept; absent: lines are counted. */
  readonly value?: string;
  readonly unit?: string;
}

const METRICS: readonly LogMetric[] = [
  {
    name: 'runs',
    description: 'Runs that ended, by pipeline and state.',
    event: 'run_finished',
    labels: { pipeline: 'pipeline', state: 'state' },
  },
  {
    name: 'run_seconds',
    description: 'How long runs took.',
    event: 'run_finished',
    labels: { pipeline: 'pipeline' },
    value: 'seconds',
    unit: 's',
  },
  {
    name: 'rows',
    description: 'Rows of each task, by what became of them.',
    event: 'task_accounted',
    labels: { table: 'table_name', outcome: 'outcome' },
    value: 'rows',
    unit: '1',
  },
  {
    name: 'alerts',
    description: 'Alerts that the engine raised, by kind.',
    event: 'alert',
    labels: { kind: 'kind', pipeline: 'pipeline' },
  },
];

export const metricType = (name: string): string => `logging.googleapis.com/user/ecluse/${name}`;

/** What dashboards draw: metrics made from the log lines of the engine. */
export function makeMetrics(stack: EnvironmentStack): void {
  for (const metric of METRICS) {
    const { name, description, event, labels, value, unit } = metric;
    new LoggingMetric(stack, `metric-${name}`, {
      project: stack.environment.project,
      name: `ecluse/${name}`,
      description,
      filter: `${LOGGED_BY} jsonPayload.event="${event}"`,
      labelExtractors: Object.fromEntries(
        Object.entries(labels).map(([label, field]) => [label, `EXTRACT(jsonPayload.${field})`]),
      ),
      metricDescriptor: {
        metricKind: 'DELTA',
        valueType: value ? 'DISTRIBUTION' : 'INT64',
        unit: unit ?? '1',
        labels: Object.keys(labels).map((key) => ({ key, valueType: 'STRING' })),
      },
      ...(value && {
        valueExtractor: `EXTRACT(jsonPayload.${value})`,
        bucketOptions: { exponentialBuckets: { numFiniteBuckets: 64, growthFactor: 1.5, scale: 1 } },
      }),
    });
  }
}
