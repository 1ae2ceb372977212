import { z } from 'zod';
import type { Problem } from '../../core/errors';
import type { Places } from '../problems';
import type { PipelineFile, Project } from './types';
import { cron, identifier, isoDate, timeOfDay, timeZone } from './values';
import { YamlSource } from './yaml-source';

const trigger = z.union([
  z.strictObject({ cron, zone: timeZone.optional() }),
  z.strictObject({ on_file: identifier }),
  z.strictObject({ after: identifier }),
]);

/** What one plan may read; more is refused before anything is begun. */
const maxBytes = z.number().positive().optional();

const pipeline = z.strictObject({
  description: z.string().optional(),
  select: z.array(z.string()).min(1),
  triggers: z.array(trigger).default([]),
  sla: z.strictObject({ finish_by: timeOfDay }).optional(),
  max_bytes: maxBytes,
});

const alerts = z.strictObject({
  duration_ratio: z.number().positive().default(2),
  records_ratio: z.number().positive().default(0.8),
  rejected_share: z.number().min(0).max(1).default(0.01),
});

export const ecluseYaml = z.strictObject({
  name: identifier,
  description: z.string().default(''),
  time_zone: timeZone,
  start: isoDate.optional(),
  retain_days: z.number().int().min(0).max(365).default(7),
  max_bytes: maxBytes,
  pipelines: z.record(identifier, pipeline).default({}),
  alerts: alerts.prefault({}),
  vars: z.record(identifier, z.union([z.string(), z.number(), z.boolean()])).default({}),
});

export type ProjectSettings = Pick<
  Project,
  'name' | 'description' | 'timeZone' | 'start' | 'retainDays' | 'maxBytes' | 'pipelines' | 'alerts' | 'vars'
> & { readonly places: Places };

export function readEcluseYaml(
  file: string,
  text: string,
): { settings?: ProjectSettings; problems: Problem[] } {
  const source = new YamlSource(file, text);
  const { data, problems } = source.parse(ecluseYaml);
  if (!data) return { problems };
  const { duration_ratio, records_ratio, rejected_share } = data.alerts;
  const settings: ProjectSettings = {
    name: data.name,
    description: data.description,
    timeZone: data.time_zone,
    ...(data.start && { start: data.start }),
    retainDays: data.retain_days,
    ...(data.max_bytes !== undefined && { maxBytes: data.max_bytes }),
    pipelines: Object.entries(data.pipelines).map(([name, entry]) =>
      pipelineFile(name, entry, data.time_zone),
    ),
    alerts: { durationRatio: duration_ratio, recordsRatio: records_ratio, rejectedShare: rejected_share },
    vars: data.vars,
    places: source,
  };
  return { settings, problems };
}

function pipelineFile(name: string, entry: z.infer<typeof pipeline>, zone: string): PipelineFile {
  return {
    name,
    ...(entry.description && { description: entry.description }),
    select: entry.select,
    triggers: entry.triggers.map((item) => {
      if ('cron' in item) return { kind: 'cron', cron: item.cron, zone: item.zone ?? zone };
      if ('on_file' in item) return { kind: 'on_file', source: item.on_file };
      return { kind: 'after', pipeline: item.after };
    }),
    ...(entry.sla && { sla: { finishBy: entry.sla.finish_by } }),
    ...(entry.max_bytes !== undefined && { maxBytes: entry.max_bytes }),
  };
}
