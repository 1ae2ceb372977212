/** Where in the SQL text: 1-based. */
export interface SqlPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * The statement cannot be compiled: `invalid` is what BigQuery would refuse too (unknown column, wrong type),
 * `unsupported` is outside the subset that is proven equal on DuckDB.
 */
export class SqlRefusal extends Error {
  override readonly name = 'SqlRefusal';
  constructor(
    readonly kind: 'invalid' | 'unsupported',
    /** What was found, in one sentence. */
    readonly reason: string,
    /** What to write instead, in one sentence; absent when the analyzer's own message says it. */
    readonly remedy?: string,
    readonly position?: SqlPosition,
  ) {
    super(
      [position ? `${position.line}:${position.column}: ${reason}` : reason, remedy]
        .filter(Boolean)
        .join(' '),
    );
  }
}

/** A refusal as the generator throws it: it knows a byte of the text, the caller knows the lines. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
  /** UTF-8 offset into the statement; set by the first enclosing node that has one. */
  offset: number | undefined;
  constructor(
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(reason);
  }
}

/** `remedy`: what to write instead, in one sentence. There always is something. */
export function unsupported(reason: string, remedy: string): never {
  throw new Unsupported(reason, remedy);
}

/** The analyzer answered with something that its own rules exclude: a defect here, nothing that other SQL would mend. */
export function defect(what: string): never {
  throw new Error(`The analyzer's resolved tree is not understood: ${what}`);
}

/** Runs `visit`; a refusal from inside gets this place in the text, unless it knows a nearer one. */
export function located<Result>(offset: number | undefined, visit: () => Result): Result {
  try {
    return visit();
  } catch (error) {
    if (error instanceof Unsupported) error.offset ??= offset;
    throw error;
  }
}

/** Line and column of a UTF-8 byte offset; columns count characters, as editors do. */
export function positionAt(sql: string, offset: number): SqlPosition {
  const before = Buffer.from(sql, 'utf8').subarray(0, offset).toString('utf8');
  const lines = before.split('\n');
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}
