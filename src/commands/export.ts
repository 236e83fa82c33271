import { loadConfig } from '../config/load.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { systemClock } from '../kernel/system-clock.ts';
import { csvOf } from '../people/export-csv.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { mayWrite, writeNew } from './new-file.ts';

/**
 * Writes all contacts as `GET /v1/contacts.csv` does, also while the gateway runs.
 * @throws TocsinError with what is wrong
 */
export const exportCommand = async (configFile: string, file: string, force: boolean): Promise<number> => {
  const { store } = loadConfig(configFile, process.env, normaliseNumber);
  mayWrite(file, force);
  const opened = await openSqliteStore(store.sqlite, systemClock);
  try {
    await writeNew(file, force, async (to) => {
      for await (const lines of csvOf(opened, undefined)) await to.writeFile(lines);
    });
  } finally {
    await opened.close();
  }
  return 0;
};
