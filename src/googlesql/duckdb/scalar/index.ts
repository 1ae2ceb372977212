/** The few functions of GoogleSQL that DuckDB cannot express, in JavaScript: `bq_js_…`. */
import {
  BIGINT,
  type DuckDBConnection,
  DuckDBListValue,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  VARCHAR,
} from '@duckdb/node-api';
import { farmFingerprint } from './farm';
import { jsonQuery, jsonQueryArray, jsonValue, jsonValueArray } from './json';
import { jsonAt, jsonItems, jsonMember, parseJson, type WideNumbers } from './json-type';
import { initcap, jsonQuote } from './text';

/** All take text, and give NULL where an argument is NULL. */
interface TextFunction {
  readonly arguments: number;
  readonly returns: DuckDBType;
  readonly compute: (...args: string[]) => DuckDBValue;
}

const FUNCTIONS: Readonly<Record<string, TextFunction>> = {
  bq_js_lower: { arguments: 1, returns: VARCHAR, compute: (text = '') => text.toLowerCase() },
  bq_js_upper: { arguments: 1, returns: VARCHAR, compute: (text = '') => text.toUpperCase() },
  bq_js_initcap: { arguments: 1, returns: VARCHAR, compute: (text = '') => initcap(text) },
  bq_js_quote: { arguments: 1, returns: VARCHAR, compute: (text = '') => jsonQuote(text) },
  bq_js_farm: { arguments: 1, returns: BIGINT, compute: (text = '') => farmFingerprint(text) },
  bq_js_json_value: {
    arguments: 2,
    returns: VARCHAR,
    compute: (text = '', path = '') => jsonValue(text, path),
  },
  bq_js_json_query: {
    arguments: 2,
    returns: VARCHAR,
    compute: (text = '', path = '') => jsonQuery(text, path),
  },
  bq_js_json_parse: {
    arguments: 2,
    returns: VARCHAR,
    compute: (text = '', wide = '') => parseJson(text, wide as WideNumbers),
  },
  bq_js_json_at: { arguments: 2, returns: VARCHAR, compute: (json = '', path = '') => jsonAt(json, path) },
  bq_js_json_member: {
    arguments: 2,
    returns: VARCHAR,
    compute: (json = '', name = '') => jsonMember(json, name),
  },
  bq_js_json_items: { arguments: 2, returns: LIST(VARCHAR), compute: list(jsonItems) },
  bq_js_json_value_array: { arguments: 2, returns: LIST(VARCHAR), compute: list(jsonValueArray) },
  bq_js_json_query_array: { arguments: 2, returns: LIST(VARCHAR), compute: list(jsonQueryArray) },
};

function list(itemsOf: (text: string, path: string) => (string | null)[] | null): TextFunction['compute'] {
  return (text = '', path = '') => {
    const items = itemsOf(text, path);
    return items && new DuckDBListValue(items);
  };
}

export function registerScalars(connection: DuckDBConnection): void {
  for (const [name, definition] of Object.entries(FUNCTIONS))
    connection.registerScalarFunction(scalar(name, definition));
}

function scalar(name: string, { arguments: count, returns, compute }: TextFunction): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: Array.from({ length: count }, () => VARCHAR),
    returnType: returns,
    mainFunction: (_info, input, output) => {
      const columns = Array.from({ length: count }, (_, i) => input.getColumnVector(i));
      for (let row = 0; row < input.rowCount; row++) {
        const values = columns.map((column) => column.getItem(row));
        output.setItem(row, values.includes(null) ? null : compute(...(values as string[])));
      }
      output.flush();
    },
  });
}
