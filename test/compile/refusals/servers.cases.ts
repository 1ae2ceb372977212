import type { Refusal } from '../support/refusals';

const CONTRACT = 'contracts/sales.yaml';
const SERVER = '{ server: landing, type: local, path: sales/, format: csv }';
const API = `server: pos
    type: api
    location: https://pos.example/sales
    customProperties:`;
const edit = (from: string, to: string) => [{ edit: CONTRACT, from, to }];

export const SERVERS: readonly Refusal[] = [
  {
    code: 'server_type',
    title: 'a server that nothing reads',
    changes: edit('type: local', 'type: locale'),
    says: ['contracts/sales.yaml:9:24: a server of type locale cannot be read.', 'Did you mean local?'],
  },
  {
    code: 'server_format',
    title: 'a format that nothing reads',
    changes: edit('format: csv', 'format: xlsx'),
    says: [
      'contracts/sales.yaml:9:51: the format xlsx cannot be read.',
      'Use one of csv, ndjson, json, parquet; gzip is detected.',
    ],
  },
  {
    code: 'server_format',
    title: 'a stream of anything but JSON',
    changes: edit('type: local, path: sales/, format: csv', 'type: pubsub, path: sales/, format: avro'),
    says: [
      'contracts/sales.yaml:9:52: messages in the format avro cannot be read.',
      'Publish one JSON object a message, and write ndjson or nothing.',
    ],
  },
  {
    code: 'server_path',
    title: 'a path that leaves the landing bucket',
    changes: edit('path: sales/', 'path: ../sales/'),
    says: [
      'contracts/sales.yaml:9:37: the path ../sales/ is not a prefix of the landing bucket.',
      'Write a folder that ends with /, such as sales/.',
    ],
  },
  {
    code: 'server_path',
    title: 'a path that is no folder',
    changes: edit('path: sales/', 'path: sales'),
    says: [
      'contracts/sales.yaml:9:37: the path sales is not a prefix of the landing bucket.',
      'Write a folder that ends with /, such as sales/.',
    ],
  },
  {
    code: 'server_path',
    title: 'two contracts with one prefix within the other',
    changes: [
      {
        file: 'contracts/tills.yaml',
        text: 'apiVersion: v3.1.0\nkind: DataContract\nid: tills\nname: tills\nversion: 1.0.0\nstatus: active\nservers:\n  - { server: s, type: local, path: sales/tills/, format: csv }\nschema: [{ name: s, properties: [{ name: a, logicalType: string }] }]\n',
      },
    ],
    says: [
      'contracts/tills.yaml:8:31: files below sales/tills/ would belong to sales, too, which has sales/.',
      'Give each source a folder of its own.',
    ],
  },
  {
    code: 'server_delimiter',
    title: 'a delimiter that nothing reads',
    changes: edit('format: csv', 'format: csv, delimiter: "::"'),
    says: [
      'contracts/sales.yaml:9:64: the delimiter "::" cannot be read.',
      'Use a comma, a semicolon, a tab or |.',
    ],
  },
  {
    code: 'server_location',
    title: 'an API without a location',
    changes: edit(SERVER, '{ server: pos, type: api }'),
    says: [
      'contracts/sales.yaml:9:5: the API has no location.',
      'Write its URL; {env:NAME} stands for an environment variable.',
    ],
  },
  {
    code: 'api_property',
    title: 'a property that APIs do not have',
    changes: edit(SERVER, `${API}\n      - { property: rate_limit, value: 3 }`),
    says: ['contracts/sales.yaml:13:9: an API has no property rate_limit.', 'Did you mean rateLimit?'],
  },
  {
    code: 'api_property',
    title: 'a pagination that it does not know',
    changes: edit(
      SERVER,
      `${API}\n      - { property: records, value: items }\n      - { property: pagination, value: { cursors: next } }`,
    ),
    says: [
      'contracts/sales.yaml:14:9: pagination is {"cursors":"next"}.',
      'Write none, link, { cursor: { param, path } }, { page: { param, first, size_param, size } } or { offset: { param, size_param, size } }.',
    ],
  },
  {
    code: 'api_property',
    title: 'an increment by a column that the schema does not have',
    changes: edit(
      SERVER,
      `${API}\n      - { property: incremental, value: { param: since, column: solt_at } }`,
    ),
    says: [
      'contracts/sales.yaml:13:9: incremental names solt_at, which the schema does not have.',
      'Did you mean sold_at?',
    ],
  },
  {
    code: 'server_location',
    title: 'an API at what is no URL',
    changes: edit(SERVER, '{ server: pos, type: api, location: pos.example/sales }'),
    says: [
      'contracts/sales.yaml:9:31: the location pos.example/sales is no URL.',
      'Write one that begins with https://, http:// or {env:NAME}, an environment variable that holds it.',
    ],
  },
  {
    code: 'server_location',
    title: 'an API with a password in its URL',
    changes: edit(SERVER, '{ server: pos, type: api, location: "https://me:secret@pos.example/sales" }'),
    says: [
      'contracts/sales.yaml:9:31: the location carries a user or a password.',
      'Take them out, and name a secret: property auth.',
    ],
  },
];
