import { START } from './project';

/** The columns of row `i` as DuckDB SQL, all text; `day` is its business date. */
const TEXTS = (day: string): readonly string[] => [
  "'T' || i",
  "'S' || (i % 500)",
  "'P' || (i % 9973)",
  `strftime(${day} + INTERVAL (i % 86400) SECOND, '%Y-%m-%d %H:%M:%S+00')`,
  '((i % 7) + 1)::VARCHAR',
  '((i % 10000) / 100)::DECIMAL(18,2)::VARCHAR',
  "['EUR', 'USD', 'GBP'][(i % 3) + 1]",
  'NULL',
];

/**
 * Fills bronze as ingestion would have: a file for each day, with its entries in the ledger. One row in a hundred is
 * a second copy of another one of its day.
 * @param rows in all, spread evenly
 */
export function fillBronze(days: number, rows: number, firstDay = 0): readonly string[] {
  const each = Math.floor(rows / days);
  const day = `(DATE '${START}' + CAST(d AS INTEGER))`;
  const from = `FROM range(${firstDay}, ${firstDay + days}) AS days(d), range(${each}) AS lines(n)`;
  const numbered = `SELECT d, n, d * ${each} + CASE WHEN n % 100 = 99 THEN n - 1 ELSE n END AS i ${from}`;
  return [
    `INSERT INTO bronze.transactions__raw
       SELECT ${TEXTS(day).join(', ')}, NULL, 'transactions/' || d || '.csv', 1, n + 2, 'file' || d, ${day}, now()
       FROM (${numbered}) ORDER BY d`,
    `INSERT INTO ops.ledger_dates SELECT 'file' || d, 'transactions', ${day}, ${each} FROM range(${firstDay}, ${firstDay + days}) AS days(d)`,
    `INSERT INTO ops.ledger (id, source, object, generation, size, status, row_count, malformed, run, ingested_at)
       SELECT 'file' || d, 'transactions', 'transactions/' || d || '.csv', 1, 1, 'loaded', ${each}, 0, 'bench', now()
       FROM range(${firstDay}, ${firstDay + days}) AS days(d)`,
  ];
}
