import type { MessageId } from '../../../domain/messages/message-id.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Beat, Beaten, GatewayNode } from '../../../domain/operation/nodes.ts';
import type { Db, NodeOfDb } from '../../db.ts';
import type { NodesTable } from '../../tables/operation-tables.ts';
import { prepareIsHeld } from '../alerts/free-to-send.ts';
import { prepareShares } from './shares.ts';

/**
 * After so many beats of one node without a beat of another, the other is dead. They are counted, and not measured: no
 * node beats while the database is away, so that none is declared dead for that.
 */
export const BEATS_TO_DEATH = 10;

/** What this node knows of another: how many of its own beats have passed since the other's last one. */
interface Watched {
  readonly run: number;
  readonly beat: number;
  readonly still: number;
}

/**
 * The beat of a node: it shows that the node lives, buries those that don't, takes over what they were sending, and
 * makes this node the leader if there is none. All of it is one transaction, so no two nodes take the same.
 */
export const prepareBeat = (db: Db) => {
  // The transaction has heard all news at its beginning, and no other node has told any since.
  const beaten = db.prepare(`
    UPDATE nodes
    SET beat = beat + 1, heard = coalesce((SELECT max(id) FROM node_news), heard), url = ?, certificate = ?, key = ?,
        status = ?
    WHERE number = ?`);
  const all = db.prepare<[], NodesTable>('SELECT * FROM nodes ORDER BY number');
  const end = db.prepare<[number]>('UPDATE nodes SET run = 0, leads = 0, key = NULL WHERE number = ?');
  const lead = db.prepare<[number]>('UPDATE nodes SET leads = 1 WHERE number = ?');
  // Also those of a gateway that was alone on the database, whose messages have the number 0.
  const adopt = db
    .prepare<[number, number], number>(`
      UPDATE messages SET node = ?
      WHERE state = ${stateCode('sending')} AND node <> ? AND node NOT IN (SELECT number FROM nodes WHERE run <> 0)
      RETURNING id`)
    .pluck();
  const disabled = db
    .prepare<[], string>('SELECT route FROM route_settings WHERE enabled = 0 ORDER BY route')
    .pluck();
  const forget = db.prepare(
    'DELETE FROM node_news WHERE id <= (SELECT min(heard) FROM nodes WHERE run <> 0)',
  );
  const isHeld = prepareIsHeld(db);
  const shares = prepareShares(db);
  const greatest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM messages').pluck();
  const watched = new Map<number, Watched>();

  /** Whether the node has not beaten for too long. */
  const isDead = ({ number, run, beat }: NodesTable): boolean => {
    const known = watched.get(number);
    const still = known?.run === run && known.beat === beat ? known.still + 1 : 0;
    watched.set(number, { run, beat, still });
    return still >= BEATS_TO_DEATH;
  };

  const own = (): NodeOfDb => {
    if (db.node === undefined) throw new RangeError('the gateway is alone on its store: it is no node');
    return db.node;
  };

  return {
    beat: ({ url, certificate, key, status, held, asks }: Beat): Beaten => {
      const { number } = own();
      beaten.run(url ?? null, certificate ?? null, key ?? null, status, number);
      const running = all.all().filter(({ run }) => run !== 0);
      const dead = running.filter((one) => one.number !== number && isDead(one));
      for (const one of dead) end.run(one.number);
      const living = running.filter((one) => !dead.includes(one));
      const isLed = living.some(({ leads }) => leads === 1);
      // A node that others can't reach does not lead.
      const takesLead = !isLed && url !== undefined;
      if (takesLead) lead.run(number);
      forget.run();
      return {
        number,
        nodes: living.map((one) => nodeOf(one, takesLead && one.number === number)),
        buried: dead.map(({ name }) => name),
        adopted: adopt.all(number, number) as MessageId[],
        greatest: greatest.get() ?? 0,
        grants: shares(number, new Set(living.map((one) => one.number)), asks),
        freed: held.filter((turn) => !isHeld(turn)),
        disabled: disabled.all(),
      };
    },
    leave: (): void => {
      end.run(own().number);
    },
  };
};

const nodeOf = (
  { number, name, leads, url, certificate, key, status }: NodesTable,
  takesLead: boolean,
): GatewayNode => ({
  number,
  name,
  leads: leads === 1 || takesLead,
  url: url ?? undefined,
  certificate: certificate ?? undefined,
  key: key ?? undefined,
  status: status ?? undefined,
});
