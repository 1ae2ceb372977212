import { BigqueryDataset } from '@cdktf/provider-google/lib/bigquery-dataset';
import { Construct } from 'constructs';

/** Somebody who reads or writes a dataset. */
export interface DatasetAccess {
  readonly role: string;
  /** `serviceAccount:…`, `group:…` or a group that BigQuery knows by itself, as `projectOwners`. */
  readonly member: string;
}

export interface MedallionDatasetProps {
  readonly name: string;
  readonly project: string;
  readonly location: string;
  readonly description: string;
  readonly access: readonly DatasetAccess[];
  /** Datasets whose views may read this one for readers who may not. */
  readonly readByViewsOf?: readonly string[];
  readonly labels?: Record<string, string>;
  readonly kmsKey?: string | undefined;
  /** Tables made here go away after so many days. */
  readonly tableDays?: number;
  /** Destroying the dataset takes its tables along. */
  readonly deleteContents: boolean;
}

/** BigQuery names these predefined roles so once they stand in an access list; the long name would be a change for ever. */
const BASIC: Readonly<Record<string, string>> = {
  'roles/bigquery.dataViewer': 'READER',
  'roles/bigquery.dataEditor': 'WRITER',
  'roles/bigquery.dataOwner': 'OWNER',
};
const DAY_MS = 86_400_000;

/** A dataset with exactly the given access: what BigQuery adds by itself for owners, editors and viewers is left out. */
export class MedallionDataset extends Construct {
  readonly dataset: BigqueryDataset;

  constructor(scope: Construct, id: string, props: MedallionDatasetProps) {
    super(scope, id);
    const { name, project, location, description, labels, kmsKey, tableDays } = props;
    this.dataset = new BigqueryDataset(this, 'dataset', {
      datasetId: name,
      project,
      location,
      description,
      deleteContentsOnDestroy: props.deleteContents,
      access: [
        ...props.access.map(personOf),
        ...(props.readByViewsOf ?? []).map((id) => viewsOf(project, id)),
      ],
      ...(labels && { labels }),
      ...(kmsKey && { defaultEncryptionConfiguration: { kmsKeyName: kmsKey } }),
      ...(tableDays && { defaultTableExpirationMs: tableDays * DAY_MS }),
    });
  }
}

function personOf({ role, member }: DatasetAccess): Record<string, string> {
  const [kind = '', email = ''] = member.split(/:(.*)/);
  const named = BASIC[role] ?? role;
  if (!email) return { role: named, specialGroup: kind };
  return { role: named, [kind === 'group' ? 'groupByEmail' : 'userByEmail']: email };
}

const viewsOf = (projectId: string, datasetId: string): { dataset: object } & Record<string, never> =>
  ({ dataset: { dataset: { projectId, datasetId }, targetTypes: ['VIEWS'] } }) as never;
