import { COUNT, closed, nullable, TIMESTAMP } from './schema-parts.js';

const spent = closed({
  calls: COUNT,
  total_ms: { type: 'number', minimum: 0 },
  slowest_ms: { type: 'number', minimum: 0 },
});
const exampleSpent = { calls: 1_204, total_ms: 3.1, slowest_ms: 0.4 };

export const PLUGIN_SCHEMAS = {
  Plugins: {
    ...closed({
      data: {
        type: 'array',
        items: closed({
          id: { ...nullable('string'), description: 'Null: parts that a module lists without a plugin' },
          version: nullable('string'),
          parts: {
            type: 'array',
            items: closed({
              kind: {
                enum: [
                  'panel',
                  'ingest filter',
                  'view filter',
                  'event category',
                  'tab',
                  'action',
                  'notifier',
                  'mapping',
                ],
              },
              id: { type: 'string' },
              events: { ...spent, description: 'Reducers, filters of events, and runs of tabs, actions and notifiers' },
              views: spent,
              mode: { enum: ['on', 'dry-run', 'off', null], description: 'Of ingest filters' },
              changed: {
                type: ['integer', 'null'],
                minimum: 0,
                description: 'Events an ingest filter changed, or would have',
              },
              dropped: { type: ['integer', 'null'], minimum: 0, description: 'Events it dropped, or would have' },
              failures: COUNT,
              last_failure: nullable('string'),
              off: {
                oneOf: [closed({ reason: { type: 'string' }, at: TIMESTAMP }), { type: 'null' }],
                description: 'Switched off since, and why',
              },
            }),
          },
        }),
      },
    }),
    examples: [
      {
        data: [
          {
            id: 'acme',
            version: '2.1.0',
            parts: [
              {
                kind: 'panel',
                id: 'spend',
                events: exampleSpent,
                views: { calls: 12, total_ms: 18.2, slowest_ms: 2.6 },
                mode: null,
                changed: null,
                dropped: null,
                failures: 0,
                last_failure: null,
                off: null,
              },
            ],
          },
        ],
      },
    ],
  },
};
