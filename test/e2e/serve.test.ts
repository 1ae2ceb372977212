import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, type RunStatus } from '../../src/engine/journal';
import { takeLeases } from '../../src/engine/leases';
import { NotReady, serve } from '../../src/engine/serve';
import type { Context } from '../../src/ports/context';
import { ProjectFolder } from './command';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(120_000);

const PROJECT = `name: tiny
description: Orders.
time_zone: Europe/Paris
start: 2026-10-01
pipelines:
  clean: { select: ["silver.*"], triggers: [{ on_file: orders }, { cron: "0 3 * * *" }] }
  report: { select: ["gold.*"], triggers: [{ after: clean }] }
`;

const root = mkdtempSync(join(tmpdir(), 'ecluse-serve-'));
cpSync(join(REPOSITORY, 'test/fixtures/tiny'), root, { recursive: true });
writeFileSync(join(root, 'ecluse.yaml'), PROJECT);
afterAll(() => rmSync(root, { recursive: true }));

const HEADER = 'order_id,ordered_at,amount,updated_at\n';
const order = (id: string, day: string, amount = 5) => `${id},${day} 10:00:00,${amount},\n`;

/** A server whose time passes only when it rests, in steps of what it wanted to rest. */
class Served {
  readonly lines: string[] = [];
  private readonly stopping = new AbortController();
  private time = new Date('2026-10-05T12:00:00Z');
  private looks = 0;
  reload: () => Promise<Context> = async () => this.context;

  constructor(private readonly workshop: Workshop) {}

  get context(): Context {
    // Ids of runs sort by time: two of them need two times.
    const now = (): Date => new Date(this.time.getTime() + this.looks++);
    return { ...this.workshop.context, clock: { ...this.workshop.context.clock, now } };
  }

  land(name: string, text: string): void {
    mkdirSync(join(this.workshop.landing, 'orders'), { recursive: true });
    appendFileSync(join(this.workshop.landing, 'orders', name), text);
  }

  stop(): void {
    this.stopping.abort();
  }

  /** @param steps what happens at each rest; at the end of them it is stopped */
  async during(...steps: readonly ((wanted: number) => unknown)[]): Promise<void> {
    let rests = 0;
    await serve({
      reload: () => this.reload(),
      collect: () => Promise.reject(new Error('There is no API.')),
      rest: async (milliseconds) => {
        if (milliseconds === 0) return;
        const step = steps[rests++];
        if (!step) return this.stop();
        await step(milliseconds);
        this.pass(milliseconds);
      },
      say: (line) => this.lines.push(line.replace(/\d{8}t\d{9}-\w{4}/, 'R')),
      signal: this.stopping.signal,
    });
  }

  pass(milliseconds: number): void {
    this.time = new Date(this.time.getTime() + milliseconds);
  }

  async runs(): Promise<(RunStatus | null)[]> {
    const journal = new Journal(this.workshop.context.objects);
    return Promise.all((await journal.runs()).map((run) => journal.status(run)));
  }
}

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(root);
});
afterEach(() => workshop.close());

const rest = (): void => undefined;
const rests = (count: number) => Array.from({ length: count }, () => rest);

