import type { NamedRepository } from '../../kernel/named.ts';
import type { Shape } from '../../kernel/shape/shape.ts';
import type { NamedShape } from './cap-of-alert.ts';

const PAGE = 1000;

/** All areas of the address book, by id. */
export const namedAreas = async (
  areas: Pick<NamedRepository<Shape>, 'list'>,
): Promise<ReadonlyMap<number, NamedShape>> => {
  const found = new Map<number, NamedShape>();
  let cursor: string | undefined;
  do {
    const page = await areas.list({ limit: PAGE, cursor });
    for (const { id, name, definition } of page.items) found.set(id, { name, shape: definition });
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};
