import type { ContractFile } from '../project/types';
import { indent, stringLiteral } from './text';

type Delivering = Pick<ContractFile, 'name' | 'delivery'>;

/** Sources in which a later delivery of an object takes the place of earlier ones. */
export const replacing = (contracts: readonly Delivering[]): string[] =>
  contracts.filter(({ delivery }) => delivery.redelivered === 'replaces').map(({ name }) => name);

/** How often each file was withdrawn or brought back: while that is odd, it is withdrawn. */
export const TURNS = 'SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id';

const WITHDRAWN = `SELECT id FROM (${TURNS}) WHERE MOD(turns, 2) = 1`;

/**
 * The ids of loaded files that do not count: those that are withdrawn, and of each object of these sources all
 * generations before the greatest that is not. They are few, and no row of bronze is read to find them; each scan of the ledger names
 * its sources, by which the ledger is clustered.
 */
export function notCounting(sources: readonly string[]): string {
  if (sources.length === 0) return WITHDRAWN;
  const ofThem = `source IN (${sources.map(stringLiteral).join(', ')})`;
  return `${WITHDRAWN}
UNION ALL
SELECT file.id
FROM \`ops.ledger\` AS file
JOIN (
  SELECT source, object, MAX(generation) AS generation
  FROM \`ops.ledger\`
  WHERE ${ofThem} AND status = 'loaded' AND id NOT IN (${WITHDRAWN})
  GROUP BY source, object
  HAVING COUNT(*) > 1
) AS newest ON newest.source = file.source AND newest.object = file.object
WHERE file.${ofThem} AND file.generation < newest.generation AND file.status = 'loaded'`;
}

/** The condition under which a row of bronze comes from a file that counts. */
export const rowCounts = (contract: Delivering): string =>
  `_ledger_id NOT IN (\n${indent(notCounting(replacing([contract])))}\n)`;
