import type { NodeRepository } from '../../domain/operation/nodes.ts';
import { makeDueAtOnce } from '../queries/messages/queue.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

/** @param number of this node; 0: the gateway is alone on its store */
export const nodeRepository = (db: Queries, writer: Channel, number: number): NodeRepository => ({
  number,
  beat: (beat) => writer.callUrgently('beat', beat),
  makeDue: (atMs) => makeDueAtOnce(db, atMs),
  leave: () => writer.call('leave'),
});
