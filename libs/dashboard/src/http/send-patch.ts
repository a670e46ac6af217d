import type { FastifyReply } from 'fastify';

/** Answers a Datastar request with patches. Datastar applies no other status than 200, and Nest would give a POST 201. */
export function sendPatch(reply: FastifyReply, frame: Buffer): void {
  void reply.code(200).header('content-type', 'text/event-stream; charset=utf-8').send(frame);
}
