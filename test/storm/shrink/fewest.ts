/**
 * Finds few of the items with which something still fails: takes out ever smaller groups of them, as long as it goes on
 * failing without (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input").
 * @param fails whether it fails with these items; it failed with all of them
 */
export const fewest = async <T>(
  items: readonly T[],
  fails: (items: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> => {
  if (items.length === 0 || (await fails([]))) return [];
  let left = items;
  for (let groups = 2; left.length > 1; ) {
    const size = Math.ceil(left.length / groups);
    let isSmaller = false;
    for (let at = 0; at < left.length && left.length > 1; ) {
      const rest = left.toSpliced(at, size);
      if (rest.length > 0 && (await fails(rest))) {
        left = rest;
        isSmaller = true;
      } else at += size;
    }
    if (size === 1 && !isSmaller) break;
    groups = isSmaller ? Math.max(2, groups - 1) : Math.min(left.length, groups * 2);
  }
  return left;
};
