/** The datasets of an environment, and what they hold. */
export const DATASETS = {
  bronze: 'What arrived: every row as it came, and a typed view of each source.',
  silver: 'Typed, deduplicated, checked.',
  gold: 'What people read: business tables and KPI views.',
  quarantine: 'Rows that a check stopped, with the reasons.',
  retained: 'What was published before, kept for rollbacks.',
  ref: 'Small reference tables of the project.',
  fn: 'SQL functions that models share.',
  scratch: 'Staged rows of running tasks; nothing here outlives a run by long.',
  ops: 'Ledger, versions, accounts and checks: what the engine knows.',
} as const;
export type DatasetName = keyof typeof DATASETS;
