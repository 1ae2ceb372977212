import { BigqueryTable } from '@cdktf/provider-google/lib/bigquery-table';
import type { ITerraformDependable } from 'cdktf';
import type { EnvironmentStack } from '../environment-stack';
import { bucketName } from '../names';

const field = (name: string, type: string, description: string): object => ({
  name,
  type,
  mode: 'NULLABLE',
  description,
});

/** One line an event, as the journal writes it. */
const SCHEMA = [
  field('run', 'STRING', 'Id of the run.'),
  field('task', 'STRING', 'Id of the task; NULL: the event is of the run itself.'),
  field('state', 'STRING', 'PENDING, RUNNING, RETRY, SUCCESS, FAILED, SKIPPED or CANCELLED.'),
  field('attempt', 'INTEGER', 'From 1.'),
  field('at', 'TIMESTAMP', 'When it happened.'),
  field('message', 'STRING', 'What was said, for instance why it failed.'),
  field('counts', 'JSON', 'Rows by what became of them.'),
];

/** `ops.events`: what happened in runs, read from the journal itself, so that it is there while a run works. */
export const exposeEvents = (
  stack: EnvironmentStack,
  after: readonly ITerraformDependable[],
): BigqueryTable =>
  new BigqueryTable(stack, 'table-ops-events', {
    project: stack.environment.project,
    datasetId: 'ops',
    tableId: 'events',
    description: 'What happened in runs and tasks, from the journal.',
    labels: { layer: 'ops' },
    deletionProtection: false,
    externalDataConfiguration: {
      autodetect: false,
      sourceFormat: 'NEWLINE_DELIMITED_JSON',
      sourceUris: [`gs://${bucketName(stack.environment, 'journal')}/events/*`],
      schema: JSON.stringify(SCHEMA),
      ignoreUnknownValues: true,
    },
    dependsOn: [...after],
  });
