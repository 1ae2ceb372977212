/**
 * A stand-in for the providers: Terraform starts it as a plugin. It has the real schema, keeps whatever it is told and
 * gives names to what only Google would know. So Terraform's core proves the stacks, without a network.
 */
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Block, NestedBlock, ProviderSchema } from '../schema';
import { type DynamicValue, pack, unpack, withUnknowns, withValues } from './values';

const { ECLUSE_PROVIDER_SCHEMA = '', ECLUSE_PROVIDER_PROTOS = '' } = process.env;
const schema = JSON.parse(readFileSync(ECLUSE_PROVIDER_SCHEMA, 'utf8')) as ProviderSchema;

interface Request {
  readonly type_name: string;
  readonly config?: DynamicValue;
  readonly raw_state?: { readonly json: Uint8Array };
  readonly current_state?: DynamicValue;
  readonly prior_state?: DynamicValue;
  readonly proposed_new_state?: DynamicValue;
  readonly planned_state?: DynamicValue;
  readonly private?: Uint8Array;
}
type Answer = (request: Request) => object;

const NESTING = { single: 1, list: 2, set: 3 } as const;

const wireBlock = (block: Block): object => ({
  version: 0,
  attributes: Object.entries(block.attributes).map(([name, { type, mode }]) => ({
    name,
    type: Buffer.from(JSON.stringify(type)),
    required: mode === 'required',
    optional: mode === 'optional',
    // What is not given, Google may fill in: only `required` is never computed.
    computed: mode !== 'required',
  })),
  block_types: Object.entries(block.blocks).map(([name, nested]) => wireNested(name, nested)),
});

const wireNested = (name: string, { nesting, required, single, block }: NestedBlock): object => ({
  type_name: name,
  block: wireBlock(block),
  nesting: NESTING[nesting],
  min_items: nesting !== 'single' && required ? 1 : 0,
  max_items: nesting !== 'single' && single ? 1 : 0,
});

const wireAll = (blocks: Readonly<Record<string, Block>>): object =>
  Object.fromEntries(
    Object.entries(blocks).map(([name, block]) => [name, { version: 0, block: wireBlock(block) }]),
  );

const blockOf = (blocks: Readonly<Record<string, Block>>, type: string): Block => {
  const block = blocks[type];
  if (!block) throw new Error(`No schema of ${type}`);
  return block;
};

const ANSWERS: Readonly<Record<string, Answer>> = {
  GetMetadata: () => ({
    server_capabilities: {},
    resources: Object.keys(schema.resources).map((type_name) => ({ type_name })),
    data_sources: Object.keys(schema.data).map((type_name) => ({ type_name })),
  }),
  GetProviderSchema: () => ({
    provider: { version: 0, block: wireBlock(schema.provider) },
    resource_schemas: wireAll(schema.resources),
    data_source_schemas: wireAll(schema.data),
    server_capabilities: {},
  }),
  ValidateProviderConfig: () => ({}),
  ValidateResourceConfig: () => ({}),
  ValidateDataResourceConfig: () => ({}),
  ConfigureProvider: () => ({}),
  StopProvider: () => ({}),
  UpgradeResourceState: ({ raw_state }) => ({ upgraded_state: { json: raw_state?.json } }),
  ReadResource: (request) => ({ new_state: request.current_state, private: request.private }),
  PlanResourceChange: (request) => {
    const proposed = unpack(request.proposed_new_state);
    if (!proposed) return { planned_state: request.proposed_new_state };
    const created = unpack(request.prior_state) === null;
    const block = blockOf(schema.resources, request.type_name);
    return {
      planned_state: pack(created ? withUnknowns(block, proposed) : proposed),
      legacy_type_system: true,
    };
  },
  ApplyResourceChange: (request) => {
    const planned = unpack(request.planned_state);
    if (!planned) return { new_state: request.planned_state };
    const block = blockOf(schema.resources, request.type_name);
    return { new_state: pack(withValues(block, planned, request.type_name)), legacy_type_system: true };
  },
  ReadDataSource: (request) => {
    const block = blockOf(schema.data, request.type_name);
    return {
      state: pack(withValues(block, withUnknowns(block, unpack(request.config) ?? {}), request.type_name)),
    };
  },
};

const handlers = (answers: Readonly<Record<string, Answer>>): grpc.UntypedServiceImplementation =>
  Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (call: grpc.ServerUnaryCall<Request, object>, done: grpc.sendUnaryData<object>) => {
        try {
          done(null, answer(call.request));
        } catch (error) {
          done({ code: grpc.status.INTERNAL, message: String(error) });
        }
      },
    ]),
  );

const OPTIONS = { keepCase: true, longs: Number, oneofs: true } as const;
const services = (file: string): grpc.GrpcObject =>
  grpc.loadPackageDefinition(loadSync(`${ECLUSE_PROVIDER_PROTOS}/${file}`, OPTIONS));
const serviceOf = (file: string, pack: string, name: string): grpc.ServiceDefinition =>
  ((services(file)[pack] as grpc.GrpcObject)[name] as grpc.ServiceClientConstructor).service;

const server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
server.addService(serviceOf('plugin.proto', 'tfplugin6', 'Provider'), handlers(ANSWERS));
server.addService(
  serviceOf('controller.proto', 'plugin', 'GRPCController'),
  handlers({
    Shutdown: () => {
      setImmediate(() => process.exit(0));
      return {};
    },
  }),
);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The handshake: protocol of plugins, version of this one, where it listens.
  process.stdout.write(`1|6|tcp|127.0.0.1:${port}|grpc\n`);
});
