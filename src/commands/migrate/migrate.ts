import { existsSync } from 'node:fs';
import { loadConfig } from '../../config/load.ts';
import type { StoreConfig } from '../../config/store/store-config.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { nameOf, placeOf } from '../../store/place.ts';
import { openPostgresForWriting } from '../../store/postgres/open.ts';
import { postgresSide } from '../../store/postgres/transfer-side.ts';
import { makePrivate } from '../../store/sqlite/files/private-files.ts';
import { lockStore } from '../../store/sqlite/lock.ts';
import { openForWriting } from '../../store/sqlite/open.ts';
import { type TableShape, tableShapes } from '../../store/sqlite/schema-rows.ts';
import { sqliteSide } from '../../store/sqlite/transfer-side.ts';
import type { TransferSide } from '../../store/transfer/side.ts';
import { type Copied, transfer } from '../../store/transfer/transfer.ts';
import { aloneOn } from '../backup/store-alone.ts';

/** From which database to which other one. */
export const directions = ['sqlite-to-postgres', 'postgres-to-sqlite'] as const;
export type Direction = (typeof directions)[number];

/**
 * Copies the store of one configuration into the empty store of another one, while no gateway runs on either, and says
 * how many rows each table has.
 * @param from the configuration that the gateway has had
 * @param to the configuration with the new store
 * @throws TocsinError with what is wrong; then the new store is empty, and the old one is as it was, unless it says
 * otherwise
 */
export const migrateCommand = async (direction: Direction, from: string, to: string): Promise<number> => {
  const [source, target] = [from, to].map((file) => loadConfig(file, process.env, normaliseNumber).store) as [
    StoreConfig,
    StoreConfig,
  ];
  mustGo(direction, source, target);
  const tables = tableShapes();
  using opened = new DisposableStack();
  const old = openSide(source, tables, opened, true);
  const fresh = openSide(target, tables, opened, false);
  let rows = 0;
  const tell = (copied: Copied): void => {
    rows += copied.rows;
    if (copied.rows > 0) process.stdout.write(`${copied.table.padEnd(28)}${copied.rows}\n`);
  };
  transfer(old, fresh, tables, tell, nameOf(placeOf(target)));
  process.stdout.write(`
All ${rows} rows are in ${nameOf(placeOf(target))}: each table was read back there, and is the same.
Start the gateway with --config ${to}.
No gateway starts on ${nameOf(placeOf(source))} any more:
it has the messages that wait too, and would send them a second time.
`);
  return 0;
};

const mustGo = (direction: Direction, source: StoreConfig, target: StoreConfig): void => {
  const kinds = [source, target].map((store) => placeOf(store).kind).join('-to-');
  if (kinds === direction) return;
  throw new TocsinError(
    'storeUnavailable',
    `${direction}: --from names a store of ${placeOf(source).kind}, and --config one of ${placeOf(target).kind}`,
  );
};

/** Opens a store for the command alone. */
const openSide = (
  store: StoreConfig,
  tables: readonly TableShape[],
  opened: DisposableStack,
  mustBeThere: boolean,
): TransferSide => {
  const place = placeOf(store);
  try {
    if (place.kind === 'postgres') {
      if (mustBeThere) aloneOn(place);
      const database = opened.adopt(
        openPostgresForWriting({ kind: 'postgres', url: place.url, isSole: true }),
        (db) => db.close(),
      );
      return postgresSide(database, tables);
    }
    if (mustBeThere && !existsSync(place.path))
      throw new TocsinError('storeUnavailable', `there is no store ${place.path}`);
    makePrivate(place.path);
    opened.use(lockStore(place.path, store.openToOthers));
    const file = opened.adopt(openForWriting(place.path, { ...place, isSole: true }), (db) => db.close());
    return sqliteSide(file, tables);
  } catch (cause) {
    if (cause instanceof TocsinError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TocsinError('storeUnavailable', `cannot use the store ${nameOf(place)}: ${why}`, { cause });
  }
};
