/** The OpenAPI document of a running server, as the tests read it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Schema {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

type Content = Readonly<
  Record<string, { schema?: Schema; examples?: Record<string, { value?: unknown }> } | undefined>
>;

interface WrittenParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly schema: Schema;
}

interface Parameter extends WrittenParameter {
  readonly example: unknown;
}

interface WrittenOperation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly WrittenParameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content } | undefined>>;
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One example of a body, in one content type. */
interface BodyExample {
  readonly name: string;
  readonly type: string;
  readonly schema: Schema;
  readonly value: unknown;
  /** As it is sent. */
  readonly text: string;
}

export interface Operation extends WrittenOperation {
  /** `get /api/v1/events` */
  readonly key: string;
  readonly method: string;
  /** With the examples of its path parameters. */
  readonly url: string;
  readonly parameters: readonly Parameter[];
  readonly hasBody: boolean;
  readonly bodies: readonly BodyExample[];
}

/** Those that send events come first, then those that send anything; those that delete what the others ask for come last. */
export function operationsOf({ paths }: ApiDocument): Operation[] {
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Operation => {
      const parameters = (operation.parameters ?? []).map((parameter) => ({
        ...parameter,
        example: parameter.schema?.examples?.[0],
      }));
      const url = parameters
        .filter((parameter) => parameter.in === 'path')
        .reduce((text, { name, example }) => text.replace(`{${name}}`, encodeURIComponent(String(example))), path);
      const hasBody = operation.requestBody !== undefined;
      return { ...operation, key: `${method} ${path}`, method, url, parameters, hasBody, bodies: bodiesOf(operation) };
    }),
  );
  const rank = ({ key, method, hasBody }: Operation) =>
    key === 'post /api/v1/events' ? 0 : hasBody ? 1 : method === 'delete' ? 3 : 2;
  return all.sort((a, b) => rank(a) - rank(b));
}

function bodiesOf({ requestBody }: WrittenOperation): BodyExample[] {
  return Object.entries(requestBody?.content ?? {}).flatMap(([type, media]) =>
    Object.entries(media?.examples ?? {}).map(([name, { value }]) => ({
      name,
      type,
      schema: media?.schema ?? {},
      value,
      text: written(type, value),
    })),
  );
}

function written(type: string, value: unknown): string {
  if (type === 'application/x-www-form-urlencoded') {
    // A form has texts only; what is no text is written as JSON.
    const fields = Object.entries(value as Record<string, unknown>);
    return new URLSearchParams(
      fields.map(([name, field]) => [name, typeof field === 'string' ? field : JSON.stringify(field)]),
    ).toString();
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** @returns what is wrong with a value, by a schema or the name of one; nothing = it is as documented */
export function schemaCheck(document: ApiDocument): (schema: Schema | string, value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', components: document.components, $defs: {} }, 'api');
  ajv.addVocabulary(['components']);
  return (schema, value) => {
    const text = JSON.stringify(typeof schema === 'string' ? { $ref: `#/components/schemas/${schema}` } : schema);
    const validate = ajv.compile(JSON.parse(text.replaceAll('#/components/schemas/', 'api#/components/schemas/')));
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
