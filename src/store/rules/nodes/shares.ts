import type { Beat, Beaten } from '../../../domain/operation/nodes.ts';
import { handoverMs } from '../../../domain/routes/share/handover.ts';
import { nextGrant, type ShareRow } from '../../../domain/routes/share/next-grant.ts';
import type { Db } from '../../db.ts';
import type { NodeSharesTable } from '../../tables/operation-tables.ts';

/** The time between two beats of a node is at least this, ms. */
const BEAT_MS = 1000;

/**
 * Gives a node its share of each contract, in the transaction of its beat. A node writes its own rows alone. The row of
 * a node that has left, or of a route that a node has given up, stays for some beats: parts that have just left still
 * count at the carrier. No clock is read, since those of two machines differ.
 */
export const prepareShares = (db: Db) => {
  const all = db.prepare<[], NodeSharesTable>('SELECT * FROM node_shares ORDER BY route, node');
  const put = db.prepare<NodeSharesTable>(`
    INSERT INTO node_shares (route, node, share, demand, usable) VALUES (:route, :node, :share, :demand, :usable)
    ON CONFLICT (route, node)
    DO UPDATE SET share = excluded.share, demand = excluded.demand, usable = excluded.usable`);
  const drop = db.prepare<[string, number]>('DELETE FROM node_shares WHERE route = ? AND node = ?');
  /** By which beat of this node the owner of a row was first gone, by route and node. */
  const gone = new Map<string, number>();

  /** Whether the row has an owner no more. It is deleted once nothing counts by it. */
  const isLeft = (
    row: NodeSharesTable,
    isOwned: boolean,
    contract: number | undefined,
    beat: number,
  ): boolean => {
    const key = `${row.node} ${row.route}`;
    if (isOwned) {
      gone.delete(key);
      return false;
    }
    const since = gone.get(key) ?? beat;
    gone.set(key, since);
    // The first of these beats may follow the last part at once.
    if ((beat - since) * BEAT_MS > handoverMs(contract ?? LOWEST_CONTRACT)) {
      drop.run(row.route, row.node);
      gone.delete(key);
    }
    return true;
  };

  /** @param beat of this node, as it is on disk */
  return (
    { number: own, beat }: { readonly number: number; readonly beat: number },
    living: ReadonlySet<number>,
    asks: Beat['asks'],
  ): Beaten['grants'] => {
    const asked = new Map(asks);
    const rows = all.all().map((row): ShareRow & { readonly route: string } => {
      const { route, node, share, demand, usable } = row;
      const isOwned = node === own ? asked.has(route) : living.has(node);
      const left = isLeft(row, isOwned, asked.get(route)?.contract, beat);
      return { route, node, share, demand, isUsable: usable === 1, isLeft: left };
    });
    return asks.map(([route, { contract, ...ask }]) => {
      const grant = nextGrant(
        contract,
        rows.filter((row) => row.route === route),
        own,
        ask,
      );
      const { share, demand, isUsable } = grant.row;
      put.run({ route, node: own, share, demand, usable: isUsable ? 1 : 0 });
      return [route, grant] as const;
    });
  };
};

/** For a route that this node does not know: one part in ten seconds. */
const LOWEST_CONTRACT = 0.1;
