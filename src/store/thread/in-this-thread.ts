import { MessageChannel } from 'node:worker_threads';
import { PortThread } from './port-thread.ts';
import { serve } from './serve.ts';
import type { StartThread, Thread } from './thread.ts';

/**
 * Serves the file in the calling thread. For a command, which has nothing else to do meanwhile: the start of two
 * threads took longer than the command itself.
 */
export const inThisThread: StartThread = async (options) => {
  const { port1, port2 } = new MessageChannel();
  const thread = new PortThread(port1);
  // The channel must listen before the file is opened, since its first message says how that went.
  setImmediate(serve, port2, options);
  return thread as unknown as Thread;
};
