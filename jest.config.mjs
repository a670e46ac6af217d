/** ESM mode: Jest runs with --experimental-vm-modules (see tools/test.mjs). */
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    sourceMaps: 'inline',
    swcrc: false,
  },
];

const shared = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // light-my-request is CommonJS and requires the ESM-only `cookie`, which Jest on Node 20 can't do: transform it.
  transform: { '^.+\\.ts$': swc, '/node_modules/cookie/.+\\.js$': swc },
  transformIgnorePatterns: ['/node_modules/(?!cookie/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: {
    '^@binnacle/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@binnacle/([^/]+)/testing$': '<rootDir>/libs/$1/src/testing/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

const project = (name, match, extra = {}) => ({
  ...shared,
  displayName: name,
  testMatch: match,
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  ...extra,
});

const database = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

export default {
  workerIdleMemoryLimit: '1GB',
  maxWorkers: 2,
  testTimeout: 30_000,
  projects: [
    project('unit', ['<rootDir>/{libs,apps,test}/**/*.spec.ts']),
    project(
      'integration',
      ['<rootDir>/{libs,apps,test}/**/*.integration-spec.ts', '<rootDir>/test/{conformance,guides}/**/*.e2e-spec.ts'],
      database,
    ),
    project('faults', ['<rootDir>/test/faults/**/*.e2e-spec.ts'], database),
    project('browser', ['<rootDir>/test/browser/**/*.e2e-spec.ts'], database),
  ],
};
