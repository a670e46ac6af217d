/** Brands by which the registry finds what plugins provide. `Symbol.for`: two copies of the kit still know each other. */
export const PANEL_BRAND = Symbol.for('binnacle.panel');
export const FILTER_BRAND = Symbol.for('binnacle.filter');
export const PLUGIN_BRAND = Symbol.for('binnacle.plugin');
