import { type BinKind, binKinds, type ConfiguredUse, type Restored } from '../../../domain/operation/bin.ts';
import type { NamedRemoval, Remover } from '../../../kernel/named.ts';
import type { Db } from '../../db.ts';
import { type BinRow, toRemoved } from '../../rows/bin-rows.ts';
import { steady } from '../steady.ts';
import { prepareUses } from './uses.ts';

interface Row {
  readonly name: string;
  readonly version: number;
}

const folded = (name: string): string => name.trim().normalize('NFC').toLowerCase();

/** Kinds that begin something by themselves. */
const selfStarting: ReadonlySet<BinKind> = new Set<BinKind>(['schedule', 'drill']);

/**
 * The definition of a restored thing. What begins something by itself comes back switched off: its times went by while
 * it was in the bin, and a person decides from when on it counts again.
 */
const restoredDefinition = (kind: BinKind, definition: string, nowMs: number): string =>
  selfStarting.has(kind)
    ? JSON.stringify({ ...(JSON.parse(definition) as object), enabled: false, since: nowMs })
    : definition;

/** Moves named things into the bin and back, each in one commit with the look at what uses them. */
export const prepareBin = (db: Db) => {
  const usesOf = prepareUses(db);
  const statements = (kind: BinKind) => {
    const table = `${kind}s`;
    return {
      find: db.prepare<[number], Row>(`SELECT name, version FROM ${table} WHERE id = ?`),
      keep: db.prepare(`
        INSERT INTO bin (kind, thing, name, definition, created_at, version, removed_at, removed_by, removed_name)
        SELECT '${kind}', id, name, definition, created_at, version, :at, :by, :byName FROM ${table} WHERE id = :id`),
      remove: db.prepare(`DELETE FROM ${table} WHERE id = ?`),
      restore: db.prepare<{ id: number; definition: string }, unknown>(
        steady(`
        INSERT INTO ${table} (id, name, definition, created_at, version)
        SELECT thing, name, :definition, created_at, version FROM bin WHERE id = :id ON CONFLICT DO NOTHING`),
      ),
    };
  };
  const of = Object.fromEntries(binKinds.map((kind) => [kind, statements(kind)])) as Record<
    BinKind,
    ReturnType<typeof statements>
  >;
  const binned = db.prepare<[number], BinRow & { readonly definition: string }>(
    steady('SELECT * FROM bin WHERE id = ?'),
  );
  const drop = db.prepare('DELETE FROM bin WHERE id = ?');

  return {
    removeNamed: (
      kind: BinKind,
      id: number,
      version: number | undefined,
      by: Remover,
      configured: readonly ConfiguredUse[],
    ): NamedRemoval => {
      const { find, keep, remove } = of[kind];
      const row = find.get(id);
      if (row === undefined) return 'unknown';
      if (version !== undefined && row.version !== version) return 'changed';
      const named = configured.filter(
        ({ scenario }) => scenario === String(id) || folded(scenario) === folded(row.name),
      );
      const inUse = usesOf(kind, id, kind === 'scenario' ? named.map(({ use }) => use) : []);
      if (inUse !== undefined) return inUse;
      keep.run({ id, at: by.at, by: by.id, byName: by.name });
      remove.run(id);
      return 'removed';
    },

    restoreRemoved: (id: number, nowMs: number): Restored => {
      const row = binned.get(id);
      if (row === undefined) return { kind: 'unknown' };
      const removed = toRemoved(row);
      const definition = restoredDefinition(removed.kind, row.definition, nowMs);
      if (of[removed.kind].restore.run({ id, definition }).changes === 0) return { kind: 'taken' };
      drop.run(id);
      return { kind: 'done', value: removed };
    },
  };
};
