import type { Beat, Beaten, NodeRepository } from '../../domain/operation/nodes.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';

/** The time between two beats, ms. After ten beats of another node without one of this node, it counts as dead. */
const BEAT_MS = 1000;

export interface HeartDeps {
  readonly nodes: Pick<NodeRepository, 'beat' | 'leave'>;
  /** What this node says of itself now. */
  readonly says: () => Beat;
  /** Called after each beat with what was learnt. It must not wait: the next beat would be late. */
  readonly beaten: (learnt: Beaten) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Beats for this node, so that the others know that it lives. While the database is away, it tries again and again. */
export class Heart {
  readonly #deps: HeartDeps;
  readonly #looper: Looper;

  constructor(deps: HeartDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'the node cannot show that it lives; trying again';
    this.#looper = new Looper(() => this.#beat(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start();
  }

  /** Tells the others that this node ends, so that they take over at once. */
  async stop(): Promise<void> {
    await this.#looper.stop();
    await this.#deps.nodes.leave().catch((error: unknown) => {
      this.#deps.log.warn({ err: error }, 'the other nodes could not be told that this one ends');
    });
  }

  async #beat(): Promise<number> {
    const { nodes, says, beaten, clock } = this.#deps;
    const startedAt = clock.elapsed();
    beaten(await nodes.beat(says()));
    return Math.max(0, BEAT_MS - (clock.elapsed() - startedAt));
  }
}
