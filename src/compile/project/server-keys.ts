import type { Problem } from '../../core/errors';
import { nearest } from '../nearest';
import { didYouMean, type Places, problemAt } from '../problems';
import type { OdcsServer } from './odcs';

const OF_ALL = ['id', 'server', 'type', 'description', 'environment', 'roles', 'customProperties'];
const DESCRIBED = [...OF_ALL, 'tags', 'authoritativeDefinitions'];
const OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  local: ['path', 'format', 'delimiter'],
  pubsub: ['path', 'format', 'project'],
  api: ['location'],
};

/** Keys of a server that nothing reads; the standard has many, each for types of its own. */
export function serverKeyProblems(places: Places, server: OdcsServer): Problem[] {
  const own = OF_TYPE[server.type];
  if (!own) return [];
  const known = [...DESCRIBED, ...own];
  return Object.keys(server)
    .filter((key) => !known.includes(key))
    .map((key) =>
      problemAt(
        places,
        ['servers', 0, key],
        'unknown_key',
        `a server of type ${server.type} has no ${key}.`,
        didYouMean(nearest(key, known), `It has ${[...OF_ALL, ...own].join(', ')}.`),
      ),
    );
}
