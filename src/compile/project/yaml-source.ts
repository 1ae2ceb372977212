import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../../core/errors';
import { nearest } from '../nearest';

type Path = readonly PropertyKey[];

/** A YAML text that remembers where everything stands. */
export class YamlSource {
  private readonly document: Document.Parsed;
  private readonly counter = new LineCounter();

  /** @param firstLine line of the file on which the text begins */
  constructor(
    readonly file: string,
    text: string,
    private readonly firstLine = 1,
  ) {
    this.document = parseDocument(text.replace(/^\uFEFF/, ''), {
      lineCounter: this.counter,
      prettyErrors: false,
    });
  }

  /** Problems of the syntax; when there are any, nothing else is looked at. */
  syntaxProblems(): Problem[] {
    return this.document.errors.map((error) => ({
      code: 'yaml_syntax',
      place: { file: this.file, ...this.position(error.pos[0]) },
      message: `this is not YAML: ${error.message.replace(/\.?$/, '.')}`,
      remedy: 'Correct the line; indent with spaces, and quote text that begins with a special character.',
    }));
  }

  /** The validated content, or the problems with their places. */
  parse<T extends z.ZodType>(schema: T): { data?: z.infer<T>; problems: Problem[] } {
    const syntax = this.syntaxProblems();
    if (syntax.length > 0) return { problems: syntax };
    const parsed = schema.safeParse(this.document.toJS() ?? {});
    if (parsed.success) return { data: parsed.data, problems: [] };
    return { problems: parsed.error.issues.flatMap((issue) => this.problemsOf(deepest(issue), schema)) };
  }

  /** Line of what stands at a path, or of the nearest that encloses it. */
  line(path: Path): number {
    return this.place(path).line;
  }

  problem(code: string, path: Path, message: string, remedy: string): Problem {
    return { code, place: { file: this.file, ...this.place(path) }, message, remedy };
  }

  private problemsOf(issue: Issue, schema: z.ZodType): Problem[] {
    if (issue.code !== 'unrecognized_keys') {
      const where = issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ` : '';
      return [this.problem('invalid_value', issue.path, `${where}${issue.message}.`, this.remedyFor(issue))];
    }
    return issue.keys.map((key) => {
      const guess = nearest(key, knownKeys(schema, issue.path));
      const remedy = guess
        ? `Did you mean ${guess}?`
        : 'Remove it, or see docs/project.md for what may stand here.';
      return this.problem('unknown_key', [...issue.path, key], `${key} is not known here.`, remedy);
    });
  }

  private remedyFor(issue: Issue): string {
    const found = JSON.stringify(this.document.getIn([...issue.path]) ?? null)?.slice(0, 60);
    if (issue.code === 'invalid_value') {
      const guess = nearest(String(this.document.getIn([...issue.path])), issue.values.map(String));
      return `Found ${found}. ${guess ? `Did you mean ${guess}?` : `One of ${issue.values.map(String).join(', ')}.`}`;
    }
    return `Found ${found}. See docs/project.md for what may stand here.`;
  }

  private place(path: Path): { line: number; column: number } {
    for (let length = path.length; length >= 0; length--) {
      const start = this.startOf(path.slice(0, length));
      if (start !== undefined) return this.position(start);
    }
    return this.position(0);
  }

  /** A key of a map stands where the key stands, not its value. */
  private startOf(path: Path): number | undefined {
    const parent = path.length > 0 ? this.document.getIn(path.slice(0, -1), true) : undefined;
    const root = path.length === 1 ? this.document.contents : parent;
    const pair = isMap(root)
      ? root.items.find((item) => String(item.key) === String(path.at(-1)))
      : undefined;
    if (pair && isNode(pair.key)) return pair.key.range?.[0];
    const node = this.document.getIn([...path], true);
    return isNode(node) ? node.range?.[0] : undefined;
  }

  private position(offset: number): { line: number; column: number } {
    const { line, col } = this.counter.linePos(offset);
    return { line: Math.max(1, line) + this.firstLine - 1, column: Math.max(1, col) };
  }
}

type Issue = z.core.$ZodIssue;

/** Of a union the branch that came furthest says what is wrong. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const best = issue.errors
    .flat()
    .map((inner): Issue => deepest({ ...inner, path: [...issue.path, ...inner.path] }))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return best && best.path.length > issue.path.length ? best : issue;
}

/** The keys that the schema knows at a path, as far as it is made of plain objects. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  let at: unknown = schema;
  for (const step of path) at = stepInto(unwrap(at), step);
  return Object.keys((unwrap(at) as { shape?: object } | undefined)?.shape ?? {});
}

interface Definition {
  readonly def?: {
    readonly innerType?: unknown;
    readonly in?: unknown;
    readonly element?: unknown;
    readonly valueType?: unknown;
  };
  readonly shape?: Readonly<Record<string, unknown>>;
}

function unwrap(schema: unknown): unknown {
  const inner =
    (schema as Definition | undefined)?.def?.innerType ?? (schema as Definition | undefined)?.def?.in;
  return inner ? unwrap(inner) : schema;
}

function stepInto(schema: unknown, step: PropertyKey): unknown {
  const { shape, def } = (schema ?? {}) as Definition;
  return shape?.[String(step)] ?? def?.element ?? def?.valueType;
}
