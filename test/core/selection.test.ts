import fc from 'fast-check';
import { type SelectableNode, selectModels } from '../../src/core/selection';

const node = (name: string, inputs: readonly string[], tags: readonly string[] = []): SelectableNode => ({
  name,
  tags,
  inputs: inputs.map((table) => ({ table })),
});

const MODELS = [
  node('silver.orders', ['bronze.orders'], ['daily']),
  node('silver.shops', ['bronze.shops']),
  node('gold.shop_daily', ['silver.orders', 'silver.shops'], ['daily']),
  node('gold.kpi_shop', ['gold.shop_daily']),
  node('gold.orders', ['silver.orders']),
];

const selected = (text: string): readonly string[] => selectModels(MODELS, text).names;

describe('selectors', () => {
  test.each([
    ['a name with its layer', 'gold.orders', ['gold.orders']],
    ['a name without it, in every layer', 'orders', ['silver.orders', 'gold.orders']],
    ['a glob over names with layer', 'silver.*', ['silver.orders', 'silver.shops']],
    ['a glob over names without', 'kpi_*', ['gold.kpi_shop']],
    ['a tag', 'tag:daily', ['silver.orders', 'gold.shop_daily']],
    ['what reads it', 'shop_daily+', ['gold.shop_daily', 'gold.kpi_shop']],
    ['what it reads', '+shop_daily', ['silver.orders', 'silver.shops', 'gold.shop_daily']],
    ['both ways', '+gold.shop_daily+', ['silver.orders', 'silver.shops', 'gold.shop_daily', 'gold.kpi_shop']],
    ['several, with blanks', 'silver.shops, kpi_shop', ['silver.shops', 'gold.kpi_shop']],
    [
      'a tag with what reads it',
      'tag:daily+',
      ['silver.orders', 'gold.shop_daily', 'gold.kpi_shop', 'gold.orders'],
    ],
  ])('%s', (_what, text, names) => {
    expect(selectModels(MODELS, text)).toEqual({ names, nothing: [] });
  });

  test('that select nothing are named, the empty one and unfinished ones as well', () => {
    expect(selectModels(MODELS, 'orders,shop_dayly,,+').nothing).toEqual(['shop_dayly', '', '+']);
  });

  test('take no character but * for a pattern', () => {
    expect(selected('gold.shop.daily')).toEqual([]);
    expect(selected('.+')).toEqual([]);
  });
});

describe('in any graph', () => {
  /** Each model reads some of those before it. */
  const graphs = fc
    .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
    .map((reads) =>
      reads.map((inputs, index) =>
        node(`gold.m${index}`, index === 0 ? ['bronze.b'] : inputs.map((input) => `gold.m${input % index}`)),
      ),
    );
  const cases = graphs.chain((models) => fc.tuple(fc.constant(models), fc.nat(models.length - 1)));

  test('a model is downstream of another exactly when the other is upstream of it', () => {
    fc.assert(
      fc.property(cases, ([models, index]) => {
        const name = `m${index}`;
        for (const other of selectModels(models, `${name}+`).names)
          expect(selectModels(models, `+${other}`).names).toContain(`gold.${name}`);
      }),
    );
  });

  test('both ways is the union of the ways, and a comma is a union', () => {
    fc.assert(
      fc.property(cases, ([models, index]) => {
        const name = `m${index}`;
        expect(selectModels(models, `+${name}+`)).toEqual(selectModels(models, `+${name},${name}+`));
      }),
    );
  });

  test('what is selected with + is closed: it holds everything that its members read', () => {
    fc.assert(
      fc.property(cases, ([models, index]) => {
        const { names } = selectModels(models, `+m${index}`);
        for (const { name, inputs } of models.filter((model) => names.includes(model.name)))
          for (const { table } of inputs)
            if (table !== 'bronze.b') expect([name, names]).toEqual([name, expect.arrayContaining([table])]);
      }),
    );
  });
});
