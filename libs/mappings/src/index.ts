/** What the OpenTelemetry data of known clients and conventions means: one plugin, through the same door as everyone's. */
import { definePlugin } from '@binnacle/plugin-kit';
import { genAi } from './gen-ai/mapping.js';

export { genAi };

export const mappingsPlugin = definePlugin({
  id: 'binnacle-mappings',
  version: '0.1.0',
  binnacle: '^1.0',
  mappings: [genAi],
});
