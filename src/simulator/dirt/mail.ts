import { addDays } from '../time/dates';

/** What is sent on a day, or some days late, in the order in which it was sent. */
export class Mail<Item> {
  private readonly bags = new Map<string, Item[]>();

  constructor(private readonly dates: readonly string[]) {}

  /** Whether something that is `days` late still arrives before the simulation ends. */
  delivers(date: string, days: number): boolean {
    return addDays(date, days) <= (this.dates.at(-1) ?? '');
  }

  post(sender: string, date: string, daysLate: number, items: readonly Item[]): void {
    const bag = this.bag(sender, addDays(date, daysLate));
    bag.push(...items);
  }

  of(sender: string, date: string): readonly Item[] {
    return this.bag(sender, date);
  }

  private bag(sender: string, date: string): Item[] {
    const key = `${sender}/${date}`;
    const bag = this.bags.get(key) ?? [];
    this.bags.set(key, bag);
    return bag;
  }
}
