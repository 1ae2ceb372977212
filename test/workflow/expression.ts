/** Values of a workflow: what JSON can say. */
export type Json = unknown;
export type Scope = ReadonlyMap<string, Json>;

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(==|!=|>=|<=|[><+\-.,()[\]]))/y;

/** Binary operators, weakest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['==', '!=', '>', '>=', '<', '<=', 'in'],
  ['+', '-'],
];
const CONSTANTS: Readonly<Record<string, Json>> = { true: true, false: false, null: null };

/** Evaluates what stands inside of `${…}`, as Cloud Workflows does, with the functions that are given. */
export class Expression {
  private readonly tokens: string[];
  private at = 0;

  constructor(
    text: string,
    private readonly scope: Scope,
    private readonly functions: Readonly<Record<string, (value: Json) => Json>>,
  ) {
    this.tokens = tokensOf(text);
  }

  value(): Json {
    const value = this.level(0);
    if (this.at < this.tokens.length) throw new Error(`unexpected ${this.tokens[this.at]}`);
    return value;
  }

  /** Both sides are read; only what is needed decides. */
  private level(depth: number): Json {
    const operators = LEVELS[depth];
    if (!operators) return this.member();
    let left = this.level(depth + 1);
    for (let next = this.tokens[this.at]; next && operators.includes(next); next = this.tokens[this.at]) {
      this.at++;
      left = apply(next, left, this.level(depth + 1));
    }
    return left;
  }

  private member(): Json {
    const token = this.next();
    if (token.startsWith('"')) return JSON.parse(token);
    if (/^\d/.test(token)) return Number(token);
    if (token in CONSTANTS) return CONSTANTS[token];
    let name = token;
    while (this.tokens[this.at] === '.' && !this.scope.has(token)) name += this.next() + this.next();
    if (this.tokens[this.at] === '(') return this.call(name);
    if (!this.scope.has(token)) throw new Error(`${token} has no value`);
    return this.fields(this.scope.get(token));
  }

  private call(name: string): Json {
    this.next();
    const argument = this.level(0);
    this.next();
    const known = this.functions[name];
    if (!known) throw new Error(`no function ${name}`);
    return known(argument);
  }

  private fields(value: Json): Json {
    let found = value;
    while (this.tokens[this.at] === '.') {
      this.next();
      found = (found as Record<string, Json> | undefined)?.[this.next()];
    }
    return found;
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Error('the expression ends too early');
    return token;
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text);
    if (!found) throw new Error(`cannot read ${text}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

function apply(operator: string, left: Json, right: Json): Json {
  const [a, b] = [Number(left), Number(right)];
  if (operator === 'or') return left === true || right === true;
  if (operator === 'and') return left === true && right === true;
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === 'in') return Array.isArray(right) && right.includes(left);
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '>') return a > b;
  if (operator === '>=') return a >= b;
  return operator === '<' ? a < b : a <= b;
}
