/** Arithmetic and mathematics. INT64 is BIGINT, NUMERIC is DECIMAL(38,9), FLOAT64 is DOUBLE. */
import { bindOnce } from '../sharing';
import { daysPlus, minusDays, plusDays } from './calendar';
import type { Call } from './call';
import { byType, differs, type Entries, type Entry, macro, only, operator, same } from './entry';

const FINITE = 'an error instead of infinity';
const INFINITE = 'NaN for infinity; DuckDB fails';
const ZERO = 'an error on division by zero; DuckDB gives NULL or infinity';

export const NUMBERS: Entries = {
  $add: byType({
    INT64: differs('', (c) => (c.kind(1) === 'DATE' ? daysPlus(c) : `(${c.arg(0)} + ${c.arg(1)})`)),
    NUMERIC: operator('+'),
    FLOAT64: differs(FINITE, finiteTree),
    DATE: plusDays,
  }),
  $subtract: byType({
    INT64: operator('-'),
    NUMERIC: operator('-'),
    FLOAT64: differs(FINITE, finiteTree),
    DATE: minusDays,
  }),
  $multiply: byType({
    INT64: operator('*'),
    FLOAT64: differs(FINITE, finiteTree),
    NUMERIC: macro('bq_mul', '9 digits after the point; DuckDB keeps 18 and overflows earlier'),
  }),
  $divide: byType({
    FLOAT64: macro('bq_div_f', ZERO),
    NUMERIC: differs(`exact, rounded half away from zero; DuckDB divides DECIMAL as DOUBLE; ${ZERO}`, (c) =>
      divideNumeric(c, 'bq_div_n'),
    ),
  }),
  $unary_minus: only(
    ['INT64', 'FLOAT64', 'NUMERIC'],
    differs('', (c) => `(- ${c.arg(0)})`),
  ),
  ieee_divide: only(['FLOAT64'], macro('bq_ieee_divide', 'infinity and NaN on division by zero')),
  safe_divide: byType(
    { FLOAT64: macro('bq_safe_div_f', ''), NUMERIC: differs('', (c) => divideNumeric(c, 'bq_safe_div_n')) },
    'DuckDB has no such function',
  ),
  safe_add: byType({ INT64: tried('+'), NUMERIC: tried('+') }, 'DuckDB has no such function'),
  safe_subtract: byType({ INT64: tried('-'), NUMERIC: tried('-') }, 'DuckDB has no such function'),
  safe_multiply: byType({ INT64: tried('*') }, 'DuckDB has no such function'),
  safe_negate: byType(
    { INT64: differs('', (c) => `TRY(- ${plain(c).arg(0)})`) },
    'DuckDB has no such function',
  ),
  div: byType({ INT64: macro('bq_div_i', ZERO) }),
  mod: byType({ INT64: macro('bq_mod_i', ZERO), NUMERIC: macro('bq_mod_n', ZERO) }),
  $bitwise_and: only(['INT64'], operator('&')),
  $bitwise_or: only(['INT64'], operator('|')),
  $bitwise_xor: only(['INT64'], same('xor')),
  $bitwise_not: only(
    ['INT64'],
    differs('', (c) => `(~ ${c.arg(0)})`),
  ),
  abs: only(['INT64', 'FLOAT64', 'NUMERIC'], same('abs')),
  sign: differs('the type of the argument; DuckDB gives TINYINT', (c) =>
    c.kind(0) === 'FLOAT64' ? c.macro('bq_sign_f', c.arg(0)) : `CAST(sign(${c.arg(0)}) AS ${c.resultType})`,
  ),
  ceil: byType({ FLOAT64: same('ceil'), NUMERIC: sameType('ceil') }),
  floor: byType({ FLOAT64: same('floor'), NUMERIC: sameType('floor') }),
  round: differs('half away from zero on the exact binary value; NUMERIC keeps its type', round),
  trunc: differs('NUMERIC keeps its type', trunc),
  sqrt: only(['FLOAT64'], same('sqrt')),
  exp: only(['FLOAT64'], macro('bq_exp', FINITE)),
  ln: only(['FLOAT64'], macro('bq_ln', INFINITE)),
  log10: only(['FLOAT64'], macro('bq_log10', INFINITE)),
  pow: only(['FLOAT64'], macro('bq_pow', FINITE)),
  log: only(
    ['FLOAT64'],
    differs('natural logarithm; DuckDB takes the decimal one', (c) =>
      c.has(1)
        ? c.refuse('with a base is not supported', 'Use LN(x) / LN(base)')
        : c.macro('bq_ln', c.arg(0)),
    ),
  ),
  sin: only(['FLOAT64'], macro('bq_sin', INFINITE)),
  cos: only(['FLOAT64'], macro('bq_cos', INFINITE)),
  tan: only(['FLOAT64'], macro('bq_tan', INFINITE)),
  asin: only(['FLOAT64'], macro('bq_asin', INFINITE)),
  acos: only(['FLOAT64'], macro('bq_acos', INFINITE)),
  atan: only(['FLOAT64'], same('atan')),
  atan2: only(['FLOAT64'], same('atan2')),
  bit_count: byType({
    INT64: differs('INT64; DuckDB gives TINYINT', (c) => `CAST(bit_count(${c.arg(0)}) AS BIGINT)`),
  }),
  is_nan: same('isnan'),
  is_inf: same('isinf'),
};

