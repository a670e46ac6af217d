/** Waits for a condition, never for a time: answers the first truthy value, or fails naming what did not happen. */
export async function until<T>(what: string, probe: () => T | Promise<T>, patience = 8_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited ${patience} ms, but not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
