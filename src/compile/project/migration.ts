import { z } from 'zod';
import type { Problem } from '../../core/errors';
import type { Migration } from '../../core/manifest';
import { allowance } from '../../core/manifest/migration';
import { problem } from '../problems';
import type { ProjectFile } from './files';
import { YamlSource } from './yaml-source';

export const migrationYaml = z.strictObject({
  reason: z.string().min(1),
  allows: z.array(allowance).min(1),
});

const NAME = /^migrations\/(?<number>\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.yaml$/;

/** The migrations of a project, in the order of their numbers. */
export function readMigrations(files: readonly ProjectFile[]): {
  migrations: Migration[];
  problems: Problem[];
} {
  const read = files.map(readMigration);
  return {
    migrations: read.flatMap(({ migration }) => migration ?? []),
    problems: [...read.flatMap(({ problems }) => problems), ...sameNumbers(files)],
  };
}

function readMigration({ file, text }: ProjectFile): { migration?: Migration; problems: readonly Problem[] } {
  if (!NAME.test(file)) return { problems: [badName(file)] };
  const { data, problems } = new YamlSource(file, text).parse(migrationYaml);
  return data ? { migration: { file, ...data }, problems } : { problems };
}

const badName = (file: string): Problem =>
  problem(
    'file_name',
    { file },
    'this is not the name of a migration.',
    'Name it by a number of four digits and what it does: migrations/0001-drop-legacy-orders.yaml.',
  );

function sameNumbers(files: readonly ProjectFile[]): Problem[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ file }): Problem[] => {
    const number = NAME.exec(file)?.groups?.number;
    if (number === undefined) return [];
    const before = seen.get(number);
    seen.set(number, file);
    const message = `${before} has the same number.`;
    return before ? [problem('file_name', { file }, message, 'Give it the next free number.')] : [];
  });
}
