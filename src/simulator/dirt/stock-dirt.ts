import type { Random } from '../random';
import type { StockRates } from '../rates';
import { choose } from './choose';
import { type Emission, type MalformedLine, spoiled } from './emission';
import type { Mail } from './mail';

/**
 * Sends a record about stock with at most one kind of dirt. A late record comes one to three days late; one that
 * would come after the simulation ends is sent in time.
 *
 * @param violation the record as it breaks a rule; asked for only then
 */
export function postStock(
  record: Emission,
  sender: string,
  mail: Mail<Emission | MalformedLine>,
  rates: StockRates,
  random: Random,
  violation: () => Emission,
): void {
  const kind = chosen(rates, random);
  const days = random.int(1, 3);
  if (kind !== 'late') mail.post(sender, record.date, 0, spoiled(kind, record, violation));
  else if (mail.delivers(record.date, days))
    mail.post(sender, record.date, days, [{ ...record, kind: 'late' }]);
  else mail.post(sender, record.date, 0, [record]);
}

function chosen({ duplicate, late, violation, unknownStore, unknownProduct }: StockRates, random: Random) {
  return choose(random, { duplicate, late, violation, unknownStore, unknownProduct });
}
