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

/** What this node knows of another, and by which beat of its own it first knew that. */
interface Watched {
  readonly run: number;
  readonly beat: number;
  readonly since: number;
}

/** What a beat has done. */
interface Done {
  /** All news up to this id are deleted. */
  readonly heard: number;
  /** The nodes that run, each with its run. */
  readonly runs: string;
}

const NOTHING: Done = { heard: 0, runs: '' };

/**
 * What earlier beats of this process have done, so that the next one need not look for it again: each look would read
 * past all that is dead while a transaction is held open. A beat that was rolled back has its number again.
 */
class LastBeat {
  #done = NOTHING;
  #last: Done & { readonly beat: number } = { ...NOTHING, beat: 0 };

  of(beat: number): Done {
    if (beat > this.#last.beat) this.#done = this.#last;
    // A standby that was behind has taken over: what was done since is lost.
    if (beat < this.#last.beat) this.#done = NOTHING;
    return this.#done;
  }

  learn(beat: number, done: Done): void {
    this.#last = { ...done, beat };
  }
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
  const lead = db.prepare<[number, number]>('UPDATE nodes SET leads = ? WHERE number = ?');
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
  const forget = db.prepare<[number, number]>('DELETE FROM node_news WHERE id > ? AND id <= ?');
  const isHeld = prepareIsHeld(db);
  const shares = prepareShares(db);
  const greatest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM messages').pluck();
  const heardByAll = db
    .prepare<[], number>('SELECT coalesce(min(heard), 0) FROM nodes WHERE run <> 0')
    .pluck();
  const watched = new Map<number, Watched>();
  const lastBeat = new LastBeat();

  /**
   * Whether the node has not beaten for too long. It is counted by the own beats on disk: a beat that was rolled back,
   * and was made again, counts once.
   */
  const isDead = ({ number, run, beat }: NodesTable, ownBeat: number): boolean => {
    const known = watched.get(number);
    if (known?.run === run && known.beat === beat) return ownBeat - known.since >= BEATS_TO_DEATH;
    watched.set(number, { run, beat, since: ownBeat });
    return false;
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
      const ownBeat = running.find((one) => one.number === number)?.beat ?? 0;
      const dead = running.filter((one) => one.number !== number && isDead(one, ownBeat));
      for (const one of dead) end.run(one.number);
      const living = running.filter((one) => !dead.includes(one));
      // A node that others can't reach, or that is ending, does not lead.
      const mayLead = url !== undefined;
      const isLed = living.some(({ leads, number: one }) => leads === 1 && (one !== number || mayLead));
      const takesLead = !isLed && mayLead;
      if (takesLead) lead.run(1, number);
      if (!mayLead) lead.run(0, number);
      const before = lastBeat.of(ownBeat);
      const heard = heardByAll.get() ?? 0;
      if (heard > before.heard) forget.run(before.heard, heard);
      const runs = living.map((one) => `${one.number}/${one.run}`).join();
      // What a dead node was sending is taken over once, by whichever node beats next.
      const adopted = runs === before.runs ? [] : adopt.all(number, number);
      lastBeat.learn(ownBeat, { heard, runs });
      return {
        number,
        nodes: living.map((one) =>
          nodeOf(
            one.number === number
              ? { ...one, leads: takesLead || (mayLead && one.leads === 1) ? 1 : 0 }
              : one,
          ),
        ),
        buried: dead.map(({ name }) => name),
        adopted: adopted as MessageId[],
        greatest: greatest.get() ?? 0,
        grants: shares({ number, beat: ownBeat }, new Set(living.map((one) => one.number)), asks),
        freed: held.filter((turn) => !isHeld(turn)),
        disabled: disabled.all(),
      };
    },
    leave: (): void => {
      end.run(own().number);
    },
  };
};

const nodeOf = ({ number, name, leads, url, certificate, key, status }: NodesTable): GatewayNode => ({
  number,
  name,
  leads: leads === 1,
  url: url ?? undefined,
  certificate: certificate ?? undefined,
  key: key ?? undefined,
  status: status ?? undefined,
});
