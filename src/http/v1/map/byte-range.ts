/** The longest range that is sent at once. Directories and tiles are far shorter. */
export const MOST_OCTETS = 2 * 1024 * 1024;

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The one range of a Range header (RFC 9110, 14.1.2) in a file of so many octets; a string: why there is none. */
export const rangeOf = (header: string, octets: number): Range | string => {
  if (header.length > 100 || header.includes(',')) return 'Ask for one range at a time.';
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header.trim()) ?? [];
  if (from === '' && to === '') return 'A range is written as bytes=0-511.';
  const first = from === '' ? Math.max(0, octets - Number(to)) : Number(from);
  const last = from === '' || to === '' ? octets - 1 : Math.min(Number(to), octets - 1);
  if (from !== '' && to !== '' && Number(to) < first) return 'The range ends before it begins.';
  if (last < first) return 'The range begins after the end of the file.';
  if (last - first + 1 > MOST_OCTETS) return `A range has at most ${MOST_OCTETS} octets.`;
  return { first, last };
};

/** Whether a list of ETags has this one, compared strongly (RFC 9110, 8.8.3.2): weak ones never match. */
export const hasStrongly = (given: string, etag: string): boolean =>
  given.split(',').some((one) => one.trim() === '*' || one.trim() === etag);
