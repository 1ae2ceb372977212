import { circles, filesBelow, type Import, importsOf } from './imports';

/** Which rooms a room may look into. What is not named here is not allowed. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  ports: ['ports', 'core'],
  googlesql: ['googlesql'],
  compile: ['compile', 'googlesql', 'core'],
  ingest: ['ingest', 'ports', 'core'],
  engine: ['engine', 'ingest', 'ports', 'core'],
  adapters: ['adapters', 'ports', 'core'],
  simulator: ['simulator'],
  dashboard: ['dashboard', 'engine', 'ports', 'core'],
  stacks: ['stacks', 'core'],
  functions: ['functions', 'engine', 'ingest', 'ports', 'core'],
  scripts: ['scripts', 'stacks', 'core'],
  cli: ['cli', 'engine', 'ingest', 'compile', 'ports', 'core', 'dashboard', 'simulator'],
};

/** Doors that the table above keeps shut, opened one by one with a reason. */
const EXCEPTIONS: readonly { readonly from: RegExp; readonly to: RegExp; readonly why: string }[] = [
  {
    from: /^src\/adapters\/duckdb\//,
    to: /^src\/googlesql\/(types|duckdb\/(runtime|literal))\.ts$/,
    why: 'generated SQL runs on the macros and literals it was generated for',
  },
  {
    from: /^src\/adapters\/bigquery\//,
    to: /^src\/googlesql\/types\.ts$/,
    why: 'parameters and columns have the types of GoogleSQL',
  },
  {
    from: /^src\/adapters\/(bigquery|gcs|google-apis)\//,
    to: /^src\/adapters\/google\//,
    why: 'requests to services of one vendor are repeated alike',
  },
  {
    from: /^(src\/cli|functions)\/wire\.ts$/,
    to: /^src\/adapters\//,
    why: 'the entry points are the only places that name adapters',
  },
  {
    from: /^stacks\/(main|targets)\.ts$/,
    to: /^src\/compile\/(index|environment\/index)\.ts$/,
    why: 'the entry point compiles the project that it provisions',
  },
  {
    from: /^scripts\/delivery\/(project-diff|deploy)\.ts$/,
    to: /^src\/compile\/environment\/index\.ts$/,
    why: 'the delivery asks where an environment is',
  },
  {
    from: /^src\/cli\/sql-reader\.ts$/,
    to: /^src\/googlesql\//,
    why: 'ecluse sql compiles what is typed',
  },
];

/** Below `src` a room is a folder of its own; beside it the folder is the room. */
const room = (file: string): string =>
  (file.startsWith('src/') ? file.split('/')[1] : file.split('/')[0]) ?? '';
const files = ['src', 'functions', 'stacks', 'scripts'].flatMap(filesBelow);
const imports = files.flatMap(importsOf);

function isAllowed(edge: Import): boolean {
  const betweenAdapters = room(edge.from) === 'adapters' && room(edge.to) === 'adapters';
  if (betweenAdapters ? sameAdapter(edge) : ALLOWED[room(edge.from)]?.includes(room(edge.to))) return true;
  return EXCEPTIONS.some(({ from, to }) => from.test(edge.from) && to.test(edge.to));
}

const FLOORS: Readonly<Record<string, number>> = { constructs: 1, permissions: 2 };

/** Of a folder of `stacks/`; what lies beside the folders is on none. */
function floor(file: string): number {
  const folder = /^stacks\/([^/]+)\//.exec(file)?.[1];
  if (folder === undefined) return Number.NaN;
  return FLOORS[folder] ?? 3;
}

const sameAdapter = ({ from, to }: Import): boolean => from.split('/')[2] === to.split('/')[2];

describe('the house', () => {
  test('has rooms that look only into rooms they may look into', () => {
    const wrong = imports.filter((edge) => !isAllowed(edge)).map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  test('has no file that imports itself in a circle', () => {
    expect(circles(imports).map((path) => path.join(' → '))).toEqual([]);
  });

  test('has stacks that stand on permissions, and those on constructs, never the other way round', () => {
    const up = imports.filter(({ from, to }) => floor(from) < floor(to));
    expect(up.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('has no door open that nobody uses', () => {
    const unused = EXCEPTIONS.filter(
      ({ from, to }) => !imports.some((edge) => from.test(edge.from) && to.test(edge.to)),
    );
    expect(unused).toEqual([]);
  });

  // Airflow calls a task that waits a sensor.
  test('knows no store, sensor or product outside the simulator', () => {
    const { readFileSync } = jest.requireActual<typeof import('node:fs')>('node:fs');
    const words = /store_id|product_id|\bsensors?\b|\bvisitors\b|\breceipts?\b|kpi_\w/i;
    const knowing = files
      .filter(
        (file) =>
          !/^src\/(simulator|googlesql|cli\/commands\/(demo|simulate)|cli\/(demo|airflow-dag))/.test(file),
      )
      .flatMap((file) =>
        codeLines(readFileSync(file, 'utf8'))
          .filter((line) => words.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(knowing).toEqual([]);
  });

  test('finds a circle where there is one', () => {
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
    ];
    expect(circles(edges)).toEqual([['a', 'b', 'c', 'a']]);
  });
});

/** Lines without comments: words there explain, they decide nothing. */
const codeLines = (text: string): string[] =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s)\/\/.*$/, ''));
