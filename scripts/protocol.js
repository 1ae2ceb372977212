// Writes src/googlesql/analyzer/protocol/protocol.json: the messages of the analyzer's server, from its own definitions.
const { execFileSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join, dirname } = require('node:path');
const { Root, Enum, MapField } = require('protobufjs');

const FILE = join(__dirname, '..', 'src', 'googlesql', 'analyzer', 'protocol', 'protocol.json');
const SERVICE = 'zetasql.local_service.ZetaSqlLocalService';
/** What `src/googlesql/analyzer/client.ts` calls. */
const PROCEDURES = [
  'Analyze',
  'EvaluateQuery',
  'GetBuiltinFunctions',
  'GetLanguageOptions',
  'RegisterCatalog',
];

function protocol() {
  const root = definitions();
  const service = root.lookupService(SERVICE);
  const messages = {};
  const enums = {};
  const procedures = {};
  for (const name of PROCEDURES) {
    const { parent, requestType, responseType } = service.methods[name].resolve();
    const [request, reply] = [requestType, responseType].map((type) => parent.lookupType(type));
    procedures[name] = { request: shortName(request), reply: shortName(reply) };
    for (const type of [request, reply]) collect(type, messages, enums);
  }
  return { procedures, messages: sorted(messages), enums: sorted(enums) };
}

function definitions() {
  const ours = join(packageFolder('@fivetrandevelopers/zetasql'), 'lib/zetasql/protos');
  const root = new Root();
  root.resolvePath = (_origin, target) =>
    join(target.startsWith('google/protobuf/') ? packageFolder('protobufjs') : ours, target);
  root.loadSync('local_service.proto', { keepCase: false });
  root.resolveAll();
  return root;
}

function packageFolder(name) {
  return dirname(require.resolve(`${name}/package.json`));
}

function shortName({ fullName }) {
  return fullName.replace(/^\.zetasql\.(local_service\.)?/, '').replace(/^\.google\.protobuf\./, 'google.');
}

/** Of the nodes of a resolved tree: they are many, and a field that is not listed costs nothing to skip. */
const NEVER_READ = /^(hintList|collationList|columnIndexList|typeAnnotationMap|annotationMap|tableName)$/;

/** Definitions of protocol buffers themselves are left out: BigQuery has no types made of them. */
function isWanted({ name, parent, resolvedType }) {
  const unread = parent.name.startsWith('Resolved') && NEVER_READ.test(name);
  return !unread && !/^\.google\.protobuf\.File/.test(resolvedType?.fullName ?? '');
}

function collect(type, messages, enums) {
  const name = shortName(type);
  if (messages[name]) return;
  messages[name] = {};
  for (const field of type.fieldsArray.filter(isWanted)) {
    messages[name][field.id] = fieldText(field);
    if (field.resolvedType instanceof Enum)
      enums[shortName(field.resolvedType)] = field.resolvedType.valuesById;
    else if (field.resolvedType) collect(field.resolvedType, messages, enums);
  }
}

/** `name type`, `name type[]`, `name map<type>` (of texts to it), and the union that the field belongs to, if any. */
function fieldText(field) {
  const type = field.resolvedType ? shortName(field.resolvedType) : field.type;
  const shape = field instanceof MapField ? `map<${type}>` : field.repeated ? `${type}[]` : type;
  const union = field.partOf && !field.partOf.isProto3Optional ? ` ${field.partOf.name}` : '';
  return `${field.name} ${shape}${union}`;
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (require.main === module) {
  writeFileSync(FILE, `${JSON.stringify(protocol(), null, 2)}\n`);
  execFileSync('npx', ['biome', 'format', '--write', FILE], { stdio: 'inherit' });
}

module.exports = { protocol };
