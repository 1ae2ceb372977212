import type { ContractFile } from '../project/types';
import { indent, stringLiteral } from './text';

type Delivering = Pick<ContractFile, 'name' | 'delivery'>;

/** Sources in which a later delivery of an object takes the place of earlier ones. */
export const replacing = (contracts: readonly Delivering[]): string[] =>
  contracts.filter(({ delivery }) => delivery.redelivered === 'replaces').map(({ name }) => name);

/** The same, and those of full extracts, of which staging sorts out the rows of earlier deliveries. */
export const superseding = (contracts: readonly Delivering[]): string[] => [
  ...replacing(contracts),
  ...contracts.filter(({ delivery }) => delivery.mode === 'full').map(({ name }) => name),
];

/** How often each file was withdrawn or brought back: while that is odd, it is withdrawn. */
export const TURNS = 'SELECT id, MAX(seq) AS turns FROM `ops.withdrawals` GROUP BY id';

const WITHDRAWN = `SELECT id FROM (${TURNS}) WHERE MOD(turns, 2) = 1`;

/**
 * The ids of loaded files that do not count: those that are withdrawn, and of each object of these sources all
 * generations before the greatest that is not. They are few, and no row of bronze is read to find them; each scan of the ledger names
 * its sources, by which the ledger is clustered.
 * @param columns of the ledger that have to be as the parameter of their name, where only few files are asked for
 */
export function notCounting(sources: readonly string[], columns: readonly string[] = []): string {
  if (sources.length === 0) return WITHDRAWN;
  const list = sources.map(stringLiteral).join(', ');
  const ofThem = (table: string): string =>
    [`${table}.source IN (${list})`, ...columns.map((column) => `${table}.${column} = @${column}`)].join(
      ' AND ',
    );
  return `${WITHDRAWN}
UNION ALL
SELECT file.id
FROM \`ops.ledger\` AS file
JOIN (
  SELECT source, object, MAX(generation) AS generation
  FROM \`ops.ledger\` AS ledger
  WHERE ${ofThem('ledger')} AND status = 'loaded' AND id NOT IN (${WITHDRAWN})
  GROUP BY source, object
  HAVING COUNT(*) > 1
) AS newest ON newest.source = file.source AND newest.object = file.object
WHERE ${ofThem('file')} AND file.generation < newest.generation AND file.status = 'loaded'`;
}

/** The condition under which a row of bronze comes from a file that counts. */
export const rowCounts = (contract: Delivering): string =>
  `_ledger_id NOT IN (\n${indent(notCounting(replacing([contract])))}\n)`;
