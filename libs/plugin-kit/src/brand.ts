/** Brands by which the registry finds what plugins provide. `Symbol.for`: two copies of the kit still know each other. */
export const PART_BRAND = Symbol.for('binnacle.part');
export const PLUGIN_BRAND = Symbol.for('binnacle.plugin');
