/** Reads `Accept-Encoding`: gzip by name, or by `*`, and not at quality zero. */
export function acceptsGzip(header: string | readonly string[] | undefined): boolean {
  const codings = new Map(
    String(header ?? '')
      .split(',')
      .map((coding) => {
        const [name = '', ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase());
        return [name, !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))] as const;
      }),
  );
  return codings.get('gzip') ?? codings.get('*') ?? false;
}
