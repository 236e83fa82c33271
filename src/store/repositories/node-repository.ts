import type { NodeRepository } from '../../domain/operation/nodes.ts';
import type { Channel } from '../thread/channel.ts';

/** @param number of this node; 0: the gateway is alone on its store */
export const nodeRepository = (writer: Channel, number: number): NodeRepository => ({
  number,
  beat: (beat) => writer.callUrgently('beat', beat),
  leave: () => writer.call('leave'),
});
