/** Parts of JSON Schema 2020-12, in which OpenAPI 3.1 describes answers. */
type Schema = Readonly<Record<string, unknown>>;

/** An object with all of these and nothing else: what an answer has is what is written down. */
export const closed = (properties: Readonly<Record<string, Schema>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

export const nullable = (type: 'string' | 'integer' | 'number') => ({ type: [type, 'null'] });

export const TIMESTAMP = { type: 'string', format: 'date-time' } as const;
/** May pass 2^53. */
export const SEQ = { type: 'string', pattern: '^\\d{1,19}$' } as const;
export const COUNT = { type: 'integer', minimum: 0 } as const;
