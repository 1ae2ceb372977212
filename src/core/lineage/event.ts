/** An OpenLineage RunEvent (spec 2-0-2), as far as it is made here. */
export interface RunEvent {
  readonly eventType: 'START' | 'COMPLETE' | 'FAIL';
  /** ISO instant. */
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Facets };
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets };
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}

export interface Dataset {
  readonly namespace: string;
  readonly name: string;
  readonly facets: Facets;
  readonly outputFacets?: Facets;
}

export type Facets = Readonly<Record<string, Facet>>;
export interface Facet {
  readonly _producer: string;
  readonly _schemaURL: string;
  readonly [field: string]: unknown;
}

export const PRODUCER = 'https://openlineage.io/producers/ecluse';
export const SCHEMA = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent';

/** @param version of the facet, e.g. `1-1-1` */
export const facet = (name: string, version: string, content: object): Facet => ({
  _producer: PRODUCER,
  _schemaURL: `https://openlineage.io/spec/facets/${version}/${name}.json#/$defs/${name}`,
  ...content,
});
