import { assertStorableText, BinnacleError, isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';
import { bodyText, mediaType, parseJson } from '@binnacle/http';

const BODY_BYTES = 65_536;

/** A request's JSON object, read field by field; each refusal names field and limit, and a field nobody reads is refused too. */
export class Fields {
  private readonly read = new Set<string>();

  constructor(private readonly values: JsonObject) {}

  /** @throws BinnacleError the body's own codes, `field_invalid` */
  static async of(body: unknown, contentType: string | undefined): Promise<Fields> {
    const text = await bodyText({ body, contentEncoding: undefined, limit: BODY_BYTES });
    if (text.trim() === '') return new Fields({});
    mediaType(contentType, ['application/json']);
    const values = parseJson(text);
    if (!isJsonObject(values)) throw new BinnacleError('field_invalid', 'the body must be a JSON object');
    return new Fields(values);
  }

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  text(name: string, limit: number, absent?: string): string {
    const value = this.value(name) ?? absent;
    if (typeof value !== 'string' || (value.trim() === '' && absent === undefined))
      throw invalid(name, 'must be a text that is not empty');
    if (value.length > limit) {
      const detail = `\`${name}\` has ${value.length} characters; the limit is ${limit}`;
      throw new BinnacleError('field_too_long', detail, { field: name, limit });
    }
    assertStorableText(value, name);
    return value.trim();
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], absent?: T): T {
    const value = this.value(name) ?? absent;
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw invalid(name, `must be one of ${allowed.join(', ')}`);
    return found;
  }

  flag(name: string, absent: boolean): boolean {
    const value = this.value(name) ?? absent;
    if (typeof value !== 'boolean') throw invalid(name, 'must be true or false');
    return value;
  }

  amount(name: string, { min, max, absent }: { min: number; max: number; absent?: number }): number {
    const value = this.value(name) ?? absent;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw invalid(name, `must be a whole number from ${min} to ${max}`);
  }

  object(name: string): JsonObject {
    const value = this.value(name);
    if (!isJsonObject(value)) throw invalid(name, 'must be an object');
    return value;
  }

  list<T>(name: string, max: number, item: (value: JsonValue, field: string) => T): T[] {
    const value = this.value(name) ?? [];
    if (!Array.isArray(value) || value.length > max) throw invalid(name, `must be a list of at most ${max}`);
    return value.map((one, index) => item(one as JsonValue, `${name}[${index}]`));
  }

  /** @throws BinnacleError `field_invalid` for the first field that nothing has read */
  end(): void {
    const unknown = Object.keys(this.values).find((name) => !this.read.has(name));
    if (unknown !== undefined) throw invalid(unknown.slice(0, 60), 'is not understood');
  }

  private value(name: string): JsonValue | undefined {
    this.read.add(name);
    return this.values[name] ?? undefined;
  }
}

export const invalid = (field: string, detail: string) =>
  new BinnacleError('field_invalid', `\`${field}\` ${detail}`, { field });
