import { BigqueryDatapolicyDataPolicy } from '@cdktf/provider-google/lib/bigquery-datapolicy-data-policy';
import { DataCatalogPolicyTag } from '@cdktf/provider-google/lib/data-catalog-policy-tag';
import { DataCatalogTaxonomy } from '@cdktf/provider-google/lib/data-catalog-taxonomy';
import { Construct } from 'constructs';

export interface PolicyTagsProps {
  readonly project: string;
  readonly region: string;
  readonly displayName: string;
  readonly classes: readonly AccessClass[];
}

/** An access class of columns, e.g. `pii`. */
export interface AccessClass {
  readonly name: string;
  /** All its columns are STRING: a hash of them still joins and counts. Others show a default value. */
  readonly hashable: boolean;
}

/** One policy tag for each access class; who may not read it sees masked values. */
export class PolicyTags extends Construct {
  /** Class to the id of its tag. */
  readonly tags: ReadonlyMap<string, string>;
  readonly maskings: readonly BigqueryDatapolicyDataPolicy[];

  constructor(scope: Construct, id: string, { project, region, displayName, classes }: PolicyTagsProps) {
    super(scope, id);
    const taxonomy = new DataCatalogTaxonomy(this, 'taxonomy', {
      project,
      region,
      displayName,
      description: 'Access classes of columns, from the contracts.',
      activatedPolicyTypes: ['FINE_GRAINED_ACCESS_CONTROL'],
    });
    const tags = classes.map(({ name, hashable }) => {
      const description = `Columns that contracts classify as ${name}.`;
      const tag = new DataCatalogPolicyTag(this, `tag-${name}`, {
        taxonomy: taxonomy.id,
        displayName: name,
        description,
      });
      return { name, hashable, tag };
    });
    this.tags = new Map(tags.map(({ name, tag }) => [name, tag.name]));
    this.maskings = tags.map(
      ({ name, hashable, tag }) =>
        new BigqueryDatapolicyDataPolicy(this, `masking-${name}`, {
          project,
          location: region,
          dataPolicyId: `masked_${name.replace(/\W/g, '_')}`,
          policyTag: tag.name,
          dataPolicyType: 'DATA_MASKING_POLICY',
          dataMaskingPolicy: { predefinedExpression: hashable ? 'SHA256' : 'DEFAULT_MASKING_VALUE' },
        }),
    );
  }
}
