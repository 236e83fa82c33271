import { loadConfig } from '../config/load.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { csvOf } from '../people/export-csv.ts';
import { placeOf } from '../store/place.ts';
import { mayWrite, writeNew } from './new-file.ts';
import { withStore } from './with-store.ts';

/**
 * Writes all contacts as `GET /v1/contacts.csv` does, also while the gateway runs.
 * @throws TocsinError with what is wrong
 */
export const exportCommand = async (configFile: string, file: string, force: boolean): Promise<number> => {
  const { store } = loadConfig(configFile, process.env, normaliseNumber);
  mayWrite(file, force);
  await withStore(placeOf(store), (opened) =>
    writeNew(file, force, async (to) => {
      for await (const lines of csvOf(opened, undefined)) await to.writeFile(lines);
    }),
  );
  return 0;
};
