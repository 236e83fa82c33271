import type { Generated } from 'kysely';

/** What the ears heard, and cell broadcasts. Times are in ms since the epoch. */
export interface EarTables {
  heard_parts: HeardPartsTable;
  cell_broadcasts: CellBroadcastsTable;
}

/** `src/store/schema/operation/ears.ts` describes the columns. */
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

/** `src/store/schema/inbound/cell-broadcasts.ts` describes the columns. */
export interface CellBroadcastsTable {
  id: Generated<number>;
  route: string;
  channel: number;
  serial: number;
  language: string | null;
  page_texts: string;
  pages: number;
  of_pages: number;
  first_at: number;
  last_at: number;
  told: Generated<number>;
  outcome: string | null;
  alert: number | null;
}
