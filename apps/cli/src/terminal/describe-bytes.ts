const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1.5 MB` */
export function describeBytes(bytes: number): string {
  const step = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const size = bytes / 1_000 ** step;
  return `${size.toFixed(step === 0 || size >= 100 ? 0 : 1)} ${UNITS[step]}`;
}
