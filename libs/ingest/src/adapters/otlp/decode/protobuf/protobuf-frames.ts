import { BinnacleError } from '@binnacle/events';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { type Frame, MAX_ITEMS, type Range, type Signal, TURN_BYTES } from '../frame.js';
import { tooMany } from '../too-many.js';

/** In every request: the resources. In a resource: itself, its scopes. In a scope: itself, its items. */
const RESOURCES = 1;
const SELF = 1;
const CHILDREN = 2;

/**
 * The outline of a protobuf request, read from the lengths alone.
 *
 * @throws BinnacleError `invalid_protobuf` for a body that is cut off or no protobuf; `batch_too_large`
 */
export function* protobufFrames(bytes: Uint8Array, signal: Signal): Generator<void, Frame[]> {
  const frames: Frame[] = [];
  let items = 0;
  let turn = TURN_BYTES;
  for (const resources of fields(bytes, { start: 0, end: bytes.length })) {
    if (resources.number !== RESOURCES) continue;
    const resource: Frame['resource'] = {};
    for (const part of fields(bytes, resources)) {
      if (part.number === SELF) resource.range = part;
      if (part.number !== CHILDREN) continue;
      const frame: Frame = { resource, items: [] };
      for (const field of fields(bytes, part)) {
        if (field.number === SELF) frame.scope = field;
        if (field.number !== CHILDREN) continue;
        frame.items.push(field.start, field.end);
        if (++items > MAX_ITEMS) throw tooMany(signal);
        if (field.end > turn) {
          turn = field.end + TURN_BYTES;
          yield;
        }
      }
      frames.push(frame);
    }
  }
  return frames;
}

/** The fields of a message that have a length; others are passed over, as ones of a newer version. */
function* fields(bytes: Uint8Array, { start, end }: Range): Generator<Range & { readonly number: number }> {
  const reader = new BinaryReader(bytes.subarray(start, end));
  while (reader.pos < reader.len) {
    let field: (Range & { number: number }) | undefined;
    try {
      const [number, type] = reader.tag();
      if (type === WireType.LengthDelimited) {
        const length = reader.uint32();
        field = { number, start: start + reader.pos, end: start + reader.pos + length };
        if (field.end > end) throw new RangeError('it is cut off');
        reader.pos += length;
      } else {
        reader.skip(type, number);
      }
      if (reader.pos > reader.len) throw new RangeError('it is cut off');
    } catch (error) {
      throw new BinnacleError('invalid_protobuf', `the body is no OTLP message: ${(error as Error).message}`, {
        at: start + reader.pos,
      });
    }
    if (field) yield field;
  }
}
