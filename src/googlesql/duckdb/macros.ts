/**
 * The macro library, written in `macros/*.sql`: GoogleSQL's meaning in DuckDB's words. A macro that can fail calls
 * `bq_raise(message)`; its twin `bq_safe_…`, made from it here, gives NULL instead and serves `SAFE.F(…)`.
 * `bq_refuse(message)` stays an error in both: the value is outside of what is proven equal.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Macro {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
}

/** In an order in which each finds what it calls. */
const FILES = ['base', 'numbers', 'strings', 'arrays', 'dates', 'casts', 'json', 'json-type'];
const RAISE = 'bq_raise';

let library: readonly Macro[] | undefined;
let failing: ReadonlySet<string> | undefined;

/** `CREATE MACRO` statements in an order in which each finds what it calls. */
export function macroStatements(): readonly string[] {
  const twins = macros()
    .filter(({ name }) => canFail(name))
    .map(twin);
  return [...macros(), ...twins].map(
    ({ name, parameters, body }) => `CREATE OR REPLACE TEMP MACRO ${name}(${parameters}) AS ${body}`,
  );
}

export function canFail(name: string): boolean {
  failing ??= findFailing();
  return failing.has(name);
}

export function safeTwin(name: string): string {
  return name.replace(/^bq_/, 'bq_safe_');
}

function macros(): readonly Macro[] {
  library ??= FILES.flatMap((file) =>
    parseMacros(readFileSync(join(__dirname, 'macros', `${file}.sql`), 'utf8')),
  );
  return library;
}

function parseMacros(text: string): readonly Macro[] {
  const statements = text.replace(/^\s*--.*$/gm, '').split(/;\s*(?:\n|$)/);
  return statements.filter((statement) => statement.trim()).map(parseMacro);
}

function parseMacro(statement: string): Macro {
  const found = /^\s*CREATE MACRO (\w+)\(([^)]*)\) AS\s+(.*)$/s.exec(statement);
  if (!found) throw new Error(`No macro definition: ${statement.trim().slice(0, 80)}`);
  const [, name = '', parameters = '', body = ''] = found;
  return { name, parameters, body: body.trim() };
}

/** Macros that raise, by themselves or through one they call. */
function findFailing(): ReadonlySet<string> {
  const found = new Set([RAISE]);
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { name, body } of macros()) if (callsAny(body, found)) found.add(name);
  }
  return found;
}

function callsAny(body: string, names: ReadonlySet<string>): boolean {
  return (body.match(/\bbq_\w+(?=\()/g) ?? []).some((name) => names.has(name));
}

function twin({ name, parameters, body }: Macro): Macro {
  const safeBody = body.replace(/\bbq_\w+(?=\()/g, (called) => (canFail(called) ? safeTwin(called) : called));
  return { name: safeTwin(name), parameters, body: name === RAISE ? 'NULL' : safeBody };
}
