import type { Log } from '../kernel/log.ts';

/**
 * Collects what the start left behind in this thread's heap: parsed sources, schemas under construction, the queue as
 * it was read. V8 would look for it only once the heap has grown to some multiple of it, and takes that as the
 * measure from then on. Node offers this without flags by the inspector's protocol alone (`HeapProfiler.collectGarbage`);
 * the session is of this thread, and no port is opened. Where Node was built without it, more memory is held.
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
