import type {
  KeptScenario,
  ScenarioApproval,
  ScenarioRepository,
  StoredScenario,
} from '../../../domain/alerts/scenario.ts';
import type { Named, NamedRepository } from '../../../kernel/named.ts';
import type { Queries } from '../../tables/tables.ts';

interface ApprovalRow {
  readonly scenario_id: number;
  readonly version: number;
  readonly by_id: string;
  readonly by_name: string;
  readonly at: number;
  readonly meaning: string;
}

/** Only an approval of the current version counts, so every change of a scenario ends its approval. */
const withApproval = (named: Named<StoredScenario>, rows: readonly ApprovalRow[]): KeptScenario => {
  const row = rows.find(({ scenario_id, version }) => scenario_id === named.id && version === named.version);
  return { ...named, approved: row === undefined ? undefined : toApproval(row) };
};

const toApproval = ({ by_id, by_name, at, meaning }: ApprovalRow): ScenarioApproval => ({
  id: by_id,
  name: by_name,
  at,
  meaning: JSON.parse(meaning) as ScenarioApproval['meaning'],
});

const readApprovals = (db: Queries, ids: readonly number[]): Promise<ApprovalRow[]> =>
  db.selectFrom('scenario_approvals').selectAll().where('scenario_id', 'in', ids).execute();

/**
 * Stores the approval if the scenario is still at `version`; otherwise returns false. One statement does both, so that
 * no change can come in between.
 */
const insertApproval = async (
  db: Queries,
  id: number,
  version: number,
  by: ScenarioApproval,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('scenario_approvals')
    .columns(['scenario_id', 'version', 'by_id', 'by_name', 'at', 'meaning'])
    .expression(({ selectFrom, val }) =>
      selectFrom('scenarios')
        .select((eb) => [
          'id',
          'version',
          eb.cast<string>(val(by.id), 'text').as('by_id'),
          eb.cast<string>(val(by.name), 'text').as('by_name'),
          eb.cast<number>(val(by.at), 'bigint').as('at'),
          eb.cast<string>(val(JSON.stringify(by.meaning)), 'text').as('meaning'),
        ])
        .where('id', '=', id)
        .where('version', '=', version),
    )
    .onConflict((conflict) =>
      conflict.column('scenario_id').doUpdateSet((eb) => ({
        version: eb.ref('excluded.version'),
        by_id: eb.ref('excluded.by_id'),
        by_name: eb.ref('excluded.by_name'),
        at: eb.ref('excluded.at'),
        meaning: eb.ref('excluded.meaning'),
      })),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
};

export const scenarioRepository = (
  db: Queries,
  repository: NamedRepository<StoredScenario>,
): ScenarioRepository => {
  return {
    create: repository.create,
    replace: repository.replace,
    get: async (id) => {
      const named = await repository.get(id);
      return named === undefined ? undefined : withApproval(named, await readApprovals(db, [id]));
    },
    list: async (page) => {
      const { items, next } = await repository.list(page);
      if (items.length === 0) return { items: [], next };
      const rows = await readApprovals(
        db,
        items.map(({ id }) => id),
      );
      return { items: items.map((named) => withApproval(named, rows)), next };
    },
    // The approval stays with a scenario in the bin, and comes back with it.
    remove: repository.remove,
    approve: (id, version, approval) => insertApproval(db, id, version, approval),
  };
};
