import { z } from 'zod';
import { whyUnusable } from './store-address.ts';

const isPostgres = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    /^postgres(?:ql)?:$/.test(url?.protocol ?? '') && url?.hostname !== '' && (url?.pathname.length ?? 0) > 1
  );
};

/** Where the gateway keeps everything: a file of SQLite, or a database of a PostgreSQL server. */
export type StoreConfig =
  | {
      readonly sqlite: string;
      readonly openToOthers?: boolean | undefined;
      readonly copyBeforeMigration?: boolean | undefined;
      readonly postgres?: undefined;
    }
  | {
      readonly postgres: string;
      readonly sqlite?: undefined;
      readonly openToOthers?: undefined;
      readonly copyBeforeMigration?: undefined;
    };

export const storeConfig = z
  .strictObject({
    sqlite: z.string().min(1).optional(),
    /** Whether the gateway starts although others than the owner of the files may read them. */
    openToOthers: z.boolean().optional(),
    /** Whether the first start of a version with a newer schema keeps a copy of the file from before. */
    copyBeforeMigration: z.boolean().optional(),
    postgres: z
      .string()
      .refine(
        isPostgres,
        'an address has a host and a database, such as postgres://tocsin@db/tocsin; in a password the signs / ? # @ : % are written as %2F %3F %23 %40 %3A %25',
      )
      .optional(),
  })
  .superRefine(({ sqlite, postgres, openToOthers, copyBeforeMigration }, context) => {
    const complain = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (sqlite !== undefined && postgres !== undefined)
      complain('postgres', 'a store is either in a file of SQLite or on PostgreSQL: name one of them');
    if (sqlite === undefined && postgres === undefined)
      complain('sqlite', 'name the file of the store, or the address of its PostgreSQL as store.postgres');
    const why = postgres === undefined || !isPostgres(postgres) ? undefined : whyUnusable(postgres);
    if (why !== undefined) complain('postgres', why);
    if (postgres !== undefined && openToOthers !== undefined)
      complain('openToOthers', 'is about the files of SQLite: a store on PostgreSQL has none here');
    if (postgres !== undefined && copyBeforeMigration !== undefined)
      complain('copyBeforeMigration', 'is about the file of SQLite: make backups of PostgreSQL by pg_dump');
  })
  .transform((store) => store as StoreConfig);
