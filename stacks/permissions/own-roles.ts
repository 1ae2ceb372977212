interface RoleDefinition {
  readonly title: string;
  readonly permissions: readonly string[];
}

/** Roles of our own: where what somebody needs comes, of Google's roles, only with far more. */
export const OWN_ROLES = {
  jobCanceller: {
    title: 'Ends jobs of BigQuery that others have started',
    permissions: ['bigquery.jobs.get', 'bigquery.jobs.update'],
  },
  metricReader: {
    title: 'Reads log-based metrics, and no logs',
    permissions: ['logging.logMetrics.get', 'logging.logMetrics.list'],
  },
} as const satisfies Readonly<Record<string, RoleDefinition>>;

/** As the permissions table names them. */
export type OwnRole = `own:${keyof typeof OWN_ROLES}`;

/** Its id in a project. */
export const ownRoleId = (name: string): string => `ecluse.${name}`;

/** The name by which a project grants a role of the permissions table. */
export const roleName = (project: string, role: OwnRole | `roles/${string}`): string =>
  role.startsWith('own:') ? `projects/${project}/roles/${ownRoleId(role.slice('own:'.length))}` : role;
