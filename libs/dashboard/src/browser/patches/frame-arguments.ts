/** The data lines of a frame, `name value`, as arguments; a name that repeats is a value of several lines. */
export function frameArguments(data: string): Record<string, string> {
  const lines = new Map<string, string[]>();
  for (const line of data.split('\n')) {
    const space = line.indexOf(' ');
    const name = space < 0 ? line : line.slice(0, space);
    const values = lines.get(name) ?? [];
    lines.set(name, values);
    values.push(space < 0 ? '' : line.slice(space + 1));
  }
  return Object.fromEntries([...lines].map(([name, values]) => [name, values.join('\n')]));
}
