/** FORMAT_DATE, FORMAT_DATETIME and FORMAT_TIMESTAMP: format elements as DuckDB's strftime has them. */
import { quoteText } from '../literal';
import { local, zoneAt } from './calendar';
import type { Call } from './call';
import { differs, type Entries } from './entry';

const HOW = 'elements %E4Y, %E6S, %Ez, %Q and %e; DuckDB lacks them';

export const FORMATS: Entries = {
  format_date: differs(HOW, (c) => format(c, { civil: c.arg(1) })),
  format_datetime: differs(HOW, (c) => format(c, { civil: c.arg(1) })),
  format_timestamp: differs(HOW, (c) =>
    format(c, { civil: local(c.arg(1), zoneAt(c, 2)), instant: c.arg(1) }),
  ),
};

interface Moment {
  /** SQL of a DATE or of a TIMESTAMP without zone. */
  readonly civil: string;
  readonly instant?: string;
}

/** GoogleSQL element to strftime's text. */
const STRFTIME: Readonly<Record<string, string>> = {
  Y: '%Y',
  E4Y: '%Y',
  y: '%y',
  m: '%m',
  d: '%d',
  j: '%j',
  b: '%b',
  h: '%b',
  B: '%B',
  a: '%a',
  A: '%A',
  u: '%u',
  w: '%w',
  G: '%G',
  V: '%V',
  U: '%U',
  W: '%W',
  H: '%H',
  I: '%I',
  M: '%M',
  S: '%S',
  E6S: '%S.%f',
  E3S: '%S.%g',
  p: '%p',
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  '%': '%%',
  n: '\n',
  t: '\t',
};

/** Elements that strftime does not have. */
const COMPUTED: Readonly<Record<string, (moment: Moment) => string | undefined>> = {
  'E*S': ({ civil }) => `(strftime(${civil}, '%S') || rtrim(rtrim(strftime(${civil}, '.%f'), '0'), '.'))`,
  e: ({ civil }) => `lpad(CAST(day(${civil}) AS VARCHAR), 2, ' ')`,
  Q: ({ civil }) => `CAST(quarter(${civil}) AS VARCHAR)`,
  Ez: ({ civil, instant }) => instant && `bq_offset(${instant}, ${civil}, ':')`,
  z: ({ civil, instant }) => instant && `bq_offset(${instant}, ${civil}, '')`,
  s: ({ instant }) => instant && `CAST(bq_floor_div(epoch_us(${instant}), 1000000) AS VARCHAR)`,
};

/** What can be written, for messages. */
const ELEMENT_LIST = [...Object.keys(STRFTIME), ...Object.keys(COMPUTED)].map((name) => `%${name}`).join(' ');

export interface FormatToken {
  /** The letters after `%`. */
  readonly element?: string;
  readonly text?: string;
}

/** `%Y-%m` is element Y, text `-`, element m. */
export function formatTokens(format: string): readonly FormatToken[] {
  const tokens = format.matchAll(/%(E[0-9*]S|E4Y|Ez|.)|([^%]+)/gs);
  return [...tokens].map(([, element, text]) => (element ? { element } : { text: text ?? '' }));
}

function format(c: Call, moment: Moment): string {
  const pieces: string[] = [];
  let pending = '';
  const flush = () => {
    if (pending) pieces.push(strftime(moment.civil, pending));
    pending = '';
  };
  for (const { element, text } of formatTokens(c.text(0))) {
    const simple = element === undefined ? text : STRFTIME[element];
    if (simple !== undefined) pending += simple;
    else {
      flush();
      pieces.push(computed(c, element ?? '', moment));
    }
  }
  flush();
  return `(${pieces.join(' || ') || "''"})`;
}

/** GoogleSQL writes the year 987 as 987, strftime as 0987. */
function strftime(civil: string, format: string): string {
  const call = `strftime(${civil}, ${quoteText(format)})`;
  if (!/%[YG]/.test(format)) return call;
  return `CASE WHEN year(${civil}) < 1000 THEN bq_refuse('FORMAT of a year before 1000') ELSE ${call} END`;
}

function computed(c: Call, element: string, moment: Moment): string {
  return (
    COMPUTED[element]?.(moment) ??
    c.refuse(`with the element %${element} is not supported`, `Use ${ELEMENT_LIST}`)
  );
}
