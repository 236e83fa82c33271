import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** After so many ms without an answer it is asked whether the server answers at all, and then again and again. */
const ASKED_AFTER_MS = 3000;
/**
 * How long the server has to greet, ms. With two misses a silent server is known after 7 s: sooner than its thread
 * refuses calls (`SILENT_MS`), so that one missed greeting of a busy server refuses none.
 */
const GREETS_WITHIN_MS = 2000;
/** After so many greetings in a row that did not come the server is silent. */
const MISSES = 2;

/**
 * Whether the server answers at all. A new connection tells a statement that takes long from a server that stands
 * still: the connection that waits looks the same in both cases.
 */
const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: GREETS_WITHIN_MS,
    application_name: 'tocsin asks',
  });
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
 * @param silent is called each time that the server begins to show no life
 */
export const whileLiving = async <T>(
  asked: Promise<T>,
  url: string,
  heard: () => void,
  silent: () => void,
): Promise<T> => {
  const over = new AbortController();
  const pause = (ms: number): Promise<void> => delay(ms, undefined, { ref: false, signal: over.signal });
  const watch = async (): Promise<void> => {
    for (let misses = 0; ; ) {
      // After the first miss the server is asked at once, but no sooner than it could have greeted.
      if (misses !== 1) await pause(ASKED_AFTER_MS);
      const couldHaveGreeted = pause(GREETS_WITHIN_MS).catch(() => undefined);
      const lives = await answers(url);
      if (!lives) await couldHaveGreeted;
      if (over.signal.aborted) return;
      misses = lives ? 0 : misses + 1;
      if (lives) heard();
      if (misses === MISSES) silent();
    }
  };
  watch().catch(() => undefined);
  try {
    return await asked;
  } finally {
    over.abort();
  }
};
