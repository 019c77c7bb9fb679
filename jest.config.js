export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  resolver: '<rootDir>/test/resolve-built.cjs',
  setupFiles: ['<rootDir>/test/light-wasm.js'],
  globalSetup: '<rootDir>/test/global-setup.js',
  testSequencer: '<rootDir>/test/longest-first.js',
  testTimeout: 30_000,
  workerIdleMemoryLimit: '512MB', // a large heap costs more to collect than a new process to start
  maxWorkers: 3, // most of them wait for processes and clocks, so more than one a core
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
}
