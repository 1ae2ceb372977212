/** Where stores can stand: city, region as in ISO 3166-2:FR, and what the store there is called. */
export interface Place {
  readonly city: string;
  readonly region: string;
  readonly name: string;
}

export const PLACES: readonly Place[] = [
  { city: 'Paris', region: 'IDF', name: 'Paris Rivoli' },
  { city: 'Lyon', region: 'ARA', name: 'Lyon Part-Dieu' },
  { city: 'Nantes', region: 'PDL', name: 'Nantes Graslin' },
  { city: 'Lille', region: 'HDF', name: 'Lille Flandres' },
  { city: 'Rennes', region: 'BRE', name: 'Rennes Sainte-Anne' },
  { city: 'Toulouse', region: 'OCC', name: 'Toulouse Purpan' },
  { city: 'Dijon', region: 'BFC', name: 'Dijon Darcy' },
  { city: 'Rouen', region: 'NOR', name: 'Rouen Vieux-Marché' },
  { city: 'Marseille', region: 'PAC', name: 'Marseille Prado' },
  { city: 'Bordeaux', region: 'NAQ', name: 'Bordeaux Mériadeck' },
  { city: 'Strasbourg', region: 'GES', name: 'Strasbourg Kléber' },
  { city: 'Paris', region: 'IDF', name: 'Paris Gare de Lyon' },
  { city: 'Tours', region: 'CVL', name: 'Tours Jaurès' },
  { city: 'Nice', region: 'PAC', name: 'Nice Masséna' },
  { city: 'Ajaccio', region: 'COR', name: 'Ajaccio Fesch' },
  { city: 'Grenoble', region: 'ARA', name: 'Grenoble Grand-Place' },
];

/** A store that moves goes here. */
export const NEW_PLACE: Place = { city: 'Saint-Malo', region: 'BRE', name: 'Saint-Malo Intra-Muros' };
