import type { Grant } from './types';

const JOBS = 'roles/bigquery.jobUser';
const READ_TABLES = 'roles/bigquery.dataViewer';
const WRITE_TABLES = 'roles/bigquery.dataEditor';
const READ = 'roles/storage.objectViewer';
const CREATE = 'roles/storage.objectCreator';
const READ_WRITE = 'roles/storage.objectUser';

/** What the account of each function may do. */
export const FUNCTION_GRANTS: readonly Grant[] = [
  { who: 'account:collect', role: READ_WRITE, on: 'bucket:landing', why: 'lands the pages that it pulls' },
  { who: 'account:collect', role: CREATE, on: 'bucket:malformed', why: 'keeps pages it cannot read' },
  { who: 'account:collect', role: READ_WRITE, on: 'bucket:journal', why: 'keeps its cursors' },
  { who: 'account:collect', role: READ, on: 'bucket:manifests', why: 'reads the contracts' },

  { who: 'account:ingest', role: READ, on: 'bucket:landing', why: 'copies the announced generation' },
  { who: 'account:ingest', role: CREATE, on: 'bucket:archive', why: 'makes the copy' },
  { who: 'account:ingest', role: READ, on: 'bucket:archive', why: 'reads only the copy' },
  {
    who: 'account:ingest',
    role: READ_WRITE,
    on: 'bucket:clean',
    why: 'writes what is loaded, then deletes it',
  },
  { who: 'account:ingest', role: READ_WRITE, on: 'bucket:malformed', why: 'keeps the lines it cannot read' },
  { who: 'account:ingest', role: READ_WRITE, on: 'bucket:journal', why: 'takes a lease, writes events' },
  { who: 'account:ingest', role: READ, on: 'bucket:manifests', why: 'reads the contracts' },
  { who: 'account:ingest', role: JOBS, on: 'project', why: 'starts the load and the transaction' },
  { who: 'account:ingest', role: WRITE_TABLES, on: 'dataset:bronze', why: 'inserts the rows' },
  { who: 'account:ingest', role: WRITE_TABLES, on: 'dataset:scratch', why: 'loads the clean file' },
  { who: 'account:ingest', role: WRITE_TABLES, on: 'dataset:ops', why: 'writes the ledger' },
  {
    who: 'account:ingest',
    role: 'roles/workflows.invoker',
    on: 'project',
    why: 'starts pipelines on a file',
  },

  {
    who: 'account:plan-run',
    role: READ_WRITE,
    on: 'bucket:journal',
    why: 'writes the plan and takes the lease',
  },
  {
    who: 'account:plan-run',
    role: READ,
    on: 'bucket:manifests',
    why: 'pins the active manifest, reads reference tables that changed',
  },
  { who: 'account:plan-run', role: READ_WRITE, on: 'bucket:clean', why: 'prepares reference tables' },
  { who: 'account:plan-run', role: READ_WRITE, on: 'bucket:malformed', why: 'keeps lines it cannot read' },
  {
    who: 'account:plan-run',
    role: 'roles/workflows.viewer',
    on: 'project',
    why: 'sees whether who holds a lease still works',
  },
  {
    who: 'account:plan-run',
    role: 'roles/workflows.invoker',
    on: 'project',
    why: 'has files planned that came in meanwhile',
  },
  { who: 'account:plan-run', role: JOBS, on: 'project', why: 'asks for versions and estimates' },
  {
    who: 'account:plan-run',
    role: WRITE_TABLES,
    on: 'dataset:ref',
    why: 'loads reference tables that changed',
  },
  { who: 'account:plan-run', role: WRITE_TABLES, on: 'dataset:scratch', why: 'loads them there first' },
  {
    who: 'account:plan-run',
    role: WRITE_TABLES,
    on: 'dataset:ops',
    why: 'records their versions, and withdrawals',
  },
  { who: 'account:plan-run', role: READ_TABLES, on: 'dataset:bronze', why: 'estimates what a run reads' },
  { who: 'account:plan-run', role: READ_TABLES, on: 'dataset:silver', why: 'estimates what a run reads' },
  { who: 'account:plan-run', role: READ_TABLES, on: 'dataset:gold', why: 'estimates what a run reads' },

  {
    who: 'account:execute-task',
    role: READ_WRITE,
    on: 'bucket:journal',
    why: 'writes events, keeps its lease',
  },
  { who: 'account:execute-task', role: READ, on: 'bucket:manifests', why: 'reads the pinned manifest' },
  { who: 'account:execute-task', role: JOBS, on: 'project', why: 'stages, audits, publishes' },
  { who: 'account:execute-task', role: READ_TABLES, on: 'dataset:bronze', why: 'reads what came in' },
  { who: 'account:execute-task', role: READ_TABLES, on: 'dataset:ref', why: 'reads reference tables' },
  { who: 'account:execute-task', role: WRITE_TABLES, on: 'dataset:silver', why: 'publishes silver models' },
  { who: 'account:execute-task', role: WRITE_TABLES, on: 'dataset:gold', why: 'publishes gold models' },
  {
    who: 'account:execute-task',
    role: WRITE_TABLES,
    on: 'dataset:quarantine',
    why: 'sets rejected rows aside',
  },
  { who: 'account:execute-task', role: WRITE_TABLES, on: 'dataset:retained', why: 'keeps what it replaces' },
  { who: 'account:execute-task', role: WRITE_TABLES, on: 'dataset:scratch', why: 'stages there' },
  { who: 'account:execute-task', role: WRITE_TABLES, on: 'dataset:ops', why: 'writes account and versions' },
  {
    who: 'account:execute-task',
    role: 'roles/datalineage.producer',
    on: 'project',
    why: 'tells what is made of what',
  },

  { who: 'account:finish-run', role: READ_WRITE, on: 'bucket:journal', why: 'closes the run' },
  { who: 'account:finish-run', role: READ, on: 'bucket:manifests', why: 'reads thresholds and owners' },
  { who: 'account:finish-run', role: JOBS, on: 'project', why: 'compares with earlier runs' },
  {
    who: 'account:finish-run',
    role: 'own:jobCanceller',
    on: 'project',
    why: 'ends what a cancelled run has left',
  },
  {
    who: 'account:finish-run',
    role: WRITE_TABLES,
    on: 'dataset:ops',
    why: 'compares with earlier runs, records what checks of views saw',
  },
  { who: 'account:finish-run', role: READ_TABLES, on: 'dataset:gold', why: 'runs the checks of views' },
  { who: 'account:finish-run', role: READ_TABLES, on: 'dataset:ref', why: 'checks of views may join them' },
  {
    who: 'account:finish-run',
    role: 'roles/workflows.invoker',
    on: 'project',
    why: 'starts what runs after',
  },

  { who: 'account:sweep', role: READ, on: 'bucket:landing', why: 'lists what lies there' },
  { who: 'account:sweep', role: READ, on: 'bucket:manifests', why: 'reads the contracts' },
  { who: 'account:sweep', role: READ_WRITE, on: 'bucket:journal', why: 'closes runs that died' },
  { who: 'account:sweep', role: JOBS, on: 'project', why: 'asks the ledger' },
  { who: 'account:sweep', role: 'own:jobCanceller', on: 'project', why: 'ends what a dead run has left' },
  { who: 'account:sweep', role: READ_TABLES, on: 'dataset:ops', why: 'asks the ledger' },
  {
    who: 'account:sweep',
    role: 'roles/pubsub.publisher',
    on: 'topic:landing',
    why: 'announces missed files again',
  },
  { who: 'account:sweep', role: 'roles/workflows.viewer', on: 'project', why: 'sees which executions died' },
  {
    who: 'account:sweep',
    role: 'roles/workflows.invoker',
    on: 'project',
    why: 'starts again what files wait for',
  },
];
