import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { MigrationTeller } from '../../ops/supervisor/migration-teller.ts';
import { openStore, type StoreOptions } from '../../store/open-store.ts';
import type { StorePlace } from '../../store/place.ts';
import { octetsOfLog } from '../../store/sqlite/migrating/copy-before.ts';
import type { Store } from '../../store/store.ts';
import type { Surroundings } from './surroundings.ts';

/** Opens the store, and says in the log how its migration goes on, if it needs one. */
export const openGatewayStore = async (
  place: StorePlace,
  options: Omit<StoreOptions, 'tellMigration' | 'startThread'>,
  { machine, prolongStart = async () => {} }: Pick<Surroundings, 'machine' | 'prolongStart'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<Store> => {
  const writtenBytes = () => (place.kind === 'sqlite' ? octetsOfLog(place.path) : undefined);
  const teller = new MigrationTeller({ writtenBytes, prolong: prolongStart, clock, log });
  let isOpen = false;
  try {
    const { startThread } = machine;
    const store = await openStore(place, clock, { ...options, startThread, tellMigration: teller.tell });
    isOpen = true;
    return store;
  } finally {
    await teller.end(isOpen);
  }
};
