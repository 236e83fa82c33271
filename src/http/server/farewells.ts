import type { Duplex } from 'node:stream';
import type { Clock } from '../../kernel/clock.ts';
import { type ProblemName, rawProblem } from './problems.ts';

/** For the client to read why, ms: a reset, which follows octets that nobody reads, would overtake it. */
const LINGER_MS = 1000;
/** Connections that linger at once: they hold descriptors though they don't count any more. */
const MOST_LINGERING = 32;

/** Closes connections for good, after saying why. */
export class Farewells {
  readonly #clock: Clock;
  #lingering = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  say(socket: Duplex, problem: ProblemName, detail?: string): void {
    socket.end(rawProblem(problem, detail));
    if (this.#lingering >= MOST_LINGERING) {
      socket.destroy();
      return;
    }
    this.#lingering += 1;
    // What it still sends is read and thrown away.
    socket.resume();
    const cancel = this.#clock.after(LINGER_MS, () => socket.destroy());
    socket.once('close', () => {
      this.#lingering -= 1;
      cancel();
    });
  }
}
