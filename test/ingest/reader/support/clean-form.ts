/** A field of the clean form: `null` is NULL. */
export type Field = string | null;

/**
 * Parses the clean form by its definition and by nothing else: every line ends with `\n`, a quoted field ends
 * with a quote before a comma or a line end, an unquoted field holds no quote, no comma and no CR.
 */
export function parseClean(clean: Buffer): Field[][] {
  const text = clean.toString('utf8');
  const records: Field[][] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/gy;
  let record: Field[] = [];
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new Error(`Not in clean form at ${at}: ${JSON.stringify(text.slice(at, at + 80))}`);
    record.push(fieldOf(match[1], match[2]));
    if (match[3] === ',') continue;
    records.push(record);
    record = [];
  }
  if (record.length > 0) throw new Error('The clean form does not end with a line end');
  return records;
}

function fieldOf(quoted: string | undefined, unquoted: string | undefined): Field {
  if (quoted !== undefined) return quoted.replaceAll('""', '"');
  return unquoted === '' || unquoted === undefined ? null : unquoted;
}
