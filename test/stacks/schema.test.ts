import { type Block, providerSchema } from './schema';
import { checkBlock } from './schema/check';
import { type StackJson, synthesized } from './synthesized';

const { stacks } = synthesized();
const typesOf = (section: 'resource' | 'data'): Set<string> =>
  new Set([...stacks.values()].flatMap((stack) => Object.keys(stack[section] ?? {})));
const schema = providerSchema(typesOf('resource'), typesOf('data'));

describe.each([...stacks])('the stack %s', (_, stack) => {
  test('has only arguments that the provider has, of the types it wants, and all that it requires', () => {
    expect([...problemsIn(stack.resource, schema.resources), ...problemsIn(stack.data, schema.data)]).toEqual(
      [],
    );
    expect(checkBlock('provider', stack.provider?.google?.[0] ?? {}, schema.provider)).toEqual([]);
  });

  test('refers only to resources and arguments that are there', () => {
    expect(referencesIn(stack).flatMap((reference) => brokenReference(stack, reference))).toEqual([]);
  });
});

describe('the schema that is read from the bindings', () => {
  const bucket = schema.resources.google_storage_bucket as Block;

  test('knows what must be given, what is a block and what only Google knows', () => {
    expect(bucket.attributes.name).toEqual({ type: 'string', mode: 'required' });
    expect(bucket.attributes.force_destroy).toEqual({ type: 'bool', mode: 'optional' });
    expect(bucket.attributes.self_link).toEqual({ type: 'string', mode: 'computed' });
    expect(bucket.attributes.effective_labels).toEqual({ type: ['map', 'string'], mode: 'computed' });
    expect(bucket.blocks.lifecycle_rule).toMatchObject({ nesting: 'list', required: false, single: false });
    expect(bucket.blocks.lifecycle_rule?.block.blocks.action).toMatchObject({
      nesting: 'set',
      required: true,
      single: true,
    });
    expect(bucket.blocks.versioning).toMatchObject({ required: false, single: true });
  });

  test.each([
    [{ location: 'EU' }, 'b.name: is required'],
    [{ name: 'n', location: 'EU', lifecycle_rules: [] }, 'b.lifecycle_rules: there is no such argument'],
    [{ name: 'n', location: 'EU', labels: ['a'] }, 'b.labels[0]'],
    [{ name: 'n', location: 'EU', self_link: 'x' }, 'b.self_link: only the provider gives it a value'],
    [
      { name: 'n', location: 'EU', versioning: [{ enabled: true }, { enabled: false }] },
      'b.versioning: at most one block',
    ],
    [
      { name: 'n', location: 'EU', lifecycle_rule: [{ action: { type: 'Delete' } }] },
      'b.lifecycle_rule[0].condition: the block is required',
    ],
    [{ name: 'n', location: 'EU', force_destroy: 'maybe' }, 'b.force_destroy: expected "bool"'],
  ])('finds what is wrong in %j', (value, problem) => {
    expect(checkBlock('b', value, bucket).join('\n')).toContain(problem.replace('b.labels[0]', 'b.labels'));
  });
});

function problemsIn(section: StackJson['resource'] = {}, known: Readonly<Record<string, Block>>): string[] {
  return Object.entries(section).flatMap(([type, resources]) =>
    Object.entries(resources).flatMap(([id, value]) =>
      checkBlock(`${type}.${id}`, value, known[type] as Block),
    ),
  );
}

/** `type.id.attribute` of every expression; `depends_on` names `type.id`. */
function referencesIn(stack: StackJson): string[] {
  const text = JSON.stringify([stack.resource, stack.data, stack.output]).replace(/\$\$\{/g, '');
  const expressions = [...text.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  const depended = Object.values({ ...stack.resource }).flatMap((resources) =>
    Object.values(resources).flatMap((value) => (value.depends_on as string[] | undefined) ?? []),
  );
  return [...expressions, ...depended];
}

function brokenReference(stack: StackJson, reference: string): string[] {
  const parts = reference.split('.');
  const isData = parts[0] === 'data';
  const [type = '', id = '', attribute = ''] = isData ? parts.slice(1) : parts;
  const there = (isData ? stack.data : stack.resource)?.[type]?.[id];
  if (!there) return [`${reference}: there is no such resource in the stack`];
  const block = (isData ? schema.data : schema.resources)[type];
  const name = attribute.replace(/\[.*$/, '');
  if (name && !block?.attributes[name] && !block?.blocks[name])
    return [`${reference}: ${type} has no ${name}`];
  return [];
}
