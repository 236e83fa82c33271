import { readFileSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import type { StoreConfig } from '../../config/store/store-config.ts';
import { configOpenToOthers, openToOthers } from '../../store/sqlite/files/file-modes.ts';

/** A secret that stands in the file itself, not as `${NAME}` or `${file:PATH}`. */
const SECRET = /^[^#\n]*\b(password|pin|token|secret)['"]?\s*:\s*['"]?(?!\$\{)[^\s'"#]/im;
/** The same in the address of a PostgreSQL: before its host, or as a parameter. */
const IN_ADDRESS =
  /^[^#\n]*\bpostgres(?:ql)?:\/\/(?:[^\s:@/'"]*:(?!\$\{)[^\s@'"]+@|[^\s'"]*[?&]password=(?!\$\{))/im;

const textOf = (configFile: string): string => {
  try {
    return readFileSync(configFile, 'utf8');
  } catch {
    return '';
  }
};

const openStoreFiles = ({ sqlite, openToOthers: isAllowed }: StoreConfig): readonly string[] =>
  (sqlite === undefined ? [] : openToOthers(sqlite)).map((why) =>
    isAllowed === true ? `store: ${why}` : `store: the gateway does not start: ${why}`,
  );

const ADDRESS_WRITTEN =
  'store.postgres has its password written out: whoever sees the file, or a copy of it, has the database; write it as an environment variable or as a file (docs/configure.md)';

/** Warnings about files of which others than their owner may read the data of people, or secrets. */
export const openFiles = (configFile: string, { store }: Config): readonly string[] => {
  const text = textOf(configFile);
  const isWritten = store.postgres !== undefined && IN_ADDRESS.test(text);
  const config = isWritten || SECRET.test(text) ? configOpenToOthers(configFile) : undefined;
  return [
    ...openStoreFiles(store),
    ...(isWritten ? [ADDRESS_WRITTEN] : []),
    ...(config === undefined ? [] : [config]),
  ];
};
