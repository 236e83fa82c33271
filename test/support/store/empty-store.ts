import { fileURLToPath } from 'node:url';

/** A store without messages, which is made before all tests. */
export const EMPTY_STORE = fileURLToPath(new URL('../../../.cache/empty-store.db', import.meta.url));
