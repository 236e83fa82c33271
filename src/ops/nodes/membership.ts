import type { MessageId, MessageIds } from '../../domain/messages/message-id.ts';
import type { Beat, Beaten, NodeRepository } from '../../domain/operation/nodes.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';
import { LEASE_MS } from '../../domain/routes/share/handover.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import { ClockSkews } from './clock-skews.ts';
import { Heart } from './heart.ts';
import { isWithin, momentOf, NEVER } from './moment.ts';
import type { Others } from './others.ts';
import { SparingLooper } from './sparing-looper.ts';

/** How long the end of this node waits for the beat that says that it leads no more, ms. */
const WITHDRAWN_WITHIN_MS = 3000;

/** What sends the messages of this node. */
interface Sender {
  /** The routes of this node. */
  readonly own: readonly RouteView[];
  readonly turns: { waitingHeld(): readonly string[]; release(turn: string): void };
  readonly beside: {
    takeOver(adopted: readonly MessageId[]): Promise<void>;
    recount(): Promise<void>;
    disable(routes: readonly string[]): void;
    keepPlans(fingerprints: ReadonlySet<string>): void;
  };
}

/** The parts of this node that follow what its beats show, once all of them are made. */
export interface Followers {
  readonly dispatcher: Sender;
  readonly lanes: { readonly fingerprint: string };
  readonly ids: Pick<MessageIds, 'atLeast'>;
  /** The address of the API here, for the other nodes. */
  readonly url: string;
  /** The certificate of the API, PEM; undefined: it has none. */
  readonly certificate: () => string | undefined;
  /** Begins what only the leader does. */
  readonly lead: () => Promise<void>;
  /** Called with each beat of the leader: other nodes may have stored something for the parts that only it runs. */
  readonly look: () => void;
}

export interface MembershipDeps {
  readonly name: string;
  /** By which the other nodes prove to this one who they are. */
  readonly key: string;
  /** The fingerprint of the plan of its configuration. */
  readonly plan: string;
  readonly nodes: NodeRepository;
  readonly others: Others;
  /** Of the contracts that all nodes share. */
  readonly shares: { asks(): Beat['asks']; granted(grants: Beaten['grants']): void };
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * This gateway as one node of several. It beats from the moment that it has a number, however long its start takes. A
 * beat waits for nothing but the database: all that a beat causes runs beside it, since a node that beats too late is
 * taken for dead.
 */
export class Membership {
  readonly #deps: MembershipDeps;
  readonly #heart: Heart;
  readonly #taking: Looper;
  readonly #counting: SparingLooper;
  readonly #makingDue: SparingLooper;
  readonly #leading: Looper;
  /** Messages of nodes that have ended, which are this node's and are not taken up yet. */
  readonly #adopted = new Set<MessageId>();
  readonly #failed = Promise.withResolvers<string>();
  #followers: Followers | undefined;
  /** When the last beat began, and the last one that was made. */
  #begun = NEVER;
  #confirmed = NEVER;
  readonly #skews: ClockSkews;
  /** Whether it begins to lead no more, and whether it says so to the others. */
  #isEnding = false;
  #isWithdrawn = false;
  #saidWithdrawn = false;
  readonly #withdrawn = Promise.withResolvers<void>();
  #isReady = false;
  /** Whether the store is lost to this process. */
  #isLost = false;