const SYMBOLS: Readonly<Record<string, string>> = { $add: '+', $subtract: '-', $multiply: '*' };

/**
 * A tree of +, - and * is checked once, at its root: what becomes infinite inside stays infinite or NaN. It is an error
 * unless a leaf is infinite or NaN itself.
 */
function finiteTree(c: Call): string {
  const leaves: string[] = [];
  collectLeaves(c, leaves);
  return bindOnce(leaves, (names) => {
    const tree = writeTree(c, [...names]);
    const finite = [...new Set(names)].map((name) => `isfinite(${name})`).join(' AND ');
    const fails = c.macro('bq_raise', "'floating point error'");
    return `CASE WHEN NOT isfinite(${tree}) AND ${finite} THEN ${fails} ELSE ${tree} END`;
  });
}

function collectLeaves(c: Call, leaves: string[]): void {
  for (const index of [0, 1]) {
    const inner = innerNode(c, index);
    if (inner) collectLeaves(inner, leaves);
    else leaves.push(c.arg(index));
  }
}

/** Takes the leaves in the order in which they were collected. */
function writeTree(c: Call, leaves: string[]): string {
  const operands = [0, 1].map((index) => {
    const inner = innerNode(c, index);
    return inner ? writeTree(inner, leaves) : leaves.shift();
  });
  return `(${operands.join(` ${SYMBOLS[c.name]} `)})`;
}

function innerNode(c: Call, index: number): Call | undefined {
  const child = c.child(index);
  const belongs = child && child.name in SYMBOLS && child.result.kind === 'FLOAT64' && !child.safe;
  return belongs ? child : undefined;
}

/** The quotient is first computed as DOUBLE, and exactly only where that does not decide. */
function divideNumeric(c: Call, name: string): string {
  return c.macro(name, c.arg(0), c.arg(1), asDouble(c, 0), asDouble(c, 1));
}

/** An INT64 that was cast to NUMERIC for the division goes to DOUBLE directly. */
function asDouble(c: Call, index: number): string {
  const uncast = c.uncast(index, 'INT64');
  return `CAST(${uncast ?? c.arg(index)} AS DOUBLE)`;
}

/** TRY would also hide an error of the arguments, so these must be unable to fail. */
function tried(symbol: string): Entry {
  return differs('', (c) => `TRY(${plain(c).arg(0)} ${symbol} ${c.arg(1)})`);
}

function plain(c: Call): Call {
  return c.plainArguments()
    ? c
    : c.refuse('over a computed argument is not supported', 'Compute it in a subquery first');
}

function sameType(name: string): Entry {
  return differs('keeps NUMERIC', (c) => `CAST(${name}(${c.arg(0)}) AS ${c.resultType})`);
}

function round(c: Call): string {
  const digits = c.has(1) ? c.integer(1) : undefined;
  if (c.has(2))
    return c.refuse(
      'with a rounding mode is not supported',
      'Leave it out (half away from zero), or compute with FLOOR and CEIL',
    );
  if (c.kind(0) === 'NUMERIC')
    return `CAST(round(${c.arg(0)}${digits === undefined ? '' : `, ${digits}`}) AS DECIMAL(38,9))`;
  return digits === undefined ? `round(${c.arg(0)})` : c.macro('bq_round_f', c.arg(0), String(digits));
}

function trunc(c: Call): string {
  const digits = c.has(1) ? c.integer(1) : 0;
  if (c.kind(0) === 'NUMERIC') return c.macro('bq_trunc_n', c.arg(0), powerOfTen(c, -digits));
  return digits === 0
    ? `trunc(${c.arg(0)})`
    : c.refuse('of FLOAT64 to digits is not supported', 'Cast to NUMERIC first');
}

/** 0.01 for -2, 100 for 2: exact text. */
function powerOfTen(c: Call, exponent: number): string {
  if (exponent < -9 || exponent > 28)
    return c.refuse('to so many digits is not supported', 'Use -28 to 9 digits');
  return exponent < 0 ? `0.${'0'.repeat(-exponent - 1)}1` : `1${'0'.repeat(exponent)}`;
}
