/** Fields of a newer OTLP are dropped while reading: nobody writes the messages again. */
export const READ = { readUnknownFields: false } as const;
