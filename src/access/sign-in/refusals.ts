import type { Audit } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import { FewTimes } from '../../kernel/few-times.ts';
import type { Log } from '../../kernel/log.ts';

/** What became of a try to sign in, or to enter the password again. */
export type SignInOutcome = 'done' | 'wrong' | 'codeNeeded' | 'expired' | 'waits' | 'busy';

interface RefusalDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  /** For the metrics. */
  readonly count: (outcome: SignInOutcome) => void;
}

const MOST_A_MINUTE = 5;
const SOMEBODY = { id: 'sign-in', name: 'somebody' };

/** Tells of tries to sign in: each in the metrics, wrong ones in the audit log too, five a minute for each user. */
export class Refusals {
  readonly #deps: RefusalDeps;
  readonly #few: FewTimes;
  #notWritten = 0;

  constructor(deps: RefusalDeps) {
    this.#deps = deps;
    this.#few = new FewTimes(MOST_A_MINUTE, 60_000, deps.clock);
  }

  count(outcome: SignInOutcome): void {
    this.#deps.count(outcome);
  }

  /** @param user undefined: no user has this name. What was typed is not written: it may be a password. */
  wrong(user: { readonly name: string } | undefined, address: string, what: string): void {
    const { audit, log, count } = this.#deps;
    count('wrong');
    const subject = user === undefined ? 'user' : `user:${user.name}`;
    if (!this.#few.take(subject)) {
      this.#notWritten++;
      return;
    }
    const notWritten = this.#notWritten;
    this.#notWritten = 0;
    const detail = { address, what, ...(notWritten > 0 && { notWritten }) };
    audit.record(SOMEBODY, 'session.refused', subject, detail).catch((err: unknown) => {
      // The answer doesn't wait for the disk.
      log.error({ err }, 'a refused sign-in could not be written to the audit log');
    });
  }
}
