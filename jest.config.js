/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '\\.[jt]sx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // hyparquet and what it uses ship as ES modules only; Jest's CommonJS runtime needs them transformed.
  transformIgnorePatterns: ['/node_modules/(?!hyparquet|hysnappy|fzstd|hyllz4)'],
  maxWorkers: 2,
  // A busy machine must not make a test fail that is only slow there.
  testTimeout: 60_000,
};
