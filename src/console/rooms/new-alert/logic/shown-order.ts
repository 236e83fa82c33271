/**
 * Items in the order in which somebody sees them: what came later stands at the end, so that it moves no row under
 * the hand that aims at it.
 *
 * @param shown the ids in the order in which they are shown
 */
export const inShownOrder = <Item extends { readonly id: number }>(
  shown: readonly number[],
  items: readonly Item[],
): readonly Item[] => {
  const byId = new Map(items.map((item) => [item.id, item]));
  const known = new Set(shown);
  const kept = shown.flatMap((id) => byId.get(id) ?? []);
  return [...kept, ...items.filter(({ id }) => !known.has(id))];
};
