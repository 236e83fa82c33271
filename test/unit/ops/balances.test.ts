import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modemRoute } from '../../../src/config/routes/modem-route.ts';
import type { SimBalance } from '../../../src/domain/routes/modem-details.ts';
import type { BalanceControl } from '../../../src/domain/routes/sim-control.ts';
import { Balances } from '../../../src/ops/balances.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A SIM whose network tells these amounts, one after the other; a text is a problem, undefined a busy modem. */
class FakeBalance implements BalanceControl {
  now: SimBalance | undefined;
  asked = 0;
  says: readonly (number | string | undefined)[] = [10];
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async read(): Promise<SimBalance | undefined> {
    const said = this.says[Math.min(this.asked++, this.says.length - 1)];
    if (said === undefined) return undefined;
    const askedAt = this.#clock.now();
    const failures = typeof said === 'string' ? (this.now?.failures ?? 0) + 1 : 0;
    this.now =
      typeof said === 'string'
        ? { amount: this.now?.amount, readAt: this.now?.readAt, askedAt, problem: said, failures }
        : { amount: said, readAt: askedAt, askedAt, problem: undefined, failures };
    return this.now;
  }
}

let clock: VirtualClock;
let sim: FakeBalance;
let balances: Balances;
let view: { state: 'up' | 'down' | 'disabled'; backlog: number };
const alarms = new Map<string, string | undefined>();
beforeEach(() => {
  clock = new VirtualClock();
  sim = new FakeBalance(clock);
  view = { state: 'up', backlog: 0 };
  alarms.clear();
});
afterEach(() => balances.stop());

const start = (own: object | undefined): Promise<void> => {
  const balance = own && { code: '*123#', pattern: '([0-9.]+)', every: '24h', ...own };
  const config = modemRoute.parse({ id: 'modem-1', type: 'modem', device: '/dev/modem', balance });
  balances = new Balances([config], {
    route: () => view,
    balance: () => sim,
    alarm: (id, reason) => alarms.set(id, reason),
    clock,
    log: recordingLog(),
  });
  balances.start();
  return clock.advance(0);
};

describe('the balance of a SIM', () => {
  test('is asked for at the start, and then at its interval', async () => {
    await start({});
    expect(sim.asked).toBe(1);
    await clock.advance(24 * HOUR_MS - MINUTE_MS);
    expect(sim.asked).toBe(1);
    await clock.advance(2 * MINUTE_MS);
    expect(sim.asked).toBe(2);
  });

  test('is asked for at once when another SIM is in the modem', async () => {
    await start({});
    sim.now = undefined;
    await clock.advance(MINUTE_MS);
    expect(sim.asked).toBe(2);
  });

  test('is not asked for if it is not configured', async () => {
    await start(undefined);
    await clock.advance(48 * HOUR_MS);
    expect(sim.asked).toBe(0);
  });

  test('is asked for again every 5 s while the modem is coming up or busy', async () => {
    sim.says = [undefined];
    await start({});
    await clock.advance(25_000);
    expect(sim.asked).toBe(6);
    expect(alarms.size).toBe(0);
  });

  test('is not asked for while messages wait for the route: a dialogue would hold them up', async () => {
    view.backlog = 3;
    await start({});
    await clock.advance(HOUR_MS);
    expect(sim.asked).toBe(0);
    view.backlog = 0;
    await clock.advance(MINUTE_MS);
    expect(sim.asked).toBe(1);
  });

  test('is asked for also while the network refuses the SIM, since an empty balance may be why', async () => {
    view.state = 'down';
    await start({});
    expect(sim.asked).toBe(1);
  });

  test('raises an alarm below the bound, and ends it after the SIM was topped up', async () => {
    sim.says = [4.99, 5];
    await start({ below: 5 });
    expect(alarms.get('modem-1')).toBe('the balance of its SIM is 4.99, below 5');
    await clock.advance(24 * HOUR_MS + MINUTE_MS);
    expect(alarms.get('modem-1')).toBeUndefined();
  });

  test('raises no alarm about the amount without a bound', async () => {
    sim.says = [0];
    await start({});
    expect(alarms.size).toBe(0);
  });

  test('raises an alarm when it could not be read three times in a row, and is asked for each hour meanwhile', async () => {
    sim.says = ['no answer in 30 s'];
    await start({});
    await clock.advance(HOUR_MS);
    expect([sim.asked, alarms.size]).toEqual([2, 0]);
    await clock.advance(HOUR_MS);
    expect(alarms.get('modem-1')).toBe("the balance of its SIM can't be read: no answer in 30 s");
  });

  test('that was low stays an alarm while it cannot be read', async () => {
    sim.says = [1, 'the network timed out'];
    await start({ below: 5, every: '1h' });
    await clock.advance(HOUR_MS + MINUTE_MS);
    expect(alarms.get('modem-1')).toBe('the balance of its SIM is 1, below 5');
  });

  test('raises no alarm on a route that an operator disabled', async () => {
    sim.says = [1];
    await start({ below: 5 });
    view.state = 'disabled';
    await clock.advance(MINUTE_MS);
    expect(alarms.get('modem-1')).toBeUndefined();
    await clock.advance(48 * HOUR_MS);
    expect(sim.asked).toBe(1);
  });
});
