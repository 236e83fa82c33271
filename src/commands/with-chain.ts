import type { AuditChainRepository } from '../domain/operation/audit-export.ts';
import type { StorePlace } from '../store/place.ts';
import { openChain } from '../store/sqlite/chain/read-chain.ts';
import { withStore } from './with-store.ts';

/**
 * Opens the chain of the audit log for one command, also while the gateway runs. A file is only read, so that it may be
 * a copy, of another version too.
 * @throws SqliteError if the file can't be opened; TocsinError `storeUnavailable` if the server can't be reached
 */
export const withChain = async <T>(
  place: StorePlace,
  work: (chain: AuditChainRepository) => Promise<T>,
): Promise<T> => {
  if (place.kind === 'postgres') return withStore(place, work);
  const chain = openChain(place.path);
  try {
    return await work(chain);
  } finally {
    await chain.close();
  }
};
