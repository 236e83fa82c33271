import type { BalanceConfig } from '../../../config/routes/balance.ts';
import type { SimBalance } from '../../../domain/routes/modem-details.ts';
import type { BalanceControl, UssdAnswer } from '../../../domain/routes/sim-control.ts';
import type { Clock } from '../../../kernel/clock.ts';

export interface BalanceReaderDeps {
  readonly clock: Clock;
  /** The name of the SIM that is in the modem now. */
  readonly simName: () => string;
  readonly ussd: (code: string) => Promise<UssdAnswer>;
}

/** Asks the network for the balance of the SIM in the modem, and remembers it until another SIM is there. */
export class BalanceReader implements BalanceControl {
  readonly #config: BalanceConfig;
  readonly #deps: BalanceReaderDeps;
  #sim: string | undefined;
  #balance: SimBalance | undefined;

  constructor(config: BalanceConfig, deps: BalanceReaderDeps) {
    this.#config = config;
    this.#deps = deps;
  }

  get now(): SimBalance | undefined {
    return this.#sim === this.#deps.simName() ? this.#balance : undefined;
  }

  async read(): Promise<SimBalance | undefined> {
    const { clock, simName, ussd } = this.#deps;
    const sim = simName();
    const before = this.now;
    const answer = await ussd(this.#config.code);
    if (answer.kind === 'notNow') return undefined;
    const askedAt = clock.now();
    const amount = answer.kind === 'answered' ? this.#amountIn(answer.text) : undefined;
    this.#sim = sim;
    if (amount !== undefined) {
      this.#balance = { amount, readAt: askedAt, askedAt, problem: undefined, failures: 0 };
    } else {
      const problem =
        answer.kind === 'failed'
          ? answer.reason
          : `the pattern finds no amount in: ${shortened(answer.text)}`;
      const { amount: last, readAt, failures = 0 } = before ?? {};
      this.#balance = { amount: last, readAt, askedAt, problem, failures: failures + 1 };
    }
    return this.#balance;
  }

  #amountIn(text: string): number | undefined {
    const said = this.#config.pattern.exec(text)?.[1];
    return said === undefined ? undefined : toAmount(said);
  }
}

/** The most characters of an answer without an amount that are shown: it may be a long menu or an advertisement. */
const MOST_SHOWN = 80;

const shortened = (text: string): string =>
  text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;

/**
 * Reads an amount as it is written in different countries: `1 234,56`, `1.234,56`, `1,234.56`, `12`. The last separator
 * is the decimal one, unless it occurs more than once.
 */
export const toAmount = (said: string): number | undefined => {
  const text = said.replace(/[\s\u00a0\u202f'’]/g, '');
  const last = /[.,](?=[^.,]*$)/.exec(text)?.[0];
  const isDecimal = last !== undefined && text.indexOf(last) === text.lastIndexOf(last);
  const digits = isDecimal
    ? text.replaceAll(last === ',' ? '.' : ',', '').replace(last, '.')
    : text.replace(/[.,]/g, '');
  return /^[+-]?\d+(\.\d+)?$/.test(digits) ? Number(digits) : undefined;
};
