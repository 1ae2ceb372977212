import type { World } from '../ports/context';
import type { Executions } from '../ports/executions';
import { findJson, unless } from './json-object';
import { silenceMs } from './lease';

const WANTED = 'wanted/';
const nameOf = (pipeline: string): string => `${WANTED}${pipeline}.json`;
/** For what nobody is at. */
const NEVER = new Date(0).toISOString();

interface Mark {
  /** ISO instant at which somebody was last seen at it. */
  readonly at: string;
  readonly trigger: string;
  /** Absent: whoever plans next sees all that has come in before. */
  readonly planning?: {
    readonly execution: string;
    /** Something has come in since that it may not see. */
    readonly again: boolean;
  };
}

/**
 * What files wait for: that a run of a pipeline is planned after them. However many they are, one execution waits for
 * all of them. The mark in the journal stands from the first of them until a plan has been made that saw the last.
 */
export class Wanted {
  constructor(
    private readonly world: World,
    private readonly executions: Executions,
    private readonly pipeline: string,
  ) {}

  /** Something has come in: an execution is started, unless one waits that will see it. @throws when it cannot be */
  async want(trigger: string): Promise<void> {
    const before = await this.change((mark) => {
      if (!mark || this.isForgotten(mark)) return this.waiting(trigger);
      return mark.planning && !mark.planning.again ? { ...mark, planning: again(mark.planning) } : mark;
    });
    if (!before || this.isForgotten(before)) await this.start(trigger);
  }

  /** Starts it again where whoever was to plan it has said nothing for long. @returns whether it did */
  async revive(): Promise<boolean> {
    const before = await this.change((mark) =>
      mark && this.isForgotten(mark) ? this.waiting(mark.trigger) : mark,
    );
    if (!before || !this.isForgotten(before)) return false;
    await this.start(before.trigger);
    return true;
  }

  /** Before an execution looks at what there is: what comes in from now on is not certain to be seen. */
  async take(execution: string): Promise<void> {
    await this.change((mark) => {
      if (!mark || isOthers(mark, execution)) return mark;
      // Two calls may plan for one execution, and the one that looked first may be the one that begins the run.
      const planning = { execution, again: mark.planning?.again ?? false };
      return { ...mark, at: this.now(), planning };
    });
  }

  /** The execution has to wait for others, and will look again. */
  async wait(execution: string): Promise<void> {
    await this.change((mark) => (isOwn(mark, execution) ? this.waiting(mark.trigger) : mark));
  }

  /** The execution has planned. What it may not have seen is planned by another one. */
  async settle(execution: string): Promise<void> {
    const before = await this.change((mark) => {
      if (!isOwn(mark, execution)) return mark;
      return mark.planning?.again ? this.waiting(mark.trigger) : null;
    });
    // What cannot be started now stays forgotten until the next file or the sweep: the plan that was made counts.
    if (isOwn(before, execution) && before.planning?.again)
      await this.start(before.trigger).catch(() => undefined);
  }

  private async start(trigger: string): Promise<void> {
    try {
      await this.executions.start({ pipeline: this.pipeline, trigger });
    } catch (error) {
      await this.change((mark) => (mark && !mark.planning ? { ...mark, at: NEVER } : mark));
      throw error;
    }
  }

  /**
   * Puts another mark in the place of the one that stands there; the same one: leaves it.
   * @returns the one that stood there
   */
  private async change(to: (mark: Mark | null) => Mark | null): Promise<Mark | null> {
    const { objects } = this.world;
    const name = nameOf(this.pipeline);
    for (;;) {
      const found = await findJson(objects, name);
      const mark = (found?.content ?? null) as Mark | null;
      const next = to(mark);
      if (next === mark) return mark;
      const ifGeneration = found?.generation ?? '0';
      const changing: Promise<unknown> = next
        ? objects.write('journal', name, JSON.stringify(next), { ifGeneration })
        : objects.delete('journal', name, { ifGeneration });
      if ((await unless('precondition', changing)) !== null) return mark;
    }
  }

  private waiting(trigger: string): Mark {
    return { at: this.now(), trigger };
  }

  private isForgotten({ at }: Mark): boolean {
    return Date.parse(at) + silenceMs(this.world) <= this.world.clock.now().getTime();
  }

  private now(): string {
    return this.world.clock.now().toISOString();
  }
}

const again = (planning: NonNullable<Mark['planning']>): NonNullable<Mark['planning']> => ({
  ...planning,
  again: true,
});

const isOwn = (mark: Mark | null, execution: string): mark is Mark => mark?.planning?.execution === execution;

const isOthers = ({ planning }: Mark, execution: string): boolean =>
  planning !== undefined && planning.execution !== execution;

/** Starts what files wait for and nobody is at any more. @returns the pipelines */
export async function reviveWanted(world: World, executions: Executions): Promise<string[]> {
  const revived: string[] = [];
  for await (const { name } of world.objects.list('journal', WANTED)) {
    const pipeline = name.slice(WANTED.length, -'.json'.length);
    if (await new Wanted(world, executions, pipeline).revive()) revived.push(pipeline);
  }
  return revived;
}
