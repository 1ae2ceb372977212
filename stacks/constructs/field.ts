/** A field as BigQuery's API spells it, so that a second plan finds nothing to change. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly mode: 'NULLABLE' | 'REPEATED';
  readonly description?: string;
  readonly fields?: readonly Field[];
  readonly policyTags?: { readonly names: readonly string[] };
  readonly precision?: string;
  readonly scale?: string;
  readonly maxLength?: string;
}
