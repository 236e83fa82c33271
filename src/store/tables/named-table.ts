import type { Generated } from 'kysely';

export interface NamedTable {
  id: Generated<number>;
  name: string;
  definition: string;
  created_at: number;
  version: Generated<number>;
}
