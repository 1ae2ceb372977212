import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { scaledRates, simulate } from '../../src/simulator';
import { digest, SMALL } from './support/digest';

function digestIn(timeZone: string): string {
  const program = join(__dirname, 'support', 'digest.ts');
  const env = { ...process.env, TZ: timeZone, LC_ALL: 'fr_FR.UTF-8' };
  return execFileSync(process.execPath, ['--import', 'tsx', program], { env, encoding: 'utf8' });
}

describe('a simulated network', () => {
  const here = digest(simulate(SMALL));

  test('is the same to the byte for the same options', () => {
    expect(digest(simulate(SMALL))).toBe(here);
  });

  test('is another one for another seed', () => {
    expect(digest(simulate({ ...SMALL, seed: 43 }))).not.toBe(here);
  });

  test.each(['Pacific/Kiritimati', 'America/St_Johns'])(
    'is the same in a process whose zone is %s',
    (zone) => {
      expect(digestIn(zone)).toBe(here);
    },
  );

  test('does not change what happens when more goes wrong', () => {
    const ids = (rates: number) => {
      const { feeds } = simulate({ ...SMALL, rates: scaledRates(rates) });
      return new Set(feeds.transactions.map(({ fields }) => `${fields.transaction_id}/${fields.line_no}`));
    };
    expect(ids(5)).toEqual(ids(0));
  });

  test('gives a store the same days whether or not another one exists', () => {
    const ofFirst = (stores: number) =>
      simulate({ ...SMALL, stores }).feeds.transactions.filter(({ fields }) =>
        String(fields.transaction_id).startsWith('S01'),
      );
    expect(ofFirst(1)).toEqual(ofFirst(5));
  });
});
