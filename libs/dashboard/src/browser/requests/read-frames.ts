import { createParser } from 'eventsource-parser';

export interface FrameSink {
  frame(type: string, data: string): void;
  id(id: string): void;
  retry(milliseconds: number): void;
}

/** Reads an event stream to its end; rejects when the connection breaks or is aborted. */
export async function readFrames(body: ReadableStream<Uint8Array>, sink: FrameSink): Promise<void> {
  const parser = createParser({
    onEvent: ({ event, data }) => sink.frame(event ?? 'message', data),
    onId: (id) => sink.id(id),
    onRetry: (milliseconds) => sink.retry(milliseconds),
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    parser.feed(decoder.decode(chunk.value, { stream: true }));
  }
}
