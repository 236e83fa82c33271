import type { Log } from '../../kernel/log.ts';

/**
 * Collects the garbage that the start has left in this thread's heap, such as parsed sources. Otherwise V8 would let
 * the heap grow to a multiple of its size with that garbage. Without flags, Node offers a collection only through the
 * inspector (`HeapProfiler.collectGarbage`); the session is local to this thread, and no port is opened. If Node was
 * built without the inspector, the process uses more memory.
 */
export const compactHeap = async (log: Log): Promise<void> => {
  try {
    const { Session } = await import('node:inspector/promises');
    const session = new Session();
    session.connect();
    try {
      await session.post('HeapProfiler.collectGarbage');
    } finally {
      session.disconnect();
    }
  } catch (error) {
    log.warn({ error: String(error) }, 'the heap could not be collected after the start');
  }
};
