import type { Refusal } from '../support/refusals';

const CONTRACT = 'contracts/sales.yaml';
const AMOUNT = 'name: amount, logicalType: number';
const edit = (from: string, to: string) => [{ edit: CONTRACT, from, to }];

export const CONTRACTS: readonly Refusal[] = [
  {
    code: 'invalid_value',
    title: 'a contract of another version of the standard',
    changes: edit('v3.1.0', 'v2.2.2'),
    says: [
      'contracts/sales.yaml:1:1: apiVersion is "v2.2.2"; expected a version of the standard such as v3.1.0.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a contract without an id',
    changes: edit('id: shop-sales\n', ''),
    says: ['contracts/sales.yaml:1:1: id is missing; expected text.', 'Add id.'],
  },
  {
    code: 'contract_name',
    title: 'a contract that is called otherwise than its file',
    changes: edit('name: sales\nversion', 'name: sale\nversion'),
    says: [
      'contracts/sales.yaml:4:1: the contract is called sale, its file sales.',
      'Give both the same name: it is the name of the source.',
    ],
  },
  {
    code: 'contract_name',
    title: 'a name of a contract that is none of a source',
    changes: [
      {
        file: 'contracts/Sales-2.yaml',
        text: 'apiVersion: v3.1.0\nkind: DataContract\nid: x\nname: Sales-2\nversion: 1.0.0\nstatus: active\nservers: [{ server: s, type: local, path: two/, format: csv }]\nschema: [{ name: s, properties: [{ name: a, logicalType: string }] }]\n',
      },
    ],
    says: [
      'contracts/Sales-2.yaml:4:1: Sales-2 is not a name of a source.',
      'Use lower-case letters, digits and single _, beginning with a letter.',
    ],
  },
  {
    code: 'column_name',
    title: 'a column that begins with _',
    changes: edit('name: shop_id', 'name: _shop'),
    says: [
      "contracts/sales.yaml:15:11: _shop cannot be the name of a column: names that begin with _ are the engine's.",
      'Use letters, digits and _, beginning with a letter.',
    ],
  },
  {
    code: 'column_name',
    title: 'a column with a space',
    changes: edit('name: shop_id', 'name: shop id'),
    says: [
      'contracts/sales.yaml:15:11: shop id cannot be the name of a column: it has other characters.',
      'Use letters, digits and _, beginning with a letter.',
    ],
  },
  {
    code: 'duplicate_column',
    title: 'columns that differ only in case',
    changes: edit('name: shop_id', 'name: Amount'),
    says: [
      'contracts/sales.yaml:16:9: amount is there twice, as Amount before; case does not tell columns apart.',
      'Rename or remove one of them.',
    ],
  },
  {
    code: 'date_format',
    title: 'a format that GoogleSQL cannot parse',
    changes: edit(
      'logicalType: timestamp',
      'logicalType: timestamp, logicalTypeOptions: { format: "EEE dd/MM/yyyy" }',
    ),
    says: [
      'contracts/sales.yaml:14:72: the format EEE dd/MM/yyyy has EEE, which GoogleSQL cannot parse.',
      'Use yyyy, MM, dd, HH, mm, ss, S (up to six of them), XXX and plain characters.',
    ],
  },
  {
    code: 'date_format',
    title: 'a fraction of a second of more digits than a TIMESTAMP keeps',
    changes: edit(
      'logicalType: timestamp',
      'logicalType: timestamp, logicalTypeOptions: { format: "yyyy-MM-dd HH:mm:ss.SSSSSSSSS" }',
    ),
    says: [
      'contracts/sales.yaml:14:72: the format yyyy-MM-dd HH:mm:ss.SSSSSSSSS has SSSSSSSSS, which GoogleSQL cannot parse.',
      'Use yyyy, MM, dd, HH, mm, ss, S (up to six of them), XXX and plain characters.',
    ],
  },
  {
    code: 'time_zone',
    title: 'a zone of timestamps that does not exist',
    changes: edit(
      'logicalType: timestamp',
      'logicalType: timestamp, logicalTypeOptions: { defaultTimezone: Europe/Pari }',
    ),
    says: [
      'contracts/sales.yaml:14:72: Europe/Pari is not an IANA time zone.',
      'Write one such as Europe/Paris.',
    ],
  },
  {
    code: 'pattern',
    title: 'a lookahead, which RE2 lacks',
    changes: edit(
      'name: shop_id, logicalType: string',
      'name: shop_id, logicalType: string, logicalTypeOptions: { pattern: "^(?=S)S[0-9]$" }',
    ),
    says: [
      "contracts/sales.yaml:15:69: the pattern ^(?=S)S[0-9]$ has a lookahead, (?=; patterns are RE2's.",
      'Write it without; quote it in YAML.',
    ],
  },
  {
    code: 'pattern',
    title: 'a backreference in a quality rule',
    changes: edit(
      'name: shop_id, logicalType: string',
      'name: shop_id, logicalType: string, quality: [{ metric: invalidValues, arguments: { pattern: "(a)\\\\1" } }]',
    ),
    says: [
      "contracts/sales.yaml:15:57: the pattern (a)\\1 has a backreference, \\1; patterns are RE2's.",
      'Write it without; quote it in YAML.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a bound of more digits than a number of YAML keeps',
    changes: edit(AMOUNT, `${AMOUNT}, logicalTypeOptions: { maximum: 9007199254740993 }`),
    says: [
      'contracts/sales.yaml:16:77: 9007199254740993 has more digits than a number in YAML keeps.',
      'Write it in quotes, or a smaller one: numbers are exact up to 9007199254740991.',
    ],
  },
  {
    code: 'pattern',
    title: 'a range of characters that ends before it begins',
    changes: edit(
      'name: shop_id, logicalType: string',
      'name: shop_id, logicalType: string, logicalTypeOptions: { pattern: "[z-a]" }',
    ),
    says: [
      "contracts/sales.yaml:15:69: the pattern [z-a] has an empty range, z-a; patterns are RE2's.",
      'Write it without; quote it in YAML.',
    ],
  },
  {
    code: 'rule_type',
    title: 'a pattern of a number',
    changes: edit(AMOUNT, `${AMOUNT}, logicalTypeOptions: { pattern: "^1" }`),
    says: [
      'contracts/sales.yaml:16:68: pattern of amount is "^1", but amount is NUMERIC.',
      'Patterns are for columns of logicalType string.',
    ],
  },
  {
    code: 'rule_type',
    title: 'a length of a number',
    changes: edit(AMOUNT, `${AMOUNT}, logicalTypeOptions: { maxLength: 3 }`),
    says: [
      'contracts/sales.yaml:16:68: maxLength of amount is 3, but amount is NUMERIC.',
      'Lengths are for columns of logicalType string.',
    ],
  },
  {
    code: 'rule_type',
    title: 'a bound of a text',
    changes: edit(
      'name: shop_id, logicalType: string',
      'name: shop_id, logicalType: string, logicalTypeOptions: { minimum: 1 }',
    ),
    says: [
      'contracts/sales.yaml:15:69: minimum of shop_id is 1, but shop_id is STRING.',
      'Bounds are for numbers, dates and timestamps.',
    ],
  },
  {
    code: 'rule_type',
    title: 'a bound that is no number',
    changes: edit(AMOUNT, `${AMOUNT}, logicalTypeOptions: { minimum: zero }`),
    says: [
      'contracts/sales.yaml:16:68: minimum of amount is "zero", but amount is NUMERIC.',
      'Write a bound of the type of the column.',
    ],
  },
  {
    code: 'rule_type',
    title: 'valid values that the column cannot have',
    changes: edit(
      AMOUNT,
      `${AMOUNT}, quality: [{ metric: invalidValues, arguments: { validValues: [1, two] } }]`,
    ),
    says: [
      'contracts/sales.yaml:16:56: validValues of amount is [1,"two"], but amount is NUMERIC.',
      'List values of the type of the column.',
    ],
  },
  {
    code: 'event_time',
    title: 'an event time that the schema does not have',
    changes: edit('column: sold_at', 'column: sold_on'),
    says: [
      'contracts/sales.yaml:18:5: eventTime names sold_on, which the schema does not have.',
      'Did you mean sold_at?',
    ],
  },
  {
    code: 'event_time',
    title: 'an event time that is a text',
    changes: edit('column: sold_at', 'column: shop_id'),
    says: ['contracts/sales.yaml:18:5: eventTime names shop_id, a STRING.', 'Name a date or timestamp.'],
  },
  {
    code: 'custom_property',
    title: 'an unknown drift',
    changes: edit('value: keep_extra', 'value: keep_extras'),
    says: ['contracts/sales.yaml:19:5: drift is "keep_extras".', 'Did you mean keep_extra?'],
  },
  {
    code: 'custom_property',
    title: 'a full delivery without a snapshot date',
    changes: edit('{ mode: append }', '{ mode: full }'),
    says: [
      'contracts/sales.yaml:20:5: delivery is {"mode":"full"}.',
      "Write { mode: append, redelivered: replaces | adds } or { mode: full, snapshot_date: '<pattern>', max_deleted: 0.1 }.",
    ],
  },
  {
    code: 'custom_property',
    title: 'one of its properties spelled otherwise',
    changes: edit('property: eventTime', 'property: event_time'),
    says: ['contracts/sales.yaml:18:5: nothing reads the property event_time.', 'Did you mean eventTime?'],
  },
  {
    code: 'snapshot_date',
    title: 'a snapshot date without a group',
    changes: edit('{ mode: append }', "{ mode: full, snapshot_date: 'sales_\\d{8}' }"),
    says: [
      'contracts/sales.yaml:20:5: snapshot_date sales_\\d{8} has no group; expected one group around the date.',
      "Put the date into parentheses: 'stock_(\\d{4}-\\d{2}-\\d{2})'.",
    ],
  },
  {
    code: 'snapshot_date',
    title: 'a snapshot date that is no pattern',
    changes: edit('{ mode: append }', "{ mode: full, snapshot_date: 'sales_(\\d{8}' }"),
    says: [
      'contracts/sales.yaml:20:5: snapshot_date sales_(\\d{8} has a ( without its ); expected one group around the date.',
      "Put the date into parentheses: 'stock_(\\d{4}-\\d{2}-\\d{2})'.",
    ],
  },
];
