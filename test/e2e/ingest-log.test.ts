import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastIngests } from '../../src/ingest/ingest-log';
import { landed, sweep } from '../../src/ingest/sweep';
import { REPOSITORY, Workshop } from './workshop';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
  mkdirSync(join(workshop.landing, 'orders'), { recursive: true });
  writeFileSync(
    join(workshop.landing, 'orders/a.csv'),
    'order_id,ordered_at,amount,updated_at\no1,2026-10-01 10:00:00,1,\nbroken\n',
  );
  writeFileSync(join(workshop.landing, 'orders/b.csv'), 'nothing\n');
});
afterEach(() => workshop.close());

const ingests = () => lastIngests(workshop.context, 5);

describe('the log of ingests', () => {
  test('has what became of the files, and nothing where none had landed', async () => {
    expect((await landed(workshop.context)).waiting.map(({ object }) => object.name)).toEqual([
      'orders/a.csv',
      'orders/b.csv',
    ]);
    await workshop.sweep();
    await workshop.sweep();
    expect((await landed(workshop.context)).waiting).toEqual([]);
    const counts = { loaded: 1, refused: 1, records: 1, malformed: 1 };
    expect(await ingests()).toMatchObject([{ state: 'SUCCESS', files: 2, counts }]);
  });

  test('says of one that broke, or whose process died, that it has failed, and of one at work that it runs', async () => {
    const { context } = workshop;
    const broken = new Error('stopped');
    const ending = AbortSignal.abort(broken);
    await expect(sweep({ ...context, ending }, 'r1')).rejects.toBe(broken);
    const self = await context.machine.self();
    const write = (run: string, worker: object): Promise<unknown> =>
      context.objects.write(
        'journal',
        `ingests/${run}.json`,
        JSON.stringify({ run, startedAt: '2026-10-01T00:00:00Z', files: 2, worker }),
      );
    await write('r2', { ...self, started: 'long ago' });
    await write('r3', self);
    expect((await ingests()).map(({ run, state }) => [run, state])).toEqual([
      ['r3', 'RUNNING'],
      ['r2', 'FAILED'],
      ['r1', 'FAILED'],
    ]);
  });
});
