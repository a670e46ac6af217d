/** Version of the plugin API, which a plugin's `binnacle` range is checked against. Not the version of the product. */
export const PLUGIN_API_VERSION = '1.0.0';
