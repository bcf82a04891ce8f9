/** How much that is, as people read it. */
export function bytesText(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  let left = value;
  for (; left >= 1024 && at < units.length - 1; at++) left /= 1024;
  return `${left.toFixed(at === 0 ? 0 : 1)} ${units[at]}`;
}
