import type { Generated } from 'kysely';

/** What the ears heard. Times are in ms since the epoch. */
export interface EarTables {
  heard_parts: HeardPartsTable;
}

/** `src/store/sqlite/schema/operation/ears.ts` describes the columns. */
export interface HeardPartsTable {
  id: Generated<number>;
  ear: string;
  sender: string;
  reference: number | null;
  total: number;
  part: number;
  text: string;
  message_id: number | null;
  at: number;
  fingerprint: string | null;
}
