import { WarehouseError } from './warehouse';

export interface TablePath {
  readonly dataset: string;
  readonly table: string;
}

/** @throws {WarehouseError} `invalid` unless the path has two parts */
export function parsePath(path: string): TablePath {
  const [dataset, table, ...rest] = path.split('.');
  if (dataset && table && rest.length === 0) return { dataset, table };
  throw new WarehouseError('invalid', `"${path}" is no table name; expected two parts, "dataset.table".`);
}
