/** The calls that were not there when the list was last read; none at the first time. */
export const newCries = (
  before: ReadonlySet<number> | undefined,
  now: readonly number[],
): readonly number[] => (before === undefined ? [] : now.filter((id) => !before.has(id)));
