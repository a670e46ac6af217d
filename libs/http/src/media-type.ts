import { BinnacleError } from '@binnacle/events';

/**
 * The request's media type without parameters, one of `supported`. No header at all is read as the first of them.
 *
 * @throws BinnacleError `unsupported_media_type`, also for a charset other than UTF-8
 */
export function mediaType<T extends string>(contentType: string | undefined, supported: readonly [T, ...T[]]): T {
  if (!contentType) return supported[0];
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  const known = supported.find((name) => name === type);
  if (known === undefined || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw new BinnacleError(
      'unsupported_media_type',
      `\`Content-Type\` is ${JSON.stringify(contentType.slice(0, 100))}; supported: ${supported.join(', ')} (UTF-8)`,
    );
  }
  return known;
}
