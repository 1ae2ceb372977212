import type { Lineage } from '../../ports/lineage';
import { Api, type ApiOptions } from './rest';

export interface DataLineageOptions extends ApiOptions {
  readonly project: string;
  readonly region: string;
}

/** The Data Lineage API, which takes OpenLineage events as they are. */
export function openDataLineage(options: DataLineageOptions): Lineage {
  const { project, region } = options;
  const api = new Api('https://datalineage.googleapis.com', options);
  return {
    naming: { namespace: 'bigquery', prefix: `${project}.` },
    emit: async (event) => {
      await api.send(`/v1/projects/${project}/locations/${region}:processOpenLineageRunEvent`, event);
    },
  };
}
