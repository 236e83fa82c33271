import { readFileSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import { configOpenToOthers, openToOthers } from '../../store/sqlite/files/file-modes.ts';

/** A secret that stands in the file itself, not as `${NAME}` or `${file:PATH}`. */
const SECRET = /^[^#\n]*\b(password|pin|token|secret)['"]?\s*:\s*['"]?(?!\$\{)[^\s'"#]/im;

const holdsSecret = (configFile: string): boolean => {
  try {
    return SECRET.test(readFileSync(configFile, 'utf8'));
  } catch {
    return false;
  }
};

/** Warnings about files of which others than their owner may read the data of people, or secrets. */
export const openFiles = (configFile: string, { store }: Config): readonly string[] => {
  const config = holdsSecret(configFile) ? configOpenToOthers(configFile) : undefined;
  const ofStore = openToOthers(store.sqlite).map((why) =>
    store.openToOthers === true ? `store: ${why}` : `store: the gateway does not start: ${why}`,
  );
  return [...ofStore, ...(config === undefined ? [] : [config])];
};
