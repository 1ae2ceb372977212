import type { Refusal } from '../support/refusals';
import type { Change } from '../support/shop';

const DAILY = 'sql/gold/daily.sql';
const edit = (file: string, from: string, to: string): Change[] => [{ edit: file, from, to }];

const net = (text: string): Change => ({ file: 'sql/functions/net.sql', text });

export const FUNCTIONS: readonly Refusal[] = [
  {
    code: 'one_function',
    title: 'a file with two functions',
    changes: [net('CREATE FUNCTION `fn.net`(x INT64) AS (x);\nCREATE FUNCTION `fn.net2`(x INT64) AS (x);')],
    says: [
      'sql/functions/net.sql:1:1: the file has 2 statements; expected one function.',
      'Write CREATE FUNCTION `fn.net`(x INT64) AS (…).',
    ],
  },
  {
    code: 'one_function',
    title: 'a file with a query',
    changes: [net('SELECT 1')],
    says: [
      'sql/functions/net.sql:1:1: the statement begins with SELECT 1; expected CREATE FUNCTION.',
      'Write CREATE FUNCTION `fn.net`(x INT64) AS (…).',
    ],
  },
  {
    code: 'one_function',
    title: 'a temporary function',
    changes: [net('-- Net\nCREATE TEMP FUNCTION `fn.net`(x INT64) AS (x)')],
    says: [
      'sql/functions/net.sql:2:1: the statement begins with CREATE TEMP FUNCTION; expected CREATE FUNCTION.',
      'Write CREATE FUNCTION `fn.net`(x INT64) AS (…).',
    ],
  },
  {
    code: 'function_name',
    title: 'a function that is called otherwise than its file',
    changes: [net('CREATE FUNCTION `fn.nett`(x INT64) AS (x)')],
    says: [
      'sql/functions/net.sql:1:1: the function is called fn.nett, its file net.',
      'Write CREATE FUNCTION `fn.net`(x INT64) AS (…).',
    ],
  },
  {
    code: 'unknown_function',
    title: 'a function that calls one that does not exist',
    changes: [
      net('CREATE FUNCTION `fn.net`(x INT64) AS (\n  `fn.grosss`(x))'),
      { file: 'sql/functions/gross.sql', text: 'CREATE FUNCTION `fn.gross`(x INT64) AS (x)' },
    ],
    says: ['sql/functions/net.sql:2:3: there is no function fn.grosss.', 'Did you mean fn.gross?'],
  },
  {
    code: 'unknown_function',
    title: 'a model that calls a function that does not exist',
    changes: [
      net('CREATE FUNCTION `fn.net`(x NUMERIC) AS (x)'),
      ...edit(DAILY, 'SUM(amount)', 'SUM(`fn.nte`(amount))'),
    ],
    says: ['sql/gold/daily.sql:7:27: there is no function fn.nte.', 'Did you mean fn.net?'],
  },
  {
    code: 'cycle',
    title: 'functions that call each other',
    changes: [
      net('CREATE FUNCTION `fn.net`(x INT64) AS (`fn.gross`(x))'),
      { file: 'sql/functions/gross.sql', text: 'CREATE FUNCTION `fn.gross`(x INT64) AS (`fn.net`(x))' },
    ],
    says: [
      'sql/functions/gross.sql:1:1: the functions call each other in a circle: fn.gross → fn.net → fn.gross.',
      'SQL functions cannot be recursive; write one of them out.',
    ],
  },
  {
    code: 'invalid_sql',
    title: 'an unknown name in the body of a function at its line',
    changes: [net('/* Net of tax. */\nCREATE FUNCTION `fn.net`(x NUMERIC) AS (\n  x / (1 + tax)\n)')],
    says: ['sql/functions/net.sql:3:12: Unrecognized name: tax.', 'Correct the name.'],
  },
  {
    code: 'unsupported_sql',
    title: 'a body that chance decides',
    changes: [net('CREATE FUNCTION `fn.net`(x NUMERIC) AS (\n  x * RAND()\n)')],
    says: [
      'sql/functions/net.sql:1:1: RAND gives another answer each time, so a run could not be repeated.',
      'Use FARM_FINGERPRINT of a key.',
    ],
  },
  {
    code: 'unsupported_sql',
    title: 'a function that reads a table',
    changes: [net('CREATE FUNCTION `fn.net`() AS ((SELECT MAX(amount) FROM `silver.sales`))')],
    says: [
      'sql/functions/net.sql:1:57: the function reads silver.sales; functions cannot read tables.',
      'Pass what it needs as arguments.',
    ],
  },
];
