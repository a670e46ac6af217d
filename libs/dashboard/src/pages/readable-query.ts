/** `type=agent:*` and not `type=agent%3A*`: people read and share these URLs. */
export const readable = (parameters: URLSearchParams): string =>
  parameters.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2A', '*');
