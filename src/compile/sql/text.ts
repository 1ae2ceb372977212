/**
 * The only way in which names and values enter generated GoogleSQL. Everything is a name, a literal of a known
 * type, or text that this folder wrote itself.
 */

/** `` `dataset.table` `` or `` `column` ``: backticked as one path; a backtick or backslash inside is escaped. */
export const name = (path: string): string => `\`${path.replace(/[\\`]/g, '\\$&')}\``;

export const names = (paths: readonly string[]): string => paths.map(name).join(', ');

export function stringLiteral(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/'/g, "\\'")
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\0/g, '\\0');
  return `'${escaped}'`;
}

/** A literal of a GoogleSQL type; values arrive validated by the schema that read them. */
export function literal(type: string, value: string | number | boolean): string {
  if (type === 'STRING') return stringLiteral(String(value));
  if (type === 'BOOL') return value === true || value === 'true' ? 'TRUE' : 'FALSE';
  if (type === 'INT64' && Number.isSafeInteger(Number(value))) return String(value);
  if (type === 'INT64' || type === 'FLOAT64') return `CAST(${stringLiteral(String(value))} AS ${type})`;
  return `${type} ${stringLiteral(String(value))}`;
}

/** The literal of a YAML value, typed by what it is. */
export function untypedLiteral(value: string | number | boolean): string {
  if (typeof value === 'number') return literal(Number.isInteger(value) ? 'INT64' : 'NUMERIC', value);
  return literal(typeof value === 'boolean' ? 'BOOL' : 'STRING', value);
}

export const indent = (sql: string, by = '  '): string => sql.replace(/^(?=.)/gm, by);

/** A SELECT list or column list, one entry a line. */
export const lines = (entries: readonly string[]): string => indent(entries.join(',\n'));

/** `((a + b) + (c + d))`: a tree as shallow as it can be, since the analyzer's messages bound how deep one may nest. */
export function balanced(terms: readonly string[], operator: string): string {
  if (terms.length <= 1) return terms[0] ?? '';
  const middle = Math.ceil(terms.length / 2);
  return `(${balanced(terms.slice(0, middle), operator)}\n${operator} ${balanced(terms.slice(middle), operator)})`;
}
