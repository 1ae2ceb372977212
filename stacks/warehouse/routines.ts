import { BigqueryRoutine } from '@cdktf/provider-google/lib/bigquery-routine';
import type { MedallionDataset } from '../constructs/dataset';
import type { EnvironmentStack } from '../environment-stack';
import { literal } from '../escape';
import { slug } from '../names';
import { namesIn, withProject } from './query';
import { fieldOf, members } from './schema';
import { datasetOf } from './tables';

/** A `CREATE FUNCTION` in its parts; the compiler has checked that it names `fn.<name>`. */
export interface SqlFunction {
  readonly dataset: string;
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly type: string }[];
  readonly returns?: string;
  readonly body: string;
}

const CREATE =
  /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+)?FUNCTION\s+`?(\w+)\.(\w+)`?\s*\(([\s\S]*?)\)\s*(?:RETURNS\s+([\w<>,() ]+?)\s*)?AS\s*\(([\s\S]*)\)\s*;?\s*$/i;

/** SQL functions of the project as routines, by name; each waits for those that it calls. */
export function makeRoutines(
  stack: EnvironmentStack,
  datasets: ReadonlyMap<string, MedallionDataset>,
): Map<string, BigqueryRoutine> {
  const { project } = stack.environment;
  const names = new Set(stack.manifest.functions.map(({ name }) => name));
  const made = new Map<string, BigqueryRoutine>();
  for (const { name, file, statement } of stack.manifest.functions) {
    const parsed = parseFunction(statement.googlesql, file);
    const called = namesIn(parsed.body, names).flatMap((other) => made.get(other) ?? []);
    const routine = new BigqueryRoutine(stack, slug(`function-${name}`), {
      project,
      datasetId: parsed.dataset,
      routineId: parsed.name,
      routineType: 'SCALAR_FUNCTION',
      language: 'SQL',
      definitionBody: literal(withProject(parsed.body, project, names)),
      arguments: parsed.arguments.map((argument) => ({
        name: argument.name,
        dataType: JSON.stringify(dataType(argument.name, argument.type)),
      })),
      ...(parsed.returns && { returnType: JSON.stringify(dataType('result', parsed.returns)) }),
      dependsOn: [datasetOf(datasets, name).dataset, ...called],
    });
    made.set(name, routine);
  }
  return made;
}

export function parseFunction(sql: string, file: string): SqlFunction {
  const [, dataset, name, args = '', returns, body] = CREATE.exec(sql.replace(/^\s*--.*$/gm, '')) ?? [];
  if (!dataset || !name || !body)
    throw new Error(
      `${file}: expected CREATE FUNCTION fn.name(argument TYPE, …) RETURNS TYPE AS (expression).`,
    );
  return {
    dataset,
    name,
    arguments: argumentsOf(args, file),
    ...(returns && { returns: returns.trim() }),
    body: body.trim(),
  };
}

const argumentsOf = (text: string, file: string): { name: string; type: string }[] =>
  text.trim() === ''
    ? []
    : members(text).map((argument) => {
        const [, name, type] = /^\s*`?(\w+)`?\s+(.+?)\s*$/s.exec(argument) ?? [];
        if (!name || !type)
          throw new Error(`${file}: argument ${argument.trim()} has no type. Write name TYPE.`);
        return { name, type };
      });

/** The API's JSON of a type. */
function dataType(name: string, type: string): object {
  const array = /^ARRAY<(.*)>$/s.exec(type);
  if (array) return { typeKind: 'ARRAY', arrayElementType: dataType(name, array[1] ?? '') };
  const field = fieldOf(name, type);
  if (!field.fields) return { typeKind: type };
  const inner = /^STRUCT<(.*)>$/s.exec(type)?.[1] ?? '';
  const fields = argumentsOf(inner, name).map((member) => ({
    name: member.name,
    type: dataType(member.name, member.type),
  }));
  return { typeKind: 'STRUCT', structType: { fields } };
}
