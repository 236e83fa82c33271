import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { OutgoingPart } from '../../../domain/routes/route.ts';
import type { Cancel, Clock } from '../../../kernel/clock.ts';

/** From this time on, other messages don't wait behind the part, ms: a good modem needs 2 to 6 s. */
const SLOW_MS = 10_000;
/**
 * From this time on, a critical part counts as unanswered, ms, though its result is still awaited: some modems need
 * three minutes to say that nothing happened. Of a modem that is known to be slow the result is awaited longer.
 */
const UNANSWERED_MS = 30_000;
const UNANSWERED_TIMES = 4;

export interface SlowPartDeps {
  readonly clock: Clock;
  /** Hands back what waits behind a part that takes long. */
  readonly handBack: () => void;
  /** Called after that, since the room of the route has changed. */
  readonly changed: () => void;
}

const UNANSWERED: Outcome = {
  kind: 'uncertain',
  reason: 'the modem has not answered yet',
  evidence: 'no +CMGS and no error so far',
  suspect: 'silent',
};

/** Watches how long the part takes that a modem is sending. */
export class SlowPart {
  readonly #deps: SlowPartDeps;
  #startedAt = 0;
  #isSlow = false;
  #isGivenUp = false;
  #slowestMs = 0;
  #cancel: Cancel = () => undefined;

  constructor(deps: SlowPartDeps) {
    this.#deps = deps;
  }

  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** @param giveUp called with the outcome of a critical part once it counts as unanswered */
  begin({ priority }: OutgoingPart, giveUp: (outcome: Outcome) => void): void {
    const { clock, handBack, changed } = this.#deps;
    this.#startedAt = clock.elapsed();
    this.#isGivenUp = false;
    const patienceMs = Math.max(UNANSWERED_MS, UNANSWERED_TIMES * this.#slowestMs);
    this.#cancel = clock.after(SLOW_MS, () => {
      this.#isSlow = true;
      handBack();
      changed();
      if (priority !== 'critical') return;
      this.#cancel = clock.after(patienceMs - SLOW_MS, () => {
        this.#isGivenUp = true;
        giveUp(UNANSWERED);
      });
    });
  }

  /** Takes the outcome. Returns whether it is late: the part counted as unanswered before. */
  end(outcome: Outcome): boolean {
    this.#cancel();
    this.#isSlow = false;
    const tookMs = this.#deps.clock.elapsed() - this.#startedAt;
    if (outcome.kind === 'accepted') this.#slowestMs = Math.max(tookMs, this.#slowestMs / 2);
    return this.#isGivenUp;
  }
}
