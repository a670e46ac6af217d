import { COUNT, closed, nullable } from './schema-parts.js';

const day = { project: { type: 'string' }, date: { type: 'string', format: 'date' }, bytes: COUNT };

export const STORAGE_SCHEMAS = {
  Storage: {
    ...closed({
      database_bytes: COUNT,
      max_bytes: { ...nullable('integer'), description: '`BINNACLE_MAX_DISK`; null = no budget' },
      full: { type: 'boolean', description: 'Today alone is over the budget: events are refused (`archive_full`)' },
      retention_days: { ...nullable('integer'), description: '`BINNACLE_RETENTION_DAYS`; null = for ever' },
      days: {
        type: 'array',
        items: closed({ ...day, rows: { ...COUNT, description: 'An estimate' } }),
        description: 'By day of arrival (UTC), oldest first',
      },
      next: {
        type: 'array',
        items: closed({ ...day, reason: { enum: ['interrupted', 'retention', 'disk'] } }),
        description: 'What will be dropped at the next turn of the day',
      },
    }),
    examples: [
      {
        database_bytes: 52_428_800,
        max_bytes: null,
        full: false,
        retention_days: 30,
        days: [{ project: 'default', date: '2026-11-23', bytes: 204_800, rows: 312 }],
        next: [],
      },
    ],
  },
};
