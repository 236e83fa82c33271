import type { Duplex } from 'node:stream';
import type { Clock } from '../../kernel/clock.ts';
import { type ProblemName, rawProblem } from './problems.ts';

/**
 * Time for the client to read the reason, ms: a TCP reset for octets that nobody reads could arrive before the reason.
 */
const LINGER_MS = 1000;
/**
 * The largest number of connections that linger at once: each holds a file descriptor, though the guard does not count
 * it any more.
 */
const MOST_LINGERING = 32;

/** Closes refused connections after it has sent the reason. */
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
    // What the client still sends is read and thrown away.
    socket.resume();
    const cancel = this.#clock.after(LINGER_MS, () => socket.destroy());
    socket.once('close', () => {
      this.#lingering -= 1;
      cancel();
    });
  }
}
