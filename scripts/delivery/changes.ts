/** What an apply would do to one resource. */
export interface Change {
  /** E.g. `google_bigquery_table.table-gold-orders_table_0F3A`. */
  readonly address: string;
  readonly type: string;
  readonly effect: 'create' | 'update' | 'replace' | 'delete';
  /** A view of BigQuery: it holds no rows. */
  readonly isView: boolean;
}

export interface Release {
  readonly now: readonly Change[];
  /** What the manifest before still uses: it goes away in a later release. */
  readonly later: readonly Change[];
  /** What would lose data: nothing is done before a person has decided. */
  readonly refused: readonly Change[];
}

/** What holds data that nobody could bring back. */
const HOLDS_DATA = [
  'google_bigquery_dataset',
  'google_bigquery_table',
  'google_kms_crypto_key',
  'google_secret_manager_secret',
  'google_storage_bucket',
];
/** What keeps people from seeing data: it must not go before the tables that it protects. */
const PROTECTS = [
  'google_bigquery_datapolicy_data_policy',
  'google_bigquery_datapolicy_data_policy_iam_member',
  'google_bigquery_row_access_policy',
  'google_data_catalog_policy_tag',
  'google_data_catalog_policy_tag_iam_member',
  'google_data_catalog_taxonomy',
];
/** What runs of the manifest before, and readers, may still ask for. */
const CONTRACTED = [...HOLDS_DATA, ...PROTECTS, 'google_bigquery_routine'];

/** Expand first, contract later: sorts changes into those of this release and those of a later one. */
export function releaseOf(changes: readonly Change[], contract: boolean): Release {
  const refused = changes.filter((change) => change.effect === 'replace' && holdsData(change));
  const later = contract ? [] : changes.filter(isContraction);
  const now = changes.filter((change) => !refused.includes(change) && !later.includes(change));
  return { now, later, refused };
}

const holdsData = ({ type, isView }: Change): boolean => HOLDS_DATA.includes(type) && !isView;

const isContraction = ({ effect, type }: Change): boolean => effect === 'delete' && CONTRACTED.includes(type);

/** An address as people read it: without the hash at its end. */
export const readable = (address: string): string => address.replace(/_[0-9A-F]{8}(?=$|\[)/, '');
