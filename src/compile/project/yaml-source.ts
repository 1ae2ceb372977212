import {
  type Document,
  isMap,
  isNode,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../../core/errors';
import { didYouMean, type Places, type Position, problem } from '../problems';
import { deepest, type Issue, invalidValue, unknownKeys } from './yaml-issues';

type Path = readonly PropertyKey[];

/** A YAML text that remembers where everything stands. */
export class YamlSource implements Places {
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

  /** The validated content, or the problems with their places. Where the syntax is wrong nothing else is looked at. */
  parse<T extends z.ZodType>(schema: T): { data?: z.infer<T>; problems: Problem[] } {
    const syntax = this.document.errors.map((error) => this.syntaxProblem(error));
    if (syntax.length > 0) return { problems: syntax };
    const changed = this.changedNumbers();
    if (changed.length > 0) return { problems: changed };
    const content = this.content();
    if (content.problem) return { problems: [content.problem] };
    const parsed = schema.safeParse(content.value ?? {});
    if (parsed.success) return { data: parsed.data, problems: [] };
    return { problems: parsed.error.issues.flatMap((issue) => this.issueProblems(deepest(issue), schema)) };
  }

  /** Where the key of a path stands, or what encloses it. */
  place(path: Path): Position {
    for (let length = path.length; length > 0; length--) {
      const start = this.startOf(path.slice(0, length));
      if (start !== undefined) return this.position(start);
    }
    return this.position(this.document.contents?.range?.[0] ?? 0);
  }

  /** What stands at a path: maps and lists as objects and arrays. */
  at(path: Path): unknown {
    const found: unknown = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    return isNode(found) ? found.toJS(this.document) : found;
  }

  problem(code: string, path: Path, message: string, remedy: string): Problem {
    return { code, place: { file: this.file, ...this.place(path) }, message, remedy };
  }

  private content(): { value?: unknown; problem?: Problem } {
    try {
      return { value: this.document.toJS() };
    } catch (error) {
      // Aliases without an anchor, or so many that they would fill the memory.
      const reason = error instanceof Error ? error.message : String(error);
      return {
        problem: this.problem(
          'yaml_syntax',
          [],
          `this cannot be read: ${sentence(reason)}`,
          'Write it out, without & and *.',
        ),
      };
    }
  }

  /** Whole numbers of which the last digits would become others. */
  private changedNumbers(): Problem[] {
    const problems: Problem[] = [];
    visit(this.document, {
      Scalar: (_key, scalar) => {
        if (isExact(scalar)) return;
        problems.push(
          problem(
            'invalid_value',
            { file: this.file, ...this.position(scalar.range?.[0] ?? 0) },
            `${scalar.source} has more digits than a number in YAML keeps.`,
            'Write it in quotes, or a smaller one: numbers are exact up to 9007199254740991.',
          ),
        );
      },
    });
    return problems;
  }

  private syntaxProblem(error: YAMLError): Problem {
    const place = { file: this.file, ...this.position(error.pos[0]) };
    if (error.code === 'DUPLICATE_KEY')
      return problem(
        'duplicate_key',
        place,
        'this key stands twice in its map.',
        'Remove one of them, or join what they say.',
      );
    if (error.code === 'TAB_AS_INDENT')
      return problem('yaml_syntax', place, 'this line is indented with a tab.', 'Indent with spaces.');
    return problem(
      'yaml_syntax',
      place,
      `this is not YAML: ${sentence(error.message)}`,
      'Correct the line; indent with spaces, and quote text that begins with a special character.',
    );
  }

  private issueProblems(issue: Issue, schema: z.ZodType): Problem[] {
    if (issue.code === 'unrecognized_keys')
      return unknownKeys(issue, schema).map(({ key, guess }) =>
        this.problem(
          'unknown_key',
          [...issue.path, key],
          `${[...issue.path, key].map(String).join('.')} is not known here.`,
          didYouMean(guess, 'Remove it, or see docs/project.md for what may stand here.'),
        ),
      );
    const { message, remedy } = invalidValue(issue, this.at(issue.path));
    return [this.problem('invalid_value', issue.path, message, remedy)];
  }

  /** A key of a map stands where the key stands, not its value. */
  private startOf(path: Path): number | undefined {
    const parent = path.length > 1 ? this.document.getIn(path.slice(0, -1), true) : this.document.contents;
    const pair = isMap(parent)
      ? parent.items.find((item) => String(item.key) === String(path.at(-1)))
      : undefined;
    if (pair && isNode(pair.key)) return pair.key.range?.[0];
    const node = this.document.getIn([...path], true);
    return isNode(node) ? node.range?.[0] : undefined;
  }

  private position(offset: number): Position {
    const { line, col } = this.counter.linePos(offset);
    return { line: Math.max(1, line) + this.firstLine - 1, column: Math.max(1, col) };
  }
}

function isExact({ value, source }: Scalar): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)) return true;
  return !/^[-+]?(?:\d+|0[xo][0-9A-Fa-f]+)$/.test(source ?? '');
}

const sentence = (text: string): string => text.replace(/\.?$/, '.');
