import type { Generated } from 'kysely';

export interface BinTable {
  id: Generated<number>;
  kind: string;
  thing: number;
  name: string;
  definition: string;
  created_at: number;
  version: number;
  removed_at: number;
  removed_by: string;
  removed_name: string;
}
