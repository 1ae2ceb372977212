import type { ResolvedOptions } from '../options';
import { stream } from '../random';
import { addDays } from '../time/dates';
import { NEW_PLACE, PLACES, type Place } from './places';
import { PROFILES, type Profile } from './profiles';
import { current } from './versions';

/** A store of the network with everything that it was in the course of time. */
export interface Store {
  readonly id: string;
  readonly profile: Profile;
  readonly openedOn: string;
  /** In order of `from`; the first is from before the simulation. */
  readonly versions: readonly StoreVersion[];
  /** Own level of traffic, around 1. */
  readonly attraction: number;
}

export interface StoreVersion {
  /** First business date on whose morning the store is like this. */
  readonly from: string;
  readonly name: string;
  readonly region: string;
  readonly city: string;
  readonly areaM2: number;
}

export function buildStores(options: ResolvedOptions): readonly Store[] {
  return Array.from({ length: options.stores }, (_, index) => buildStore(index, options));
}

export function storeOn(store: Store, date: string): StoreVersion {
  return current(store.versions, date);
}

function buildStore(index: number, options: ResolvedOptions): Store {
  const id = `S${String(index + 1).padStart(2, '0')}`;
  const random = stream(options.seed, 'store', id);
  const profile = at(PROFILES, index);
  const openedOn = `${random.int(2004, 2022)}-0${random.int(1, 9)}-${random.int(10, 28)}`;
  const first = firstVersion(index, profile, openedOn, random.int(-40, 40));
  return {
    id,
    profile,
    openedOn,
    versions: [first, ...laterVersions(index, first, options)],
    attraction: random.around(1, 0.2),
  };
}

function firstVersion(index: number, profile: Profile, from: string, areaChange: number): StoreVersion {
  const place = at(PLACES, index);
  const round = Math.floor(index / PLACES.length);
  const name = round === 0 ? place.name : `${place.name} ${round + 1}`;
  return { ...placed(place), from, name, areaM2: profile.areaM2 + areaChange };
}

/** The fifth store moves to another city in the middle of the time; the third takes a new name before. */
function laterVersions(
  index: number,
  first: StoreVersion,
  { startDate, days }: ResolvedOptions,
): StoreVersion[] {
  if (index === 4 && days >= 4) {
    const from = addDays(startDate, Math.floor(days / 2));
    return [{ ...placed(NEW_PLACE), from, areaM2: first.areaM2 + 120 }];
  }
  if (index === 2 && days >= 4) {
    return [{ ...first, from: addDays(startDate, Math.floor(days / 3)), name: `${first.name} - Le Marché` }];
  }
  return [];
}

function placed(place: Place): Pick<StoreVersion, 'name' | 'region' | 'city'> {
  return { name: place.name, region: place.region, city: place.city };
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('The list is empty.');
  return item;
}
