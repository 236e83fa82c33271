/** Where a store is: a file of SQLite, or a database of a PostgreSQL server. */
export type StorePlace =
  | {
      readonly kind: 'sqlite';
      readonly path: string;
      /** Whether a copy of the file is kept from before its migration; left out: yes. */
      readonly keepsCopy?: boolean | undefined;
      /** Whether this process holds the lock of the only gateway on the file (`lockStore`). */
      readonly isSole?: boolean;
    }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      /** Whether this process must be the only gateway on the database. */
      readonly isSole?: boolean;
      /** The name of this process among several gateways on the database. */
      readonly node?: string;
    };

/** What the configuration says of the store. */
interface Configured {
  readonly sqlite?: string | undefined;
  readonly copyBeforeMigration?: boolean | undefined;
  readonly postgres?: string | undefined;
}

/** @throws RangeError if the configuration, which was checked, names neither */
export const placeOf = ({ sqlite, postgres, copyBeforeMigration }: Configured): StorePlace => {
  if (postgres !== undefined) return { kind: 'postgres', url: postgres };
  if (sqlite !== undefined)
    return {
      kind: 'sqlite',
      path: sqlite,
      ...(copyBeforeMigration === undefined ? {} : { keepsCopy: copyBeforeMigration }),
    };
  throw new RangeError('the configuration names no store');
};

/** The place in words, without a password. */
export const nameOf = (place: StorePlace): string => {
  if (place.kind === 'sqlite') return place.path;
  const { hostname, port, pathname } = new URL(place.url);
  return `postgres://${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
};
