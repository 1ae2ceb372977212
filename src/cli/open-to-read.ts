import type { Progress } from '../ports/progress';
import { readKept } from './kept';
import { prepareForReading } from './prepare';
import { type LocalContext, type LocalProject, openContext } from './wire';

export interface ReadingContext extends LocalContext {
  /** False while the tables are those of before a change that only work on them carries out. */
  readonly current: boolean;
}

/** Opens the project to look at what is there; its manifest describes that. */
export async function openToRead(project: LocalProject, progress: Progress): Promise<ReadingContext> {
  const before = readKept(project.root, 'prepared');
  const context = await openContext(project, progress);
  try {
    const manifest = await prepareForReading(context, before);
    return { ...context, manifest, current: manifest === project.manifest };
  } catch (error) {
    await context.close();
    throw error;
  }
}
