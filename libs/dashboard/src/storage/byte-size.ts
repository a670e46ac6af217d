const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes for people, decimal as disks are sold: `812 kB`, `1.4 GB`. */
export function byteSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  // 999.5 would be written as 1000 of the smaller unit.
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1_000;
    unit++;
  }
  return `${unit === 0 || size >= 99.5 ? Math.round(size) : size.toPrecision(2)} ${UNITS[unit]}`;
}
