import type { Found } from '../resources';
import { isType, put, type Rule } from './rule';

const isGrant = ({ type }: Found): boolean => type.endsWith('_iam_member');
const isAccess = (found: Found): boolean => isGrant(found) || found.type === 'google_bigquery_dataset';
const text = (value: object): string => JSON.stringify(value);

/** BigQuery wants an owner for each dataset, and owners of the project are that by default. */
const withoutOwners = (value: object): string =>
  text(value).replaceAll('{"role":"OWNER","special_group":"projectOwners"}', '');

export const ACCESS: readonly Rule[] = [
  {
    name: 'nothing is given to everybody',
    of: (found) => !isGrant(found),
    holds: (value) => !/allUsers|allAuthenticatedUsers/.test(text(value)),
    spoil: (value) => put(value, 'note', 'allUsers'),
  },
  {
    name: 'members are groups, or accounts by their own address',
    of: isGrant,
    holds: ({ member }) => /^(group|serviceAccount):[^@]+@/.test(String(member)),
    spoil: (value) => put(value, 'member', 'allAuthenticatedUsers'),
  },
  {
    name: 'nobody is owner, editor or viewer of the project',
    of: () => true,
    holds: (value) => !/roles\/(owner|editor|viewer)"/.test(text(value)),
    spoil: (value) => put(value, 'role', 'roles/editor'),
  },
  {
    name: 'nothing is given to whom the project gives something, but datasets to its owners',
    of: isAccess,
    holds: (value) => !/projectOwners|projectWriters|projectReaders/.test(withoutOwners(value)),
    spoil: (value) => put(value, 'special_group', 'projectReaders'),
  },
  ...['google_service_account_key', 'google_storage_hmac_key', 'google_secret_manager_secret_version'].map(
    (type): Rule => ({
      name: `there is no ${type}`,
      of: () => true,
      holds: (_, found) => !isType(type)(found),
      spoil: (_, found) => {
        found.type = type;
      },
    }),
  ),
];
