#!/usr/bin/env node

// Plain JavaScript on purpose: it must run on a fresh clone, before anything is installed.
const { ensureInstalled } = require('../scripts/install.js');

ensureInstalled();
require('tsx/cjs');
require('../src/cli/main.ts').main(process.argv.slice(2));
