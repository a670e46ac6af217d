/**
 * Makes modules of an author's sources: what the server loads, what `binnacle plugin test` runs. Does not run them and checks no types.
 */
export { bundlePlugin } from './bundle-plugin.js';
export { bundleSpecs } from './bundle-specs.js';
export { importBundle } from './import-bundle.js';