describe('serving', () => {
  test('brings a file in once it has come to rest, runs what it triggers, and then what comes after that', async () => {
    const served = new Served(workshop);
    await served.during(
      () => served.land('a.csv', HEADER + order('o1', '2026-10-01')),
      rest,
      () => served.land('a.csv', order('o2', '2026-10-01')),
      ...rests(7),
    );
    expect(served.lines).toEqual([
      'orders/a.csv: 2 records',
      'clean: starts (on_file orders), 1 task',
      'clean: run R SUCCESS',
      'report: starts (after clean), 1 task',
      'report: run R SUCCESS',
    ]);
    expect((await served.runs()).map((run) => [run?.record.pipeline, run?.record.trigger])).toEqual([
      ['clean', 'on_file orders'],
      ['report', 'after clean'],
    ]);
  });

  test('does not start what comes after a pipeline that a gate has stopped, nor that pipeline again', async () => {
    const served = new Served(workshop);
    served.land('a.csv', HEADER + order('o1', '2026-10-01', 5000));
    await served.during(...rests(8));
    expect(served.lines.at(-1)).toBe('clean: run R FAILED');
    expect(await served.runs()).toHaveLength(1);
  });

  test('makes up for all schedules that passed while the machine slept by one run', async () => {
    const served = new Served(workshop);
    served.land('a.csv', HEADER + order('o1', '2026-10-01'));
    await served.during(...rests(6), () => served.pass(3 * 86_400_000), ...rests(2));
    const starts = served.lines.filter((line) => line.includes('starts (cron'));
    expect(starts).toEqual(['clean: starts (cron 0 3 * * * Europe/Paris), 0 tasks']);
  });

  test('begins a round again that its end or a crash has cut off', async () => {
    const served = new Served(workshop);
    served.land('a.csv', HEADER + order('o1', '2026-10-01'));
    const { execute } = workshop.context.warehouse;
    workshop.context.warehouse.execute = async (job, ...rest) => {
      if (job.startsWith('stage_')) served.stop();
      return execute.call(workshop.context.warehouse, job, ...rest);
    };
    await served.during(...rests(20));
    expect(served.lines.at(-1)).toBe('clean: run R CANCELLED');
    workshop.context.warehouse.execute = execute;
    const again = new Served(workshop);
    await again.during(rest);
    expect(again.lines).toContain('clean: starts (on_file orders), 1 task');
    expect(again.lines.at(-1)).toBe('report: run R SUCCESS');
  });

  test('waits for whoever is at work on a model, and then runs', async () => {
    const served = new Served(workshop);
    served.land('a.csv', HEADER + order('o1', '2026-10-01'));
    const leases = await takeLeases(served.context, 'other', ['silver.orders']);
    await served.during(...rests(7), () => leases.release(), ...rests(2));
    expect(served.lines.filter((line) => line.startsWith('clean: waits: Run other holds'))).not.toEqual([]);
    expect(served.lines.at(-1)).toBe('report: run R SUCCESS');
  });

  test('says once what is wrong with the project, and goes on when it is mended', async () => {
    const served = new Served(workshop);
    served.reload = () => Promise.reject(new NotReady('ecluse.yaml:1: no name.'));
    served.land('a.csv', HEADER + order('o1', '2026-10-01'));
    const mend = (): void => {
      served.reload = async () => served.context;
    };
    await served.during(...rests(3), mend, ...rests(7));
    expect(served.lines.filter((line) => line.includes('no name.'))).toHaveLength(1);
    expect(served.lines.at(-1)).toBe('report: run R SUCCESS');
  });
});

describe('ecluse serve', () => {
  test('works beside other commands, goes on after SIGKILL, and ends with code 0 when interrupted', async () => {
    const project = new ProjectFolder(root);
    try {
      project.land('a.csv', HEADER + order('o1', '2026-10-01'));
      const killed = project.start('serve');
      await project.untilRun(({ record }) => record.pipeline === 'clean');
      killed.signal('SIGKILL');
      await killed.ended;
      const served = project.start('serve');
      await project.untilRun(({ record, state }) => record.pipeline === 'report' && state === 'SUCCESS');
      const [sql, plan, status] = await Promise.all([
        project.ecluse('sql', '--format', 'json', 'SELECT SUM(revenue) AS revenue FROM `gold.revenue`'),
        project.ecluse('plan'),
        project.ecluse('status', '--format', 'json'),
      ]);
      expect(JSON.parse(sql.out)).toMatchObject([{ status: 'ok', rows: [{ revenue: '5' }] }]);
      expect(plan).toMatchObject({ code: 0, out: 'Nothing is due.\n' });
      expect(status.code).toBe(0);
      served.signal('SIGINT');
      const ended = await served.ended;
      expect(ended).toMatchObject({ code: 0, out: expect.stringMatching(/stopped\n$/) });
    } finally {
      await project.close();
    }
  });
});
