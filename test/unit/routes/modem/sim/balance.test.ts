import { describe, expect, it } from 'vitest';
import { modemRoute } from '../../../../../src/config/routes/modem-route.ts';
import { toAmount } from '../../../../../src/routes/modem/sim/balance-reader.ts';
import { type Harness, part, ready, stop } from '../../../../support/modem/harness.ts';

const config = { balance: { code: '*123#', pattern: '([0-9]+[.,][0-9]{2}) ?EUR' } };

const asked = async ({ route, clock, modem }: Harness, ...lines: readonly string[]) => {
  const read = route.sim.balance?.read();
  await clock.advance(0);
  modem.say(...lines);
  await clock.advance(0);
  return read;
};

describe('the balance of the SIM in a modem', () => {
  it('is found by the pattern in what the network says to the code', async () => {
    const made = await ready({ config });
    const read = await asked(made, '+CUSD: 0,"Credit: 12,50 EUR jusqu\'au 31/12/2026",15');
    expect(read).toMatchObject({ amount: 12.5, problem: undefined, failures: 0 });
    expect(made.modem.heard).toContain('AT+CUSD=1,"*123#",15');
    expect(made.route.modemDetails().balance).toEqual(read);
    await stop(made.route);
  });

  it('keeps its last amount, with the problem, when the answer has none', async () => {
    const made = await ready({ config });
    await asked(made, '+CUSD: 0,"Credit: 12,50 EUR",15');
    const { readAt } = made.route.modemDetails().balance ?? {};
    await made.clock.advance(60_000);
    expect(await asked(made, '+CUSD: 0,"Service indisponible",15')).toMatchObject({
      amount: 12.5,
      readAt,
      problem: 'the pattern finds no amount in: Service indisponible',
      failures: 1,
    });
    expect(await asked(made, '+CUSD: 5')).toMatchObject({ problem: 'the network timed out', failures: 2 });
    await stop(made.route);
  });

  it('is not asked for while the modem sends', async () => {
    const made = await ready({ config });
    made.modem.results.push(undefined);
    void made.route.submit(part(made.clock));
    await made.clock.advance(0);
    expect(await asked(made)).toBeUndefined();
    expect(made.route.modemDetails().balance).toBeUndefined();
    await stop(made.route);
  });

  it('is forgotten when another SIM is in the modem', async () => {
    const made = await ready({ config });
    await asked(made, '+CUSD: 0,"Credit: 12,50 EUR",15');
    made.modem.replies.set('AT+CCID', ['+CCID: 8933150319000000026', 'OK']);
    made.modem.unplug();
    await made.clock.advance(5000);
    expect(made.route.modemDetails().balance).toBeUndefined();
    await stop(made.route);
  });

  it.each([
    ['12', 12],
    ['12.50', 12.5],
    ['12,50', 12.5],
    ['1 234,56', 1234.56],
    ['1\u202f234,56', 1234.56],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['1.234.567', 1_234_567],
    ["1'234.50", 1234.5],
    ['-0,40', -0.4],
    ['EUR', undefined],
    ['', undefined],
  ])('written as "%s" is %s', (said, amount) => {
    expect(toAmount(said)).toBe(amount);
  });

  it.each([
    ['a code that would change the PIN', { code: '**04*1234*0000*0000#' }],
    ['a code with letters', { code: 'BALANCE' }],
    ['a pattern without a group', { pattern: '[0-9]+' }],
    ['a pattern that is none', { pattern: '([0-9]+' }],
    ['a bound below 0', { below: -1 }],
  ])('cannot be configured with %s', (_what, own) => {
    const route = {
      id: 'modem-1',
      type: 'modem',
      device: '/dev/modem',
      balance: { ...config.balance, ...own },
    };
    expect(modemRoute.safeParse(route).success).toBe(false);
  });
});
