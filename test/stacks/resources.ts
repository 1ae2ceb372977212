import { type Arguments, type StackJson, synthesized } from './synthesized';

/** A resource of a stack, with where it is. */
export interface Found {
  readonly stack: string;
  readonly environment: string;
  readonly type: string;
  readonly id: string;
  readonly value: Arguments;
}

export function resourcesOf(stacks: ReadonlyMap<string, StackJson>): Found[] {
  return [...stacks].flatMap(([stack, { resource = {} }]) =>
    Object.entries(resource).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, value]) => ({
        stack,
        environment: stack.split('-')[0] ?? '',
        type,
        id,
        value,
      })),
    ),
  );
}

/** All resources of all environments of the project in this repository. */
export const ALL = resourcesOf(synthesized().stacks);

export const ofType = (...types: string[]): Found[] => ALL.filter(({ type }) => types.includes(type));

export const addressOf = ({ stack, type, id }: Found): string => `${stack}: ${type}.${id}`;

/** What does not hold, by address; empty when the policy holds everywhere. */
export const breaking = (
  found: readonly Found[],
  holds: (value: Found['value'], where: Found) => unknown,
): string[] => found.filter((where) => !holds(where.value, where)).map(addressOf);

/** The value at a path of keys and indexes, `a.0.b`; undefined when there is none. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
