import type { BinKind, Removed } from '../../domain/operation/bin.ts';

export interface BinRow {
  readonly id: number;
  readonly kind: string;
  readonly thing: number;
  readonly name: string;
  readonly removed_at: number;
  readonly removed_by: string;
  readonly removed_name: string;
}

export const toRemoved = (row: BinRow): Removed => ({
  id: row.id,
  kind: row.kind as BinKind,
  thing: row.thing,
  name: row.name,
  by: { id: row.removed_by, name: row.removed_name, at: row.removed_at },
});

/** SQL: the ids of lists whose members are kept, since the list is there or can be restored. */
export const KEPT_LISTS = "(SELECT id FROM lists UNION ALL SELECT thing FROM bin WHERE kind = 'list')";
