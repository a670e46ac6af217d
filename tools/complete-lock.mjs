/**
 * Completes package-lock.json after `npm install`.
 *
 * A registry mirror may lack the optional binaries of other platforms; npm then leaves holes that `npm ci`
 * refuses. Each hole becomes an entry guarded by os and cpu: skipped where it does not apply, fetched by name
 * and version where it does. Run it by hand after a dependency changes; not needed at install time.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const OS_BY_NAME = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  freebsd: 'freebsd',
  android: 'android',
  aix: 'aix',
  sunos: 'sunos',
  openharmony: 'openharmony',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
};
const CPU_BY_PATTERN = [
  ['arm64', /arm64|aarch64/],
  ['arm', /arm(?!64)|armv7/],
  ['ia32', /ia32|i686/],
  ['ppc64', /ppc64/],
  ['s390x', /s390x/],
  ['riscv64', /riscv64/],
  ['loong64', /loong/],
  ['wasm32', /wasm/],
  ['x64', /x64/],
];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const packages = lock.packages;

/** Where `name`, required from `at`, could be installed: beside it or in any folder above. */
function places(at, name) {
  const found = [];
  for (let base = at; ; base = base.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    found.push(`${base ? `${base}/` : ''}node_modules/${name}`);
    if (!base) return found;
  }
}

let added = 0;
for (const [at, entry] of Object.entries({ ...packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (places(at, name).some((place) => packages[place])) continue;
    const os = Object.entries(OS_BY_NAME).find(([key]) => name.includes(key))?.[1];
    const cpu = CPU_BY_PATTERN.find(([, pattern]) => pattern.test(name))?.[0];
    if (!os && !cpu) {
      console.warn(`left alone: ${name}@${range} names no platform`);
      continue;
    }
    packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...(os ? { os: [os] } : {}),
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} entries added`);