  constructor(deps: MembershipDeps) {
    this.#deps = deps;
    const { nodes, others, clock, log } = deps;
    this.#skews = new ClockSkews({ others, clock, log });
    const looper = (run: () => Promise<void>, failure: string): Looper =>
      new Looper(() => run().then(() => undefined), { clock, log, failure });
    this.#taking = looper(
      () => this.#takeUp(),
      'messages of a node that ended are not taken up; trying again',
    );
    this.#counting = new SparingLooper(async () => this.#followers?.dispatcher.beside.recount(), {
      clock,
      log,
      failure: 'the queue cannot be counted; trying again',
    });
    this.#makingDue = new SparingLooper(() => nodes.makeDue(clock.now()), {
      clock,
      log,
      failure: 'messages of a node whose clock is ahead cannot be made due; trying again',
    });
    this.#leading = looper(() => this.#begin(), 'this node cannot begin to lead');
    this.#heart = new Heart({
      nodes,
      says: () => this.#says(),
      beaten: (learnt) => this.#beaten(learnt),
      clock,
      log,
    });
  }

  /** Whether this node carries out what only the leader does. */
  get isReady(): boolean {
    return this.#isReady && this.#deps.others.isLeading;
  }

  /** Resolves with the reason if this node can't go on, and another one should lead. */
  get failed(): Promise<string> {
    return this.#failed.promise;
  }

  /** Whether the last beat is so recent that no other node can have taken this one for dead. */
  get isSure(): boolean {
    return !this.#isLost && isWithin(LEASE_MS, this.#confirmed, this.#deps.clock);
  }

  start(): void {
    this.#heart.start();
  }

  /** From now on these parts follow what the beats show, and this node may lead. */
  follow(followers: Followers): void {
    this.#followers = followers;
    for (const one of [this.#taking, this.#counting, this.#makingDue, this.#leading]) one.start();
  }

  /** To be called when the store is lost to this process, as when another node has declared it dead. */
  lose(): void {
    this.#isLost = true;
    // No beat is made any more that could say that this node leads no more.
    this.#withdrawn.resolve();
  }

  /** To be called when another node has stored messages that wait. */
  told(): void {
    this.#counting.told();
  }

  /** To be called before what is `sending` in the store for this node is taken up, with what it has adopted. */
  resumesAll(): void {
    this.#adopted.clear();
  }

  /** From now on this node does not begin to lead, and takes up no messages of others. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all([this.#leading.stop(), this.#taking.stop()]);
  }

  /**
   * To be called when what only the leader does has ended here: another node may lead. Resolves after the beat that
   * says so, or after `WITHDRAWN_WITHIN_MS`.
   */
  async withdraw(): Promise<void> {
    this.#isWithdrawn = true;
    this.#isReady = false;
    const late = Promise.withResolvers<void>();
    const cancel = this.#deps.clock.after(WITHDRAWN_WITHIN_MS, () => late.resolve());
    await Promise.race([this.#withdrawn.promise, late.promise]);
    cancel();
  }

  /** To be called when nothing is written any more: from then on another node may take over. */
  async stop(): Promise<void> {
    const all = [this.#taking, this.#counting, this.#makingDue, this.#leading];
    await Promise.all(all.map((one) => one.stop()));
    await this.#heart.stop();
  }

  #says(): Beat {
    const { key, shares, clock } = this.#deps;
    const { dispatcher, lanes, url, certificate } = this.#followers ?? {};
    this.#begun = momentOf(clock);
    this.#saidWithdrawn = this.#isWithdrawn;
    const isReachable = url !== undefined && !this.#isWithdrawn;
    return {
      ...(isReachable && { url, certificate: certificate?.(), key }),
      status: JSON.stringify({
        at: clock.now(),
        plan: lanes?.fingerprint ?? this.#deps.plan,
        routes: dispatcher?.own ?? [],
      }),
      held: dispatcher?.turns.waitingHeld() ?? [],
      asks: dispatcher === undefined ? [] : shares.asks(),
    };
  }

  #beaten(learnt: Beaten): void {
    const { others, shares, log } = this.#deps;
    this.#confirmed = this.#begun;
    if (this.#saidWithdrawn) this.#withdrawn.resolve();
    others.learn(learnt);
    shares.granted(learnt.grants);
    for (const name of learnt.buried)
      log.warn({ node: name }, 'a node no longer beats: it is taken for dead');
    for (const id of learnt.adopted) this.#adopted.add(id);
    if (this.#skews.compare(this.#begun.wall)) this.#makingDue.beat();
    if (this.#followers === undefined) return;
    const { dispatcher, ids, look } = this.#followers;
    ids.atLeast(learnt.greatest);
    for (const turn of learnt.freed) dispatcher.turns.release(turn);
    dispatcher.beside.disable(learnt.disabled);
    if (others.isLeading) dispatcher.beside.keepPlans(others.plans);
    if (this.#adopted.size > 0) this.#taking.wake();
    this.#counting.beat();
    if (others.isLeading && !this.#isReady) this.#leading.wake();
    if (this.isReady) look();
  }

  async #takeUp(): Promise<void> {
    const ids = [...this.#adopted];
    if (ids.length === 0 || this.#followers === undefined) return;
    this.#deps.log.warn({ messages: ids.length }, 'takes up what a node was sending that has ended');
    await this.#followers.dispatcher.beside.takeOver(ids);
    for (const id of ids) this.#adopted.delete(id);
  }

  async #begin(): Promise<void> {
    const { name, others, log } = this.#deps;
    if (!others.isLeading || this.#isReady || this.#isEnding || this.#followers === undefined) return;
    log.info({ node: name }, 'this node leads from now on');
    try {
      await this.#followers.lead();
      this.#isReady = true;
    } catch (error) {
      // Half of it may run. A new process, or another node, begins from the start.
      log.error({ err: error }, 'this node cannot begin to lead');
      this.#isEnding = true;
      this.#failed.resolve('this node cannot begin to lead');
    }
  }
}
