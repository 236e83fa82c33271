import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** After so many ms without an answer it is asked whether the server answers at all, and then again and again. */
const ASKED_AFTER_MS = 5000;
/** How long the server has to greet, ms. */
const GREETS_WITHIN_MS = 2000;

/**
 * Whether the server answers at all. A new connection tells a statement that takes long from a server that stands
 * still: the connection that waits looks the same in both cases.
 */
const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: GREETS_WITHIN_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // One that refuses, such as for too many connections, answers too.
    return error instanceof pg.DatabaseError;
  } finally {
    void client.end().catch(() => undefined);
  }
};

/**
 * Waits for what was asked.
 * @param heard is called each time that the server shows that it lives while the answer doesn't come
 * @param silent is called once if the server shows no life
 */
export const whileLiving = async <T>(
  asked: Promise<T>,
  url: string,
  heard: () => void,
  silent: () => void,
): Promise<T> => {
  const over = new AbortController();
  const watch = async (): Promise<void> => {
    for (;;) {
      await delay(ASKED_AFTER_MS, undefined, { ref: false, signal: over.signal });
      const lives = await answers(url);
      if (over.signal.aborted) return;
      if (!lives) return silent();
      heard();
    }
  };
  watch().catch(() => undefined);
  try {
    return await asked;
  } finally {
    over.abort();
  }
};
