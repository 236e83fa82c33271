import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Reads a query anew each time it is called. An answer that is awaited at that moment is not cut off, since a call each
 * second would do so for ever; but what it says may be older than the call, so the query is read once more after it.
 */
export class ReadAnew {
  readonly #queries: QueryClient;
  /** Queries that are read just now, and whether they were asked for again meanwhile. */
  readonly #reading = new Map<string, boolean>();

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  async read(queryKey: QueryKey): Promise<void> {
    const name = JSON.stringify(queryKey);
    if (this.#reading.has(name)) {
      this.#reading.set(name, true);
      return;
    }
    const filter = { queryKey, exact: true };
    do {
      this.#reading.set(name, this.#queries.isFetching(filter) > 0);
      await this.#queries.invalidateQueries(filter, { cancelRefetch: false });
    } while (this.#reading.get(name) === true);
    this.#reading.delete(name);
  }
}
