import fc from 'fast-check';
import { type EndedTask, judgeTask, type Measure } from '../../src/core/alerts';
import { judgeSla } from '../../src/core/alerts/sla';
import { addDays } from '../../src/core/dates';
import { DATE, days, ended, planned, THRESHOLDS } from './support/ended-tasks';

const kinds = (task: EndedTask, history: readonly Measure[]) =>
  judgeTask(task, history, THRESHOLDS).map(({ kind }) => kind);

describe('A task', () => {
  test('like those before it is no alert', () => {
    expect(kinds(ended(), days(60))).toEqual([]);
  });

  test('that takes more than twice the mean of comparable ones is, one of many more dates is not', () => {
    expect(kinds(ended({ seconds: 61 }), days(20))).toEqual(['duration']);
    expect(kinds(ended({ seconds: 60 }), days(20))).toEqual([]);
    expect(kinds(ended({ seconds: 61 }), days(2))).toEqual([]);
    expect(kinds(ended({ seconds: 9 }), days(20, 1000, 1))).toEqual([]);
    const dates = Array.from({ length: 3 }, (_, i) => planned(addDays(DATE, i - 2)));
    const three = { ...ended().task, dates };
    expect(
      kinds(ended({ seconds: 90, task: three, counts: { staged: 3000, passed: 3000 } }), days(30)),
    ).toEqual([]);
  });

  test('with less than 80 % of the mean of the same weekday is, an open day and a short history are not', () => {
    const few = { counts: { staged: 799, passed: 799 } };
    expect(kinds(ended(few), days(21))).toEqual(['records']);
    expect(kinds(ended({ counts: { staged: 800, passed: 800 } }), days(21))).toEqual([]);
    expect(kinds(ended({ ...few, open: true }), days(21))).toEqual([]);
    expect(kinds(ended(few), days(13))).toEqual([]);
  });

  test('is compared with the same weekday only', () => {
    const others = days(56).map((measure) => ({
      ...measure,
      records: (Date.parse(DATE) - Date.parse(measure.date ?? '')) % (7 * 86_400_000) === 0 ? 100 : 100_000,
    }));
    expect(kinds(ended({ counts: { staged: 90, passed: 90 } }), others)).toEqual([]);
  });

  test('with a day of more than 1 % of its rows in quarantine is, among however good days, naming checks and hashes', () => {
    const counts = { staged: 30_000, passed: 29_989, quarantined: 11 };
    const rejected = { day: '2026-10-26', staged: 1000, quarantined: 11 };
    const [alert] = judgeTask(
      ended({ counts, rejected, checks: ['range: amount'], keys: ['ab12'] }),
      [],
      THRESHOLDS,
    );
    expect(alert).toEqual({
      kind: 'rejected',
      run: 'R',
      pipeline: 'nightly',
      task: 'silver_orders',
      model: 'silver.orders',
      owner: 'sales',
      checks: ['range: amount'],
      keys: ['ab12'],
      counts,
      message: '11 of 1000 rows on 2026-10-26 went into quarantine; 1 % is the limit',
      replay: { how: 'quarantine', model: 'silver.orders', dates: { start: DATE, end: DATE } },
    });
    expect(kinds(ended({ rejected: { ...rejected, quarantined: 10 } }), [])).toEqual([]);
  });

  test('that failed is, with the command that runs it again; one that was skipped or cancelled is not', () => {
    const [alert] = judgeTask(ended({ state: 'FAILED', reason: 'unique: order_id' }), days(60), THRESHOLDS);
    expect(alert).toMatchObject({ kind: 'failed', replay: { how: 'rerun', run: 'R' } });
    for (const state of ['SKIPPED', 'CANCELLED'] as const)
      expect(kinds(ended({ state, seconds: 1000 }), days(60))).toEqual([]);
  });

  test('is judged alike in whatever order others were measured before the last of each date', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(days(60), { minLength: 60 }), (history) => {
        expect(kinds(ended({ seconds: 100, counts: { staged: 10, passed: 10 } }), history)).toEqual([
          'duration',
          'records',
        ]);
      }),
    );
  });
});

describe('The hour of a pipeline', () => {
  const pipeline = { name: 'nightly', sla: { finishBy: '06:00' } };
  const zone = { timeZone: 'Europe/Paris', next: null };
  const at = (time: string) => new Date(`2026-10-26T${time}:00Z`);

  test('is missed when nothing has succeeded since midnight of its zone', () => {
    const facts = { ...zone, seconds: [], succeededAt: '2026-10-25T21:00:00Z' };
    expect(judgeSla(pipeline, { ...facts, now: at('05:00') })).toMatchObject({
      kind: 'late',
      date: '2026-10-26',
    });
    expect(judgeSla(pipeline, { ...facts, now: at('04:59') })).toBeNull();
    expect(
      judgeSla(pipeline, { ...facts, now: at('05:00'), succeededAt: '2026-10-25T23:30:00Z' }),
    ).toBeNull();
    expect(judgeSla({ name: 'free' }, { ...facts, now: at('05:00') })).toBeNull();
  });

  test('is in danger when the mean of what it took ends after it, from the next schedule on', () => {
    const facts = { ...zone, succeededAt: undefined, seconds: [3600, 7200] };
    expect(judgeSla(pipeline, { ...facts, now: at('03:31') })?.kind).toBe('at_risk');
    expect(judgeSla(pipeline, { ...facts, now: at('03:29') })).toBeNull();
    expect(judgeSla(pipeline, { ...facts, now: at('01:00'), next: at('04:00') })?.kind).toBe('at_risk');
    expect(judgeSla(pipeline, { ...facts, now: at('01:00'), next: at('02:00') })).toBeNull();
  });
});
