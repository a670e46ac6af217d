import { create, toBinary } from '@bufbuild/protobuf';
import { StatusSchema } from './protobuf/google/rpc/status_pb.js';

export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';

/** How an exporter is answered: in the encoding it sent, as it may read no other. */
export const answersProtobuf = (contentType: string | undefined): boolean =>
  contentType?.split(';')[0]?.trim().toLowerCase() === PROTOBUF;

/** Codes of google.rpc by HTTP status; what is missing is INVALID_ARGUMENT or, from 500 on, UNAVAILABLE. */
const CODES: Readonly<Record<number, number>> = { 401: 16, 403: 7, 404: 5, 413: 8, 415: 3, 429: 8 };
const INVALID_ARGUMENT = 3;
const UNAVAILABLE = 14;

/** A refusal as OTLP has it: a google.rpc.Status. */
export function otlpStatus(contentType: string | undefined, httpStatus: number, message: string) {
  const code = CODES[httpStatus] ?? (httpStatus >= 500 ? UNAVAILABLE : INVALID_ARGUMENT);
  if (!answersProtobuf(contentType)) return { type: JSON_TYPE, body: JSON.stringify({ code, message }) };
  return { type: PROTOBUF, body: Buffer.from(toBinary(StatusSchema, create(StatusSchema, { code, message }))) };
}
