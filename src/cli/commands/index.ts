import { Argument, type Command, Option } from 'commander';
import { FORMATS } from '../print';

/**
 * A command: how it is described here; what it does is in the file that is loaded when it is asked for, so that
 * `--help` and `status` need not wait for the warehouse and the analyzer.
 */
interface CommandEntry {
  readonly name: string;
  describe(command: Command): void;
}

const format = (): Option =>
  new Option('--format <format>', 'how to print data').choices([...FORMATS]).default('table');
const models = (command: Command): Command =>
  command.option(
    '--models <names>',
    'only these models: names, globs, tag:x, with +x and x+, separated by commas',
  );
const concurrency = (command: Command): Command =>
  command.option('--concurrency <number>', 'tasks at once that do not wait for each other', '1');
const between = (command: Command): Command =>
  command
    .option('--start-date <date>', 'first business date, YYYY-MM-DD')
    .option('--end-date <date>', 'last business date (inclusive), YYYY-MM-DD');
const chunks = (command: Command, days: string): Command =>
  command.option('--chunk-days <number>', 'days of one task at most', days);

const dates = (command: Command): Command =>
  chunks(between(models(command)), '366').option('--force', 'also what is up to date', false);

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'compile',
    describe: (command) =>
      command
        .description('check contracts, models and SQL with the analyzer and write the manifest')
        .addOption(format())
        .action(async (options) => (require('./compile') as typeof import('./compile')).compile(options)),
  },
  {
    name: 'simulate',
    describe: (command) =>
      command
        .description('write the files of a simulated retail network, with its dirt and the truth about it')
        .option('--start-date <date>', 'first day', '2026-10-01')
        .option('--days <number>', 'days', '31')
        .option('--stores <number>', 'stores', '8')
        .option('--seed <number>', 'another seed is another network', '42')
        .option('--api [port]', 'also serve the REST API until interrupted')
        .action(async (options) => (require('./simulate') as typeof import('./simulate')).simulate(options)),
  },
  {
    name: 'collect',
    describe: (command) =>
      command
        .description('pull what is new from the REST APIs of the contracts into the landing folder')
        .argument('[sources...]', 'contracts to pull (default: all with an API)')
        .addOption(format())
        .action(async (sources, options) =>
          (require('./collect') as typeof import('./collect')).collectSources(sources, options),
        ),
  },
  {
    name: 'ingest',
    describe: (command) =>
      command
        .description('bring what has landed into bronze, each file exactly once')
        .addOption(format())
        .action(async (options) => (require('./ingest') as typeof import('./ingest')).ingest(options)),
  },
  {
    name: 'test',
    describe: (command) =>
      command
        .description('try the tests of sql/tests: given rows, a window, the rows to come out')
        .argument('[models...]', 'only tests of these models: names, globs, tag:x (default: all)')
        .addOption(
          new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'),
        )
        .action(async (names, options) =>
          (require('./test') as typeof import('./test')).test(names, options),
        ),
  },
  {
    name: 'diff',
    describe: (command) =>
      command
        .description(
          'show what changed in the project, what it breaks, what becomes due, and who is downstream',
        )
        .option(
          '--against <baseline>',
          'a git revision or a manifest.json (default: what the local warehouse is made for, else HEAD)',
        )
        .option('--environment <name>', 'compile both sides with the vars of environments/<name>.yaml')
        .addOption(
          new Option('--format <format>', 'how to print it')
            .choices(['text', 'markdown', 'json'])
            .default('text'),
        )
        .action(async (options) => (require('./diff') as typeof import('./diff')).diff(options)),
  },
  {
    name: 'plan',
    describe: (command) =>
      dates(command)
        .description('show what a run would do, every window spelled out; nothing is changed')
        .addOption(format())
        .action(async (options) => (require('./plan') as typeof import('./plan')).plan(options)),
  },
  {
    name: 'run',
    describe: (command) =>
      concurrency(dates(command))
        .description('bring in what has landed, then stage, audit and publish everything that is due')
        .option('--no-ingest', 'leave what has landed where it is')
        .addOption(format())
        .action(async (options) => (require('./run') as typeof import('./run')).run(options)),
  },
  {
    name: 'backfill',
    describe: (command) =>
      chunks(concurrency(models(command)), '31')
        .description(
          'make a range of dates again, chunk by chunk; started again, it continues where it stopped',
        )
        .requiredOption('--start-date <date>', 'first business date, YYYY-MM-DD')
        .requiredOption('--end-date <date>', 'last business date (inclusive), YYYY-MM-DD')
        .option('--dry-run', 'show windows, rows and bytes; nothing is changed', false)
        .addOption(format())
        .action(async (options) => (require('./backfill') as typeof import('./backfill')).backfill(options)),
  },
  {
    name: 'serve',
    describe: (command) =>
      command
        .description('run pipelines by their triggers: schedules, files that land, other pipelines')
        .action(async (options) => (require('./serve') as typeof import('./serve')).serve(options)),
  },
  {
    name: 'rerun',
    describe: (command) =>
      concurrency(command)
        .description('execute the plan of a run that has ended once more')
        .argument('<run>', 'a run')
        .option('--failed-only', 'only tasks that failed, were skipped or cancelled', false)
        .addOption(format())
        .action(async (run, options) => (require('./rerun') as typeof import('./rerun')).rerun(run, options)),
  },
  {
    name: 'replay',
    describe: (command) =>
      between(command)
        .description('make the dates again that have quarantined rows: a rule or a source was corrected')
        .requiredOption('--quarantine <model>', 'a table, with or without its layer')
        .addOption(format())
        .action(async (options) => (require('./replay') as typeof import('./replay')).replay(options)),
  },
  {
    name: 'rollback',
    describe: (command) =>
      between(command)
        .description('make what a model has published be as it was right after a run, and pin it')
        .argument('<model>', 'a table, with or without its layer')
        .requiredOption('--to <run>', 'the run after which everything was right')
        .option('--dry-run', 'show what would come back; nothing is changed', false)
        .addOption(format())
        .action(async (model, options) =>
          (require('./rollback') as typeof import('./rollback')).rollback(model, options),
        ),
  },
  {
    name: 'unpin',
    describe: (command) =>
      between(command)
        .description('let partitions go that a rollback has pinned: they are due like others')
        .argument('<model>', 'a table, with or without its layer')
        .addOption(format())
        .action(async (model, options) =>
          (require('./unpin') as typeof import('./unpin')).unpin(model, options),
        ),
  },
  {
    name: 'withdraw',
    describe: (command) =>
      command
        .description('take a wrongly delivered file out of what is read, or bring it back')
        .argument(
          '<file>',
          'an object with all its deliveries, such as orders/a.csv, or the id of one of them',
        )
        .requiredOption('--reason <text>', 'why; it is recorded')
        .option('--undo', 'bring it back', false)
        .addOption(format())
        .action(async (file, options) =>
          (require('./withdraw') as typeof import('./withdraw')).withdraw(file, options),
        ),
  },
  {
    name: 'cancel',
    describe: (command) =>
      command
        .description('stop a run that works')
        .argument('<run>', 'a run')
        .action(async (run, options) =>
          (require('./cancel') as typeof import('./cancel')).cancel(run, options),
        ),
  },
  {
    name: 'status',
    describe: (command) =>
      command
        .description('show the last runs, or the tasks of one')
        .argument('[run]', 'a run')
        .option('--watch', 'follow the run, or the last one, until it ends', false)
        .addOption(format())
        .action(async (run, options) =>
          (require('./status') as typeof import('./status')).status(run, options),
        ),
  },
  {
    name: 'sql',
    describe: (command) =>
      command
        .description('run GoogleSQL on the local warehouse, read only')
        .argument('[statement]', 'one SELECT')
        .option('--file <file>', 'a file of statements separated by ;')
        .addOption(format())
        .action(async (statement, options) =>
          (require('./sql') as typeof import('./sql')).sql(statement, options),
        ),
  },
  {
    name: 'doctor',
    describe: (command) =>
      command
        .description('look for what a deployment needs, and say what to run for each thing that is missing')
        .argument('[environment]', 'of environments/ (default: only the machine and the files)')
        .addOption(format())
        .action(async (environment, options) =>
          (require('./doctor') as typeof import('./doctor')).doctor(environment, options),
        ),
  },
  {
    name: 'bootstrap',
    describe: (command) =>
      command
        .description('print the commands that make the bucket for the state of an environment')
        .argument('<environment>', 'of environments/')
        .option('--run', 'run them; what is there already stays as it is', false)
        .action(async (environment, options) =>
          (require('./bootstrap') as typeof import('./bootstrap')).bootstrap(environment, options),
        ),
  },
  {
    name: 'export',
    describe: (command) =>
      command
        .description('write a pipeline for another orchestrator')
        .addArgument(new Argument('<orchestrator>', 'which one').choices(['airflow']))
        .option('--pipeline <name>', 'a pipeline of the project (default: its only one)')
        .option('--out <file>', 'where to write it (default: stdout)')
        .action(async (_orchestrator, options) =>
          (require('./export') as typeof import('./export')).exportAirflow(options),
        ),
  },
  {
    name: 'demo',
    describe: (command) =>
      command
        .description('simulate a month of a retail network, bring it in, run, and show what came of it')
        .action(async (options) => (require('./demo') as typeof import('./demo')).demo(options)),
  },
];
