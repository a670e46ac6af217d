/** A form's fields; bodies come as bytes. */
export const readForm = (body: unknown): URLSearchParams =>
  new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
