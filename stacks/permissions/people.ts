import type { Grant } from './types';

const READ_TABLES = 'roles/bigquery.dataViewer';
const READ = 'roles/storage.objectViewer';

/** People, only ever by group. Classified columns are masked for all of them. */
export const PEOPLE_GRANTS: readonly Grant[] = [
  { who: 'group:analysts', role: READ_TABLES, on: 'dataset:gold', why: 'gold is what they read' },

  {
    who: 'group:engineers',
    role: 'roles/bigquery.jobUser',
    on: 'project',
    why: 'query while they look for causes',
  },
  { who: 'group:engineers', role: READ_TABLES, on: 'dataset:bronze', why: 'see what came in' },
  { who: 'group:engineers', role: READ_TABLES, on: 'dataset:silver', why: 'see what was made of it' },
  { who: 'group:engineers', role: READ_TABLES, on: 'dataset:gold', why: 'see what is published' },
  {
    who: 'group:engineers',
    role: READ_TABLES,
    on: 'dataset:quarantine',
    why: 'see what was stopped, and why',
  },
  { who: 'group:engineers', role: READ_TABLES, on: 'dataset:ref', why: 'see what is joined' },
  { who: 'group:engineers', role: READ_TABLES, on: 'dataset:ops', why: 'see versions, accounts and checks' },
  { who: 'group:engineers', role: READ, on: 'bucket:journal', why: 'read runs' },
  { who: 'group:engineers', role: READ, on: 'bucket:manifests', why: 'compare with the active manifest' },
  { who: 'group:engineers', role: 'roles/logging.viewer', on: 'project', why: 'read logs' },
  {
    who: 'group:engineers',
    role: 'roles/monitoring.viewer',
    on: 'project',
    why: 'read dashboards and alerts',
  },
  { who: 'group:engineers', role: 'roles/workflows.viewer', on: 'project', why: 'follow executions' },
  { who: 'group:engineers', role: 'roles/cloudbuild.builds.viewer', on: 'project', why: 'read builds' },

  { who: 'group:operators', role: 'roles/bigquery.jobUser', on: 'project', why: 'query run records' },
  { who: 'group:operators', role: READ_TABLES, on: 'dataset:ops', why: 'see versions, accounts and checks' },
  { who: 'group:operators', role: 'roles/storage.objectUser', on: 'bucket:journal', why: 'cancel a run' },
  { who: 'group:operators', role: READ, on: 'bucket:manifests', why: 'plan what they rerun' },
  { who: 'group:operators', role: READ, on: 'bucket:malformed', why: 'read lines that could not be read' },
  { who: 'group:operators', role: 'roles/storage.objectCreator', on: 'bucket:landing', why: 'replay a file' },
  {
    who: 'group:operators',
    role: 'roles/workflows.invoker',
    on: 'project',
    why: 'rerun, backfill and withdraw files',
  },
  { who: 'group:operators', role: 'roles/workflows.viewer', on: 'project', why: 'follow executions' },
  { who: 'group:operators', role: 'roles/logging.viewer', on: 'project', why: 'read logs' },
  {
    who: 'group:operators',
    role: 'roles/monitoring.viewer',
    on: 'project',
    why: 'read dashboards and alerts',
  },
  {
    who: 'group:operators',
    role: 'roles/pubsub.subscriber',
    on: 'subscription:dead-letters',
    why: 'take dead letters out when they are dealt with',
  },
  {
    who: 'group:operators',
    role: 'roles/cloudbuild.builds.approver',
    on: 'project',
    why: 'let a deployment begin',
  },
];
