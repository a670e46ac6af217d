import { BinnacleError, isStorableText, MAX_QUERY_CHARS, QUERY_FIELDS } from '@binnacle/events';
import { EventStatistics, type KnownDimension } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { valueText } from './history-routes.js';
import { termAtEnd } from './term-at-end.js';

const AT_MOST = 40;
const OF_EACH = 15;

const DIMENSIONS: Readonly<Record<string, KnownDimension>> = {
  type: 'type',
  agent: 'agent',
  agent_id: 'agent',
  session: 'session',
  session_id: 'session',
  graph: 'graph',
  graph_id: 'graph',
  'payload.tool_name': 'tool',
  'payload.model': 'model',
};

/** Offered before a field is chosen, and how a value is written then. */
const OFFERED: readonly (readonly [lead: string, dimension: KnownDimension])[] = [
  ['type:', 'type'],
  ['agent:', 'agent'],
  ['graph:', 'graph'],
  ['payload.tool_name=', 'tool'],
  ['payload.model=', 'model'],
];
const FIELDS = [...QUERY_FIELDS.filter((field) => !field.includes('…')), 'payload.tool_name', 'payload.model'];

/** Whole queries that what was typed may become: fields, and values that are in the archive. */
@Injectable()
export class QueryCompletion {
  constructor(private readonly statistics: EventStatistics) {}

  /** Nothing, rather than a page that waits or complains. */
  async complete(project: string, query: string): Promise<string[]> {
    if (query.length >= MAX_QUERY_CHARS || !isStorableText(query)) return [];
    try {
      return await this.offered(project, query);
    } catch (error) {
      if (error instanceof BinnacleError) return [];
      throw error;
    }
  }

  private async offered(project: string, query: string): Promise<string[]> {
    const { head, field, partial } = termAtEnd(query);
    const terms =
      field === undefined
        ? await this.anything(project, partial)
        : await this.valuesOf(project, DIMENSIONS[field], partial);
    const whole = terms.map((term) => head + term).filter((text) => text !== query && text.length <= MAX_QUERY_CHARS);
    return [...new Set(whole)].slice(0, AT_MOST);
  }

  private async anything(project: string, partial: string): Promise<string[]> {
    const values = await Promise.all(
      OFFERED.map(async ([lead, dimension]) =>
        (await this.known(project, dimension, partial)).map((text) => lead + text),
      ),
    );
    const fields = FIELDS.filter((name) => name.startsWith(partial.toLowerCase())).map(
      (name) => name + (name.startsWith('payload.') ? '=' : ':'),
    );
    return partial === '' ? [...values.flat(), ...fields] : [...fields, ...values.flat()];
  }

  private async valuesOf(project: string, dimension: KnownDimension | undefined, partial: string): Promise<string[]> {
    if (!dimension) return [];
    const values = await this.known(project, dimension, partial);
    if (dimension !== 'type') return values;
    const categories = new Set(values.map((type) => `${type.slice(0, type.indexOf(':'))}:*`));
    return [...[...categories].filter((pattern) => pattern.startsWith(partial)), ...values];
  }

  private async known(project: string, dimension: KnownDimension, prefix: string): Promise<string[]> {
    const values = await this.statistics.known({ project, dimension, prefix, limit: OF_EACH });
    return values.map(valueText);
  }
}
