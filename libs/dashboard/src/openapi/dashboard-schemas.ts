import type { ApiBodyOptions } from '@nestjs/swagger';
import { closed, TIMESTAMP } from './schema-parts.js';

const SLUG = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,47}$' } as const;
const NAME = { type: 'string', minLength: 1, maxLength: 80 } as const;

const slot = {
  type: 'object',
  properties: {
    panel: { ...SLUG, description: 'Id of a panel; `/api/v1/plugins` lists them' },
    title: { type: 'string', maxLength: 80 },
    size: { enum: ['third', 'half', 'full'] },
    options: {
      type: 'object',
      maxProperties: 20,
      additionalProperties: { type: ['string', 'number', 'boolean'] },
      description: 'Of the panel; what is left out is the default',
    },
    filters: {
      type: 'object',
      maxProperties: 20,
      additionalProperties: { type: 'string', maxLength: 500 },
      description: 'View filters by their URL parameter, of this panel only',
    },
  },
  required: ['panel'],
  additionalProperties: false,
};
const panels = { type: 'array', items: slot, maxItems: 40 };

const draft = {
  name: 'Release watch',
  panels: [
    { panel: 'blocked-agents', size: 'full' },
    { panel: 'event-log', title: 'Deployer', options: { rows: 50 }, filters: { type: 'agent:*,tool:failed' } },
  ],
};
const example = {
  id: 'release-watch',
  ...draft,
  home: false,
  revision: 1,
  created_at: '2026-11-24T09:30:00.000Z',
  updated_at: '2026-11-24T09:30:00.000Z',
};

const dashboard = closed({
  id: SLUG,
  name: NAME,
  panels,
  home: { type: 'boolean', description: 'It is what `/` shows' },
  revision: { type: 'integer', minimum: 1 },
  created_at: TIMESTAMP,
  updated_at: TIMESTAMP,
});

export const OWN_DASHBOARD_SCHEMAS = {
  Dashboard: { ...dashboard, examples: [example] },
  Dashboards: {
    ...closed({ data: { type: 'array', items: { $ref: '#/components/schemas/Dashboard' } } }),
    examples: [{ data: [example] }],
  },
  DashboardInput: {
    type: 'object',
    properties: { ...dashboard.properties },
    required: ['name'],
    additionalProperties: false,
    examples: [draft],
  },
};

export const DASHBOARD_BODY: ApiBodyOptions = {
  required: true,
  schema: { $ref: '#/components/schemas/DashboardInput' },
  examples: { whole: { value: { id: 'release-watch', ...draft } } },
};
