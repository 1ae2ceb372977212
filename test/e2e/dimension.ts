import { join } from 'node:path';
import { REPOSITORY, type Workshop } from './workshop';

export const DIMENSION = join(REPOSITORY, 'test/fixtures/dimension');

/** A row of an extract; a price below 0 is quarantined. */
export interface Thing {
  readonly id: string;
  readonly label: string;
  readonly price: number;
  readonly remark?: string;
}

/** A full extract; `at` is a day, or `2026-10-04T13-30`. */
export interface Extract {
  readonly at: string;
  readonly things: readonly Thing[];
}

/** What is published of one key from one instant to another. */
export interface Version extends Thing {
  readonly from: string;
  readonly to: string;
  readonly current: boolean;
  readonly deleted: boolean;
}

/** @param part of the extract; the same part delivered again replaces what it delivered before */
export function deliver(workshop: Workshop, { at, things }: Extract, part = 'all'): void {
  const rows = things.map(({ id, label, price, remark = '' }) => [id, label, price, remark].join(','));
  workshop.land(`things/${at}/${part}.csv`, ['thing_id,label,price,remark', ...rows]);
}

export async function versions(workshop: Workshop): Promise<readonly Version[]> {
  const rows = await workshop.rows(`
    SELECT thing_id AS id, label, price::INTEGER AS price, IFNULL(remark, '') AS remark,
      strftime(timezone('Europe/Paris', valid_from), '%Y-%m-%dT%H-%M') AS "from",
      strftime(timezone('Europe/Paris', valid_to), '%Y-%m-%dT%H-%M') AS "to",
      is_current AS current, is_deleted AS deleted
    FROM silver.things ORDER BY thing_id, valid_from`);
  return rows as unknown as Version[];
}
