import type { Generated } from 'kysely';
import type { NamedTable } from './named-table.ts';

export interface HandOversTable {
  id: Generated<number>;
  reference: string;
  roster_id: number;
  giver_phone: string;
  giver: string;
  taker_phone: string;
  taker: string;
  code_salt: Uint8Array | null;
  code_hash: Uint8Array | null;
  until: number;
  asked_at: number;
  expires_at: number;
  state: string;
  wrong: Generated<number>;
  answered_by: string | null;
}

export interface DutyTables {
  rosters: NamedTable;
  hand_overs: HandOversTable;
}
