import type { SqlText } from './bronze';
import { quarantineTable, type StepInput } from './stage';
import { name } from './text';

/** What stands in the quarantine of the window: a row for each day and reason, and one without reason for the day. */
export function quarantined(input: StepInput): SqlText {
  const inWindow = '_day >= @window_start AND _day < @window_end';
  const from = `FROM ${name(quarantineTable(input.model))}`;
  const sql = `SELECT _day AS day, CAST(NULL AS STRING) AS _reason, COUNT(*) AS stopped
${from}
WHERE ${inWindow}
GROUP BY _day
UNION ALL
SELECT _day, _reason, COUNT(*)
${from} CROSS JOIN UNNEST(_failed) AS _reason
WHERE ${inWindow}
GROUP BY _day, _reason`;
  return { sql, params: { window_start: 'DATE', window_end: 'DATE' } };
}
