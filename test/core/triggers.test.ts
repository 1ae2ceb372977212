import fc from 'fast-check';
import { businessDate } from '../../src/core/dates';
import type { Pipeline } from '../../src/core/manifest';
import {
  answered,
  dueReasons,
  firstMemory,
  nextSchedule,
  plausible,
  type TriggerFacts,
  type TriggerMemory,
} from '../../src/core/triggers';

const pipeline = (...triggers: Pipeline['triggers']): Pipeline => ({ name: 'own', models: [], triggers });
const cron = (text: string, zone: string) => ({ kind: 'cron', cron: text, zone }) as const;

const facts = (
  now: string,
  arrived: Record<string, string> = {},
  succeeded: Record<string, string> = {},
): TriggerFacts => ({
  now: new Date(now),
  arrived: new Map(Object.entries(arrived)),
  succeeded: new Map(Object.entries(succeeded)),
});

/** Zones with and without summer time, one that moves by half an hour, one that has skipped a day. */
const ZONES = [
  'UTC',
  'Europe/Paris',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Asia/Beirut',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Atlantic/Azores',
  'America/Havana',
];

const zone = fc.constantFrom(...ZONES);
const HOUR = 3_600_000;

/** The instants at which a pipeline is started that is looked at then and answers at once. */
function starts(own: Pipeline, from: Date, looks: readonly Date[]): Date[] {
  let memory: TriggerMemory = firstMemory(from);
  return looks.filter((now) => {
    const seen = { now, arrived: new Map(), succeeded: new Map() };
    const due = dueReasons(own, memory, seen).length > 0;
    if (due) memory = answered(own, memory, seen, true);
    return due;
  });
}

describe('A schedule', () => {
  test('of a time of day starts once on every local date, in every zone, also when clocks change', () => {
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 2016, max: 2035 }),
        fc.constantFrom('02-25', '03-20', '04-01', '09-01', '09-25', '10-20', '11-01'),
        (timeZone, hour, minute, year, day) => {
          const from = new Date(`${year}-${day}T00:00:00Z`);
          // Each look is the last instant of a quarter of an hour, so what it finds due was due on its own local date.
          const looks = Array.from(
            { length: 24 * 12 * 4 },
            (_, i) => new Date(from.getTime() + ((i + 1) * HOUR) / 4 - 1),
          );
          const dates = starts(pipeline(cron(`${minute} ${hour} * * *`, timeZone)), from, looks).map((now) =>
            businessDate(now, timeZone),
          );
          // The first and the last date may lie outside of what was looked at; on the others exactly one start.
          const whole = dates.slice(1, -1);
          const expected = whole.map((_, i) => Date.parse(`${whole[0]}T00:00:00Z`) + i * 24 * HOUR);
          expect(whole.map((date) => Date.parse(`${date}T00:00:00Z`))).toEqual(expected);
          expect(whole.length).toBeGreaterThanOrEqual(8);
        },
      ),
      { numRuns: 25, examples: [['Asia/Beirut', 0, 1, 2016, '03-20']] },
    );
  });

  test('that was missed any number of times starts once, and none is answered twice', () => {
    fc.assert(
      fc.property(
        zone,
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 40 }),
        (timeZone, minutes) => {
          const own = pipeline(cron('*/30 * * * *', timeZone));
          const from = new Date('2026-10-24T20:10:00Z');
          const looks: Date[] = [];
          for (const pause of minutes)
            looks.push(new Date((looks.at(-1) ?? from).getTime() + pause * 60_000));
          const started = starts(own, from, looks);
          // Half hours of the clock are half hours of UTC in all of these zones but two.
          fc.pre(!['Pacific/Chatham', 'Australia/Lord_Howe'].includes(timeZone));
          const slot = (now: Date) => Math.floor(now.getTime() / (HOUR / 2));
          const expected = looks.filter((now, i) => slot(now) > slot(looks[i - 1] ?? from));
          expect(started).toEqual(expected);
        },
      ),
    );
  });

  test('is not silenced by a clock that was years ahead', () => {
    const now = new Date('2026-10-01T00:00:00Z');
    const wrong = firstMemory(new Date('2030-01-01T00:00:00Z'));
    const own = pipeline(cron('0 3 * * *', 'UTC'));
    const corrected = plausible(wrong, now);
    expect(dueReasons(own, corrected, facts('2026-10-01T03:00:00Z'))).toEqual(['cron 0 3 * * * UTC']);
    expect(plausible(corrected, now)).toBe(corrected);
  });

  test('says when it is next, among all pipelines', () => {
    const paris = pipeline(cron('0 3 * * *', 'Europe/Paris'));
    const tokyo = pipeline({ kind: 'on_file', source: 's' }, cron('0 3 * * *', 'Asia/Tokyo'));
    const now = new Date('2026-10-01T00:00:00Z');
    expect(nextSchedule([paris, tokyo], now)).toEqual(new Date('2026-10-01T01:00:00Z'));
    expect(nextSchedule([pipeline()], now)).toBeNull();
  });
});

describe('Files and other pipelines', () => {
  const own = pipeline({ kind: 'on_file', source: 'orders' }, { kind: 'after', pipeline: 'clean' });
  const memory = firstMemory(new Date('2026-10-01T00:00:00Z'));

  test('start a pipeline when something has arrived that it has not answered', () => {
    const before = facts('2026-10-01T01:00:00Z', { orders: 'v1', other: 'w1' });
    expect(dueReasons(own, memory, before)).toEqual(['on_file orders']);
    const later = answered(own, memory, before, false);
    expect(dueReasons(own, later, before)).toEqual([]);
    expect(dueReasons(own, later, facts('2026-10-01T01:00:00Z', { orders: 'v2' }))).toEqual([
      'on_file orders',
    ]);
  });

  test('that come while it works make it due once more', () => {
    const begun = facts('2026-10-01T01:00:00Z', { orders: 'v1' }, { clean: '2026-10-01T00:30:00.000Z' });
    const ended = answered(own, memory, begun, true);
    const meanwhile = facts('2026-10-01T02:00:00Z', { orders: 'v3' }, { clean: '2026-10-01T01:30:00.000Z' });
    expect(dueReasons(own, ended, meanwhile)).toEqual(['on_file orders', 'after clean']);
  });

  test('chain only after success: a failure leaves what comes after where it is', () => {
    const clean: Pipeline = { name: 'clean', models: [], triggers: [{ kind: 'on_file', source: 'orders' }] };
    const seen = facts('2026-10-01T01:00:00Z', { orders: 'v1' });
    for (const success of [false, true]) {
      const { succeededAt } = answered(clean, memory, seen, success);
      const known: Record<string, string> = succeededAt ? { clean: succeededAt } : {};
      expect(
        dueReasons(own, answered(own, memory, seen, true), facts('2026-10-01T02:00:00Z', {}, known)),
      ).toEqual(success ? ['after clean'] : []);
    }
  });

  test('are due again after a crash, because nothing was answered', () => {
    const seen = facts('2026-10-01T01:00:00Z', { orders: 'v1' });
    const restarted = JSON.parse(JSON.stringify(memory)) as TriggerMemory;
    expect(dueReasons(own, restarted, seen)).toEqual(dueReasons(own, memory, seen));
  });
});
