import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConditions,
} from '@cdktf/provider-google/lib/monitoring-alert-policy';
import type { Construct } from 'constructs';
import { literal } from '../escape';

export interface AlertProps {
  readonly project: string;
  readonly name: string;
  readonly severity: 'CRITICAL' | 'ERROR' | 'WARNING';
  /** Markdown for whoever is woken: what happened, what it means, what to do. */
  readonly documentation: string;
  readonly channels: readonly string[];
}

export interface MetricAlertProps extends AlertProps {
  /** Filter over metric and resource. */
  readonly filter: string;
  /** Sum over a window that must not be exceeded, and the window in seconds. */
  readonly above: number;
  readonly windowSeconds: number;
  /** How points of the window become one: counters are summed as deltas, gauges by their greatest. */
  readonly align: 'ALIGN_DELTA' | 'ALIGN_MAX' | 'ALIGN_SUM';
}

export interface LogAlertProps extends AlertProps {
  /** Filter over log entries; every match is told, at most once in five minutes. */
  readonly filter: string;
  /** Label to `EXTRACT(field)`; the documentation may name them as `${log.extracted_label.NAME}`. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Tells when a metric of Google's exceeds a bound. */
export const metricAlert = (scope: Construct, id: string, props: MetricAlertProps): MonitoringAlertPolicy =>
  policy(scope, id, props, {
    displayName: props.name,
    conditionThreshold: {
      filter: props.filter,
      comparison: 'COMPARISON_GT',
      thresholdValue: props.above,
      duration: '0s',
      aggregations: [
        {
          alignmentPeriod: `${props.windowSeconds}s`,
          perSeriesAligner: props.align,
          crossSeriesReducer: 'REDUCE_SUM',
        },
      ],
    },
  });

/** Tells when a line is logged. It needs no metric, so it can be made before the first line was ever written. */
export const logAlert = (scope: Construct, id: string, props: LogAlertProps): MonitoringAlertPolicy =>
  policy(scope, id, props, {
    displayName: props.name,
    conditionMatchedLog: { filter: props.filter, labelExtractors: { ...props.labels } },
  });

function policy(
  scope: Construct,
  id: string,
  props: AlertProps,
  condition: MonitoringAlertPolicyConditions,
): MonitoringAlertPolicy {
  const { project, name, severity, documentation, channels } = props;
  const isLog = condition.conditionMatchedLog !== undefined;
  return new MonitoringAlertPolicy(scope, id, {
    project,
    displayName: name,
    severity,
    combiner: 'OR',
    conditions: [condition],
    documentation: { mimeType: 'text/markdown', subject: name, content: literal(documentation) },
    notificationChannels: [...channels],
    alertStrategy: { autoClose: '86400s', ...(isLog && { notificationRateLimit: { period: '300s' } }) },
  });
}
