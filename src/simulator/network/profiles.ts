/** What kind of store it is: who comes, when, and what they buy. */
export interface Profile {
  readonly kind: 'flagship' | 'mall' | 'neighbourhood' | 'station';
  readonly areaM2: number;
  readonly sensors: number;
  readonly openingHour: number;
  readonly closingHour: number;
  /** Mean visitors an opening hour on an average day. */
  readonly visitors: number;
  /** Share of visitors who buy. */
  readonly conversion: number;
  /** Probability of one more line on a receipt, after each line. */
  readonly nextLine: number;
  /** Share of the assortment on the shelves. */
  readonly assortment: number;
  /** Weight of each hour on the clock, 0 to 23; scaled to a mean of 1 over the opening hours. */
  readonly hours: readonly number[];
}

const DAYTIME = [0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 9, 11, 12, 10, 9, 10, 12, 15, 16, 12, 8, 4, 0, 0];
const AFTER_WORK = [0, 0, 0, 0, 0, 0, 0, 4, 9, 9, 9, 11, 12, 7, 6, 7, 10, 15, 18, 13, 7, 0, 0, 0];
const ROUND_THE_CLOCK = [
  5, 5, 5, 5, 6, 9, 15, 20, 21, 15, 12, 12, 14, 13, 12, 13, 16, 21, 20, 16, 12, 9, 7, 6,
];

const FLAGSHIP: Profile = {
  kind: 'flagship',
  areaM2: 1450,
  sensors: 3,
  openingHour: 9,
  closingHour: 20,
  visitors: 36,
  conversion: 0.22,
  nextLine: 0.6,
  assortment: 1,
  hours: DAYTIME,
};

const MALL: Profile = {
  kind: 'mall',
  areaM2: 820,
  sensors: 2,
  openingHour: 10,
  closingHour: 21,
  visitors: 26,
  conversion: 0.2,
  nextLine: 0.58,
  assortment: 0.85,
  hours: DAYTIME,
};

const NEIGHBOURHOOD: Profile = {
  kind: 'neighbourhood',
  areaM2: 260,
  sensors: 1,
  openingHour: 8,
  closingHour: 20,
  visitors: 10,
  conversion: 0.4,
  nextLine: 0.55,
  assortment: 0.6,
  hours: AFTER_WORK,
};

/** Never closes, so that the nights in which the clocks change have sales. */
const STATION: Profile = {
  kind: 'station',
  areaM2: 140,
  sensors: 2,
  openingHour: 0,
  closingHour: 24,
  visitors: 9,
  conversion: 0.3,
  nextLine: 0.4,
  assortment: 0.5,
  hours: ROUND_THE_CLOCK,
};

/** Profile of the first, second … store; after the last it starts again. */
export const PROFILES: readonly Profile[] = [
  FLAGSHIP,
  MALL,
  NEIGHBOURHOOD,
  STATION,
  NEIGHBOURHOOD,
  MALL,
  NEIGHBOURHOOD,
  NEIGHBOURHOOD,
];
