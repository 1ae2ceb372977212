/** Where in a project's file. Lines and columns are 1-based. */
export interface Place {
  /** Relative to the project. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export const placeText = (place: Place): string =>
  [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');

/** One thing that is wrong in what a data team wrote: where, what was found, what to do. */
export interface Problem {
  readonly code: string;
  readonly place: Place;
  /** What was found and what was expected, in one sentence. */
  readonly message: string;
  /** What to do, in one sentence. */
  readonly remedy: string;
}

export const problemText = (problem: Problem): string =>
  `${placeText(problem.place)}: ${problem.message}\n    ${problem.remedy}`;

/** The project cannot be compiled. Carries every problem found, not only the first. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
  }
}
