// Loaded before the stacks: `cdktf` is `cdktn`, and both sides use the same `constructs`, from the folder ECLUSE_CDKTN.
const Module = require('node:module');
const { join, resolve } = require('node:path');

const MODULES = join(resolve(process.env.ECLUSE_CDKTN), 'node_modules');
const PACKAGES = { cdktf: 'cdktn', constructs: 'constructs' };
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function resolveAlias(request, ...rest) {
  const [, name, path = ''] = /^(cdktf|constructs)(\/.*)?$/.exec(request) ?? [];
  const target = name ? join(MODULES, PACKAGES[name], path) : request;
  return resolveFilename.call(this, target, ...rest);
};
