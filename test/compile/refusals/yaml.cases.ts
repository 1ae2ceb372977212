import type { Refusal } from '../support/refusals';

export const YAML: readonly Refusal[] = [
  {
    code: 'yaml_syntax',
    title: 'a bracket that is not closed',
    changes: [{ edit: 'ecluse.yaml', from: '"gold.*"]', to: '"gold.*"' }],
    says: [
      'ecluse.yaml:7:5: this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
      'Correct the line; indent with spaces, and quote text that begins with a special character.',
    ],
  },
  {
    code: 'yaml_syntax',
    title: 'a tab as indentation',
    changes: [{ edit: 'ecluse.yaml', from: '    triggers', to: '\ttriggers' }],
    says: ['ecluse.yaml:7:1: this line is indented with a tab.', 'Indent with spaces.'],
  },
  {
    code: 'yaml_syntax',
    title: 'an alias without an anchor',
    changes: [{ edit: 'ecluse.yaml', from: 'name: shop', to: 'name: *shop' }],
    says: [
      'ecluse.yaml:1:1: this cannot be read: Unresolved alias (the anchor must be set before the alias): shop.',
      'Write it out, without & and *.',
    ],
  },
  {
    code: 'yaml_syntax',
    title: 'a syntax error in a header at its line of the SQL file',
    changes: [{ edit: 'sql/gold/daily.sql', from: '{ as: incremental,', to: '{ as: incremental' }],
    says: [
      'sql/gold/daily.sql:3:20: this is not YAML: Block collections are not allowed within flow collections.',
      'Correct the line; indent with spaces, and quote text that begins with a special character.',
    ],
  },
  {
    code: 'duplicate_key',
    title: 'a key that stands twice',
    changes: [{ edit: 'ecluse.yaml', from: 'name: shop', to: 'name: shop\nname: store' }],
    says: [
      'ecluse.yaml:2:1: this key stands twice in its map.',
      'Remove one of them, or join what they say.',
    ],
  },
  {
    code: 'duplicate_key',
    title: 'a key twice behind a byte order mark, lines counted with CRLF',
    changes: [
      {
        file: 'ecluse.yaml',
        text: '\uFEFFname: shop\r\ntime_zone: Europe/Paris\r\nname: store\r\n',
      },
    ],
    says: [
      'ecluse.yaml:3:1: this key stands twice in its map.',
      'Remove one of them, or join what they say.',
    ],
  },
  {
    code: 'unknown_key',
    title: 'a key that it does not know, and names the nearest',
    changes: [{ edit: 'ecluse.yaml', from: 'time_zone:', to: 'start_date: 2026-01-01\ntime_zone:' }],
    says: [
      'ecluse.yaml:2:1: start_date is not known here.',
      'Remove it, or see docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'unknown_key',
    title: 'a key inside of a map with names of its own',
    changes: [{ edit: 'ecluse.yaml', from: 'triggers:', to: 'trigers:' }],
    says: ['ecluse.yaml:7:5: pipelines.nightly.trigers is not known here.', 'Did you mean triggers?'],
  },
  {
    code: 'unknown_key',
    title: 'a key inside of a list with several forms',
    changes: [
      {
        edit: 'ecluse.yaml',
        from: '{ cron: "0 3 * * *" }',
        to: '{ cron: "0 3 * * *", zones: Europe/Paris }',
      },
    ],
    says: ['ecluse.yaml:7:37: pipelines.nightly.triggers.0.zones is not known here.', 'Did you mean zone?'],
  },
  {
    code: 'unknown_key',
    title: 'a key of a header at its line of the SQL file',
    changes: [
      { edit: 'sql/gold/daily.sql', from: 'materialize:', to: 'lookback: { silver.sales: 1 }\nmaterialize:' },
    ],
    says: [
      'sql/gold/daily.sql:3:1: lookback is not known here.',
      'Remove it, or see docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'an empty project file',
    changes: [{ file: 'ecluse.yaml', text: '' }],
    says: [
      'ecluse.yaml:1:1: name is missing; expected text.',
      'Add name.',
      'ecluse.yaml:1:1: time_zone is missing; expected text.',
      'Add time_zone.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a project file that is a list',
    changes: [{ file: 'ecluse.yaml', text: '- name: shop' }],
    says: [
      'ecluse.yaml:1:1: the file is [{"name":"shop"}]; expected a map.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a contract with a wrong type name, and names the nearest',
    changes: [{ edit: 'contracts/sales.yaml', from: 'logicalType: number', to: 'logicalType: numbr' }],
    says: [
      'contracts/sales.yaml:16:25: schema.0.properties.3.logicalType is "numbr"; expected string, date, timestamp, number, integer, object, array or boolean.',
      'Did you mean number?',
    ],
  },
  {
    code: 'invalid_value',
    title: 'an unknown way to materialize',
    changes: [{ edit: 'sql/gold/daily.sql', from: 'as: incremental', to: 'as: incremantal' }],
    says: [
      'sql/gold/daily.sql:3:16: materialize.as is "incremantal"; expected incremental, table, scd2, view or materialized_view.',
      'Did you mean incremental?',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a share above one',
    changes: [{ edit: 'sql/gold/daily.sql', from: 'checks:', to: 'max_rejected: 10\nchecks:' }],
    says: [
      'sql/gold/daily.sql:4:1: max_rejected is 10; expected at most 1.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a text where a list is expected',
    changes: [{ edit: 'sql/gold/daily.sql', from: 'checks:', to: 'tags: daily\nchecks:' }],
    says: [
      'sql/gold/daily.sql:4:1: tags is "daily"; expected a list.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a day that the calendar does not have',
    changes: [{ edit: 'ecluse.yaml', from: '2026-01-01', to: '2026-02-30' }],
    says: [
      'ecluse.yaml:3:1: start is "2026-02-30"; expected a date of the calendar.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a time zone that does not exist',
    changes: [{ edit: 'ecluse.yaml', from: 'Europe/Paris', to: 'Europe/Pariss' }],
    says: [
      'ecluse.yaml:2:1: time_zone is "Europe/Pariss"; expected an IANA time zone such as Europe/Paris.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'an offset as the time zone, which has no summer time',
    changes: [{ edit: 'ecluse.yaml', from: 'Europe/Paris', to: '"+01:00"' }],
    says: [
      'ecluse.yaml:2:1: time_zone is "+01:00"; expected an IANA time zone such as Europe/Paris.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a cron expression that is none',
    changes: [{ edit: 'ecluse.yaml', from: '0 3 * * *', to: '0 25 * * *' }],
    says: [
      'ecluse.yaml:7:18: pipelines.nightly.triggers.0.cron is "0 25 * * *"; expected a cron expression of five fields (minute, hour, day of the month, month, weekday) of numbers, *, -, / and lists; L, W, # and ? are not portable.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a cron expression with seconds, which schedulers in the cloud do not know',
    changes: [{ edit: 'ecluse.yaml', from: '0 3 * * *', to: '0 0 3 * * *' }],
    says: [
      'ecluse.yaml:7:18: pipelines.nightly.triggers.0.cron is "0 0 3 * * *"; expected a cron expression of five fields (minute, hour, day of the month, month, weekday) of numbers, *, -, / and lists; L, W, # and ? are not portable.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'the last day of a month, which schedulers in the cloud do not know',
    changes: [{ edit: 'ecluse.yaml', from: '0 3 * * *', to: '0 3 L * *' }],
    says: [
      'ecluse.yaml:7:18: pipelines.nightly.triggers.0.cron is "0 3 L * *"; expected a cron expression of five fields (minute, hour, day of the month, month, weekday) of numbers, *, -, / and lists; L, W, # and ? are not portable.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a time zone of a trigger that does not exist',
    changes: [{ edit: 'ecluse.yaml', from: '"0 3 * * *" }', to: '"0 3 * * *", zone: Paris }' }],
    says: [
      'ecluse.yaml:7:37: pipelines.nightly.triggers.0.zone is "Paris"; expected an IANA time zone such as Europe/Paris.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'an hour after midnight that is none',
    changes: [{ edit: 'ecluse.yaml', from: 'vars:', to: '    sla: { finish_by: "24:30" }\nvars:' }],
    says: [
      'ecluse.yaml:8:12: pipelines.nightly.sla.finish_by is "24:30"; expected a time, HH:MM.',
      'See docs/project.md for what may stand here.',
    ],
  },
  {
    code: 'invalid_value',
    title: 'a name of a var that no query could write',
    changes: [{ edit: 'ecluse.yaml', from: 'least_amount', to: 'Least-Amount' }],
    says: [
      'ecluse.yaml:8:9: vars.Least-Amount is not a name; expected lower-case letters, digits and single _, beginning with a letter.',
      'Rename it.',
    ],
  },
];
