import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Attribute, Block, CtyType, NestedBlock } from './types';

const LIB = join(dirname(require.resolve('@cdktf/provider-google/package.json')), 'lib');

/** The generated code of one module, cut at its functions and classes. */
interface Module {
  readonly code: string;
  /** Name of a mapper (`fooToHclTerraform`) or class to its code. */
  readonly sections: ReadonlyMap<string, string>;
}

/**
 * The schema of a resource, read from the code that was generated from the real provider's schema: mappers say what
 * is a block and of which type, classes say what must be given (no `reset…`) and what only the provider knows.
 * @param folder e.g. `storage-bucket`, `data-google-project`, `provider`
 */
export function readBindings(folder: string): { type: string; block: Block } {
  const module = readModule(folder);
  const [, name = '', type = ''] =
    /^(\w+)\.tfResourceType = "(\w+)"/m.exec(module.code) ?? fail(`${folder} declares no resource`);
  const section = sectionOf(module, name);
  const own = blockOf(module, section.slice(section.indexOf('synthesizeHclAttributes()')), section);
  return {
    type,
    block: { ...own, attributes: { id: { type: 'string', mode: 'optional' }, ...own.attributes } },
  };
}

function readModule(folder: string): Module {
  const code = readFileSync(join(LIB, folder, 'index.js'), 'utf8').replace(
    /\/\/# sourceMappingURL[\s\S]*$/,
    '',
  );
  const starts = [...code.matchAll(/^(?:function (\w+ToHclTerraform)\(|class (\w+) extends cdktf\.)/gm)];
  const sections = starts.map((start, index): [string, string] => [
    start[1] ?? start[2] ?? '',
    code.slice(start.index, starts[index + 1]?.index),
  ]);
  return { code, sections: new Map(sections) };
}

/**
 * @param mapper code in which `name: { value: …, isBlock: … }` stand
 * @param owner code of the class; blocks of the provider itself have none, and nothing in them is required
 */
function blockOf(module: Module, mapper: string, owner: string | undefined): Block {
  const attributes: Record<string, Attribute> = computedOf(owner ?? '');
  const blocks: Record<string, NestedBlock> = {};
  for (const { name, value, isBlock, kind } of entriesOf(mapper)) {
    const required = owner !== undefined && !isResettable(owner, pascal(propertyOf(value)));
    const struct = /(\w+ToHclTerraform)\b/.exec(value.replace(/cdktf\.\w+/g, ''))?.[1];
    if (isBlock && struct) blocks[name] = nestedBlock(module, struct, name, value, kind, required);
    else attributes[name] = { type: typeOf(value, kind), mode: required ? 'required' : 'optional' };
  }
  return { attributes, blocks };
}

/** Names that the bindings need for themselves, such as `system`, get `Attribute` behind them. */
const isResettable = (owner: string, property: string): boolean =>
  ['', 'Attribute'].some((suffix) => owner.includes(`reset${property}${suffix}()`));

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly isBlock: boolean;
  /** `simple`, `list`, `set`, `map`, `struct`. */
  readonly kind: string;
}

/** `this._sourceMd5Hash` and `struct.age` to the name of the property. */
const propertyOf = (value: string): string => /(?:this\._|struct\.)(\w+)/.exec(value)?.[1] ?? '';

const entriesOf = (mapper: string): Entry[] =>
  [
    ...mapper.matchAll(/^ {8,12}(\w+): \{\s+value: ([\s\S]*?),\s+isBlock: (true|false),\s+type: "(\w+)",/gm),
  ].map(([, name = '', value = '', isBlock, kind = '']) => ({
    name,
    value,
    isBlock: isBlock === 'true',
    kind,
  }));

function nestedBlock(
  module: Module,
  struct: string,
  name: string,
  value: string,
  kind: string,
  required: boolean,
): NestedBlock {
  const className = pascal(struct.replace(/ToHclTerraform$/, ''));
  const block = blockOf(
    module,
    sectionOf(module, struct),
    module.sections.get(`${className}OutputReference`),
  );
  if (name === 'timeouts') return { nesting: 'single', required: false, single: true, block };
  return {
    nesting: kind === 'set' ? 'set' : 'list',
    required,
    single: !value.includes('listMapperHcl'),
    block,
  };
}

const SCALARS: Readonly<Record<string, string>> = {
  stringToHclTerraform: 'string',
  numberToHclTerraform: 'number',
  booleanToHclTerraform: 'bool',
};

function typeOf(value: string, kind: string): CtyType {
  const scalar = SCALARS[/cdktf\.(\w+ToHclTerraform)/.exec(value)?.[1] ?? ''] ?? 'dynamic';
  if (value.includes('hashMapperHcl')) return ['map', scalar];
  if (value.includes('listMapperHcl'))
    return scalar === 'dynamic' ? scalar : [kind === 'set' ? 'set' : 'list', scalar];
  return scalar;
}

const GETTERS: Readonly<Record<string, CtyType>> = {
  getStringAttribute: 'string',
  getNumberAttribute: 'number',
  getBooleanAttribute: 'bool',
  getListAttribute: ['list', 'string'],
  StringMap: ['map', 'string'],
};

function computedOf(owner: string): Record<string, Attribute> {
  const found = owner.matchAll(
    /\/\/ (\w+) - computed: true, optional: false, required: false\n([^\n]*\n[^\n]*)/g,
  );
  return Object.fromEntries(
    [...found].map(([, name = '', code = '']) => {
      const getter = /this\.(get\w+Attribute)|new cdktf\.(\w+Map)\(/.exec(code);
      return [name, { type: GETTERS[getter?.[1] ?? getter?.[2] ?? ''] ?? 'dynamic', mode: 'computed' }];
    }),
  );
}

const sectionOf = ({ sections }: Module, name: string): string =>
  sections.get(name) ?? fail(`The bindings have no ${name}`);

/** `retention_policy` and `retentionPolicy` to `RetentionPolicy`. */
const pascal = (name: string): string =>
  name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

function fail(message: string): never {
  throw new Error(`${message}. @cdktf/provider-google changed its generated code; read it again.`);
}
