import type { z } from 'zod';
import type { removedView } from '../../../http/v1/operation/bin.ts';
import { ask, list, query } from '../client.ts';

type Kind = z.output<typeof removedView>['kind'];

/** The largest page of the API. */
const PAGE = 1000;

/**
 * Takes what was removed last under this id out of the bin.
 *
 * @throws Error if it is not there: somebody restored it, or it is deleted for good
 */
export const restore = async (kind: Kind, id: number): Promise<void> => {
  const { items } = await list<typeof removedView>(`/v1/bin${query({ kind, limit: PAGE })}`);
  const removed = items.find(({ of }) => of === id);
  if (removed === undefined) throw new Error('it is not in the bin');
  await ask(`/v1/bin/${removed.id}/restore`, { method: 'POST' });
};
