import type { DecodedArray, SchemaTree } from 'hyparquet';
import { assembleNested } from 'hyparquet/src/assemble.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { damaged } from './damaged';
import type { Cell, ColumnValues } from './flat-column';
import { JsonText, type NestedLeaf } from './nested-leaf';

const INVALID_UTF8 = Buffer.from([0xff]);

/** A column of lists, structs or maps, as compact JSON text. A map becomes a list of `{"key":…,"value":…}`. */
export class NestedColumn implements ColumnValues {
  constructor(
    private readonly node: SchemaTree,
    private readonly leaves: readonly NestedLeaf[],
  ) {}

  async available(): Promise<number> {
    let rows = Number.POSITIVE_INFINITY;
    for (const leaf of this.leaves) rows = Math.min(rows, await leaf.available());
    return rows;
  }

  take(count: number): Cell[] {
    const taken = this.leaves.map((leaf): [string, DecodedArray] => [leaf.leaf.name, leaf.take(count)]);
    const values = new Map(taken);
    assembleNested(values, this.node, DEFAULT_PARSERS);
    const rows = values.get(this.node.element.name);
    if (rows?.length !== count) throw damaged(`the parts of ${this.node.element.name} differ in length`);
    return Array.from(rows, (row) => this.cell(row));
  }

  private cell(value: unknown): Cell {
    if (value === null || value === undefined) return null;
    const state = { exact: true };
    const json = jsonOf(value, this.node, state);
    return state.exact ? json : INVALID_UTF8;
  }
}

/** @param state `exact` becomes false when some text in it was not UTF-8 */
function jsonOf(value: unknown, node: SchemaTree, state: { exact: boolean }): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof JsonText) {
    state.exact &&= value.exact;
    return value.json;
  }
  if (Array.isArray(value)) return `[${value.map((item) => jsonOf(item, itemOf(node), state)).join(',')}]`;
  const members = node.children.map((child) => {
    const member = (value as Record<string, unknown>)[child.element.name];
    return { name: child.element.name, json: jsonOf(member, child, state) };
  });
  const [only] = members;
  if (isMap(node) && only) return only.json;
  return `{${members.map(({ name, json }) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/** The node of the items of a list: below the repeated group, or the repeated field itself. */
function itemOf(node: SchemaTree): SchemaTree {
  const [repeated] = node.children;
  if (node.element.converted_type !== 'LIST' || !repeated) return node;
  const [item] = repeated.children;
  return repeated.children.length === 1 && item ? item : repeated;
}

function isMap(node: SchemaTree): boolean {
  return node.element.logical_type?.type === 'MAP' && node.children.length === 1;
}
