import { type AlertLine, QUOTED } from '../../src/core/alerts/line';
import { logAlert, metricAlert } from '../constructs/alert';
import type { EnvironmentStack } from '../environment-stack';
import { subscriptionName, WORKFLOW } from '../names';
import { LOGGED_BY } from './metrics';

interface EngineAlert {
  readonly kinds: readonly AlertLine['kind'][];
  readonly name: string;
  readonly meaning: string;
}

/** Alerts that the engine raises: it compares with earlier runs, knows who owns a model and how to replay it. */
const engineAlerts = ({ manifest: { alerts } }: EnvironmentStack): Readonly<Record<string, EngineAlert>> => ({
  duration: {
    kinds: ['duration'],
    name: 'A run took too long',
    meaning: `The run took more than ${alerts.durationRatio} times the mean of comparable runs.`,
  },
  records: {
    kinds: ['records'],
    name: 'Too few records came in',
    meaning: `A day has less than ${percent(alerts.recordsRatio)} of the mean of the same weekday.`,
  },
  rejected: {
    kinds: ['rejected'],
    name: 'Too many records were rejected',
    meaning: `More than ${percent(alerts.rejectedShare)} of the records of a task did not pass their checks.`,
  },
  sla: {
    kinds: ['late', 'at_risk'],
    name: 'A pipeline is not finished in time',
    meaning: 'The hour by which the day before has to be finished has passed, or is predicted to pass.',
  },
  failed: {
    kinds: ['failed'],
    name: 'A run failed',
    meaning:
      'A gate held or a task broke. Readers keep what was published before; nothing wrong was published.',
  },
});

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** `${log.extracted_label.…}` is filled in by Cloud Monitoring. */
const label = (name: (typeof QUOTED)[number]): string => `$\{log.extracted_label.${name}}`;

export function makeEngineAlerts(stack: EnvironmentStack, channels: readonly string[]): void {
  for (const [id, { kinds, name, meaning }] of Object.entries(engineAlerts(stack)))
    logAlert(stack, `alert-${id}`, {
      project: stack.environment.project,
      name: `${name} (${stack.environment.name})`,
      severity: id === 'failed' || id === 'sla' ? 'CRITICAL' : 'WARNING',
      filter: `${LOGGED_BY} jsonPayload.event="alert" jsonPayload.kind=(${kinds.map((kind) => `"${kind}"`).join(' OR ')})`,
      labels: extracted(QUOTED),
      documentation: [
        meaning,
        `Pipeline ${label('pipeline')}, task ${label('task')}, owner ${label('owner')}: ${label('observed')}.`,
        `Look: \`ops.events\` and \`ops.checks\` in BigQuery. Replay: \`${label('replay')}\``,
      ].join('\n\n'),
      channels,
    });
}

const extracted = (fields: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.map((field) => [field, `EXTRACT(jsonPayload.${field})`]));

const TIB = 1024 ** 4;
const DAY_SECONDS = 86_400;

/** Alerts over Google's own metrics: what the engine cannot tell, because it is what broke. */
export function makePlatformAlerts(stack: EnvironmentStack, channels: readonly string[]): void {
  const { project, name: environment, alerts } = stack.environment;
  const common = { project, channels };
  metricAlert(stack, 'alert-function-errors', {
    ...common,
    name: `A function fails (${environment})`,
    severity: 'ERROR',
    filter:
      'metric.type="run.googleapis.com/request_count" AND resource.type="cloud_run_revision" AND resource.label.service_name=starts_with("ecluse-") AND metric.label.response_code_class="5xx" AND metric.label.response_code!="503"',
    above: 5,
    windowSeconds: 900,
    align: 'ALIGN_DELTA',
    documentation:
      'More than five requests to the functions failed in 15 minutes; 503, by which a function asks to be asked again, does not count. Every function bears to be asked again, and is; data is late, not wrong.\n\nLook: the log of the service, severity ERROR. If one release brought it, point the pipeline stack at the release before.',
  });
  metricAlert(stack, 'alert-dead-letters', {
    ...common,
    name: `An object event could not be delivered (${environment})`,
    severity: 'ERROR',
    filter: `metric.type="pubsub.googleapis.com/subscription/num_undelivered_messages" AND resource.type="pubsub_subscription" AND resource.label.subscription_id="${subscriptionName('dead-letters')}"`,
    above: 0,
    windowSeconds: 300,
    align: 'ALIGN_MAX',
    documentation:
      'Five attempts to bring an object in failed. The object is in the landing bucket and the sweep will try it again.\n\nLook: the message names bucket, object and generation; the log of ecluse-ingest says why. Acknowledge the message when the object is in the ledger.',
  });
  metricAlert(stack, 'alert-workflow', {
    ...common,
    name: `An execution of the workflow failed (${environment})`,
    severity: 'CRITICAL',
    filter: `metric.type="workflows.googleapis.com/finished_execution_count" AND resource.type="workflows.googleapis.com/Workflow" AND resource.label.workflow_id="${WORKFLOW}" AND metric.label.status="FAILED"`,
    above: 0,
    windowSeconds: 300,
    align: 'ALIGN_DELTA',
    documentation:
      'A run did not end in success. If a gate held, another alert names the task and its owner.\n\nLook: `ecluse status`, then the execution in the console. Rerun: `ecluse rerun <run> --failed-only`.',
  });
  metricAlert(stack, 'alert-cost', {
    ...common,
    name: `Queries cost more than planned (${environment})`,
    severity: 'WARNING',
    filter: 'metric.type="bigquery.googleapis.com/query/scanned_bytes_billed" AND resource.type="global"',
    above: Math.round(alerts.billed_tib_per_day * TIB),
    windowSeconds: DAY_SECONDS,
    align: 'ALIGN_SUM',
    documentation: `Queries of a day were billed for more than ${alerts.billed_tib_per_day} TiB.\n\nLook: INFORMATION_SCHEMA.JOBS by user and total_bytes_billed; a backfill announces its bytes in its plan.`,
  });
}
