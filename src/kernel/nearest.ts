/** Names longer than this are not compared: the work grows with the product of both lengths. */
const LONGEST = 64;
/** How many names are compared. */
const MOST = 500;

/** The number of characters to insert, delete, replace, or swap with their neighbour, to get from `a` to `b`. */
const distance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped && row > 1 && column > 1) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      next.push(best);
    }
    beforeLast = last;
    last = next;
  }
  return last[b.length] ?? 0;
};

/**
 * The known name that was most likely meant; undefined: none is close. Case makes no difference. A third of the
 * characters may differ, so that a password in the wrong place doesn't look like a name.
 */
export const nearest = (written: string, known: readonly string[]): string | undefined => {
  if (written.length > LONGEST) return undefined;
  const wanted = written.toLowerCase();
  let best: { readonly name: string; readonly far: number } | undefined;
  for (const name of known.slice(0, MOST)) {
    const longer = Math.max(name.length, wanted.length);
    const allowed = Math.floor(longer / 3);
    if (name.length > LONGEST || Math.abs(name.length - wanted.length) > allowed) continue;
    const far = distance(wanted, name.toLowerCase());
    if (far <= allowed && (best === undefined || far < best.far)) best = { name, far };
  }
  return best?.name;
};

/** The end of an error message: `; did you mean "live"?`, or nothing. The text that was written is not repeated. */
export const didYouMean = (written: unknown, known: readonly string[]): string => {
  const meant = typeof written === 'string' ? nearest(written, known) : undefined;
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
};
