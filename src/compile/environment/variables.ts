/** Environment variables, such as `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

export interface Missing {
  readonly path: PropertyKey[];
  readonly name: string;
}

const PLACEHOLDER = /\{env:([A-Z_][A-Z0-9_]*)\}/g;

/** A value with every `{env:NAME}` in its texts replaced; an empty variable counts as missing. */
export function withVariables(value: unknown, variables: Variables): { value: unknown; missing: Missing[] } {
  const missing: Missing[] = [];
  const fill = (part: unknown, path: PropertyKey[]): unknown => {
    if (typeof part === 'string')
      return part.replace(PLACEHOLDER, (_, name: string) => {
        const found = variables[name];
        if (!found) missing.push({ path, name });
        return found ?? '';
      });
    if (Array.isArray(part)) return part.map((item, index) => fill(item, [...path, index]));
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, fill(item, [...path, key])]));
  };
  return { value: fill(value, []), missing };
}
