import { describe, expect, test } from 'vitest';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { RadioCheck } from '../../../src/domain/routes/radio-check.ts';
import type { ModemBench } from '../../support/modem/bench.ts';
import { pluggedModems } from '../../support/modem/plugged.ts';

const { plug, start } = pluggedModems();

const OWN = '+33639980012';

const check = async ({ route }: ModemBench, to?: string): Promise<RadioCheck> => {
  const begun = await route.sim?.checkRadio(to === undefined ? undefined : toMsisdn(to));
  if (begun?.kind !== 'started') throw new Error(JSON.stringify(begun));
  return begun.done;
};

/** The results by technology. */
const results = ({ technologies }: RadioCheck): Readonly<Record<string, string>> =>
  Object.fromEntries(technologies.map(({ technology, result }) => [technology ?? 'any', result]));

describe('a check of the radio', () => {
  test('sends a message to the modem itself on each technology, and lifts the limit afterwards', async () => {
    const modem = await plug({
      card: { ownNumber: OWN },
      radio: { technologies: ['2G', '3G', '4G'] },
    });
    const bench = await start(modem).up();
    const done = await check(bench);
    expect(done).toMatchObject({ state: 'finished', to: OWN, warnings: [] });
    expect(results(done)).toEqual({ '2G': 'works', '3G': 'works', '4G': 'works', '5G': 'notOffered' });
    expect(modem.radio.mode).toBe('auto');
    expect(modem.sent).toHaveLength(3);
    // The messages of a check are no messages from people.
    expect(bench.told.inboundMessages).toEqual([]);
    expect(bench.told.receipts).toEqual([]);
    expect(bench.route.status()).toMatchObject({ state: 'up', room: 3 });
    expect(modem.violations).toEqual([]);
  });

  test('of a modem whose network refuses messages on LTE names what works, and when that ends in France', async () => {
    const modem = await plug({
      imsi: '208010000000001',
      family: 'quectel-ec25',
      radio: { technologies: ['2G', '3G', '4G'] },
    });
    modem.misbehave({ refusesOn: new Map([['4G', 500]]) });
    const done = await check(await start(modem).up(), '+33639980099');
    expect(results(done)).toEqual({ '2G': 'works', '3G': 'works', '4G': 'refused', '5G': 'notOffered' });
    expect(done.technologies.find(({ technology }) => technology === '4G')?.reason).toMatch(/unknown error/);
    expect(done.warnings.join('\n')).toMatch(/by 2G and 3G only/);
    expect(done.warnings.join('\n')).toMatch(/Orange ends 2G, 2026-03-31 to 2026-12-31: .*https:/);
    expect(done.warnings.join('\n')).toMatch(/Orange ends 3G, 2028-12-31/);
  });

  test('of a modem of one old technology, which can not be limited, sends one message and warns', async () => {
    const modem = await plug({ family: 'sim800', radio: { technologies: ['2G'] } });
    // The SIM800 has no command for the mode.
    const done = await check(await start(modem).up(), '+33639980099');
    expect(done.technologies.filter(({ result }) => result === 'works')).toMatchObject([
      { technology: '2G' },
    ]);
    expect(done.warnings.join('\n')).toMatch(/by 2G only.*\n.*no data on when/);
  });

  test('goes back to the technology that the configuration wants', async () => {
    const modem = await plug({ card: { ownNumber: OWN }, radio: { technologies: ['2G', '3G', '4G'] } });
    const bench = await start(modem, { networkMode: '3g' }).up();
    await check(bench);
    expect(modem.radio.mode).toBe('3G');
  });

  test('limits no radio whose mode the configuration keeps: a crash would leave the limit for ever', async () => {
    const modem = await plug({ card: { ownNumber: OWN }, radio: { technologies: ['2G', '4G'] } });
    const modes = new Set<string>();
    const bench = await start(modem, { networkMode: 'keep' }).up();
    const begun = await bench.route.sim?.checkRadio(undefined);
    await modem.until(() => {
      modes.add(modem.radio.mode);
      return modem.sent.length === 1;
    });
    if (begun?.kind !== 'started') throw new Error('no check began');
    expect(results(await begun.done)).toEqual({ '4G': 'works' });
    expect([...modes]).toEqual(['auto']);
  });

  test('needs a number if the SIM does not know its own', async () => {
    const bench = await start(await plug({ radio: { technologies: ['4G'] } })).up();
    expect(await bench.route.sim?.checkRadio(undefined)).toEqual({ kind: 'noNumber' });
    await bench.told.until(() => bench.route.status().room === 3);
  });

  test('is refused while another check runs, and so is a USSD code', async () => {
    const modem = await plug({ card: { ownNumber: OWN }, radio: { technologies: ['4G'] } });
    const { route } = await start(modem).up();
    const begun = await route.sim?.checkRadio(undefined);
    expect(await route.sim?.checkRadio(undefined)).toMatchObject({ kind: 'notNow' });
    expect(await route.sim?.ussd('*123#')).toEqual({ kind: 'notNow', reason: 'the radio is being checked' });
    if (begun?.kind === 'started') expect((await begun.done).state).toBe('finished');
  });

  test('is broken off by a message that has to leave, which goes once the limit is lifted', async () => {
    const modem = await plug({ radio: { technologies: ['2G', '4G'] } });
    // Nothing proves that the messages of the check arrived, so the check would wait a minute for each.
    modem.misbehave({ noReport: true });
    const bench = await start(modem).up();
    const begun = await bench.route.sim?.checkRadio(toMsisdn('+33639980099'));
    await modem.until(({ sent }) => sent.length === 1);
    expect(modem.radio.mode).toBe('2G');
    expect((await bench.submit()).kind).toBe('accepted');
    expect(modem.radio.mode).toBe('auto');
    if (begun?.kind !== 'started') throw new Error('no check began');
    expect(await begun.done).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/a message had to leave/),
    });
    expect(modem.sent).toHaveLength(2);
  });

  test('is broken off when the gateway stops, once the limit is lifted', async () => {
    const modem = await plug({ radio: { technologies: ['2G', '4G'] } });
    modem.misbehave({ noReport: true });
    const bench = await start(modem).up();
    const begun = await bench.route.sim?.checkRadio(toMsisdn('+33639980099'));
    await modem.until(({ sent }) => sent.length === 1);
    expect(modem.radio.mode).toBe('2G');
    await bench.route.stop(new AbortController().signal);
    expect(modem.radio.mode).toBe('auto');
    if (begun?.kind === 'started') expect((await begun.done).state).toBe('failed');
    expect(modem.sent).toHaveLength(1);
  });

  test('that is broken off by pulling the modem leaves no limit once the modem is back', async () => {
    const modem = await plug({
      card: { ownNumber: OWN },
      radio: { technologies: ['2G', '4G'] },
      partMs: 60_000,
    });
    const bench = await start(modem).up();
    const begun = await bench.route.sim?.checkRadio(undefined);
    await modem.until(({ stats }) => stats.submits === 1);
    expect(modem.radio.mode).toBe('2G');
    modem.unplug();
    if (begun?.kind === 'started') expect((await begun.done).state).toBe('failed');
    const again = start(modem, { device: await replugged(modem) });
    await again.up();
    expect(modem.radio.mode).toBe('auto');
  });
});

const replugged = async (modem: Awaited<ReturnType<typeof plug>>): Promise<string> => {
  await modem.replug();
  return modem.path;
};

describe('a network that needs a setting for messages', () => {
  test('carries them once IMS is on (EC25), after one restart', async () => {
    const modem = await plug({ family: 'quectel-ec25', radio: { technologies: ['4G'], needsIms: true } });
    const bench = start(modem, { ims: 'on', profile: 'auto' });
    await modem.until(({ stats }) => stats.resets === 1);
    await bench.up();
    expect((await bench.submit()).kind).toBe('accepted');
    expect(modem.stats.resets).toBe(1);
  });

  test('carries them once they go by the circuit-switched domain (SIM7000A)', async () => {
    const modem = await plug({ radio: { technologies: ['4G'], needsSmsDomain: 3 } });
    const bench = await start(modem, { smsDomain: 'circuitPreferred' }).up();
    expect((await bench.submit()).kind).toBe('accepted');
  });

  test('which a modem in low power reaches once its radio is on, after the PIN (EM7455)', async () => {
    const modem = await plug({ pin: '1234', radio: { functionality: 4 } });
    const bench = await start(modem, { pin: '1234' }).up();
    expect((await bench.submit()).kind).toBe('accepted');
  });

  test('which a modem with a locked radio never reaches: the reason names low power', async () => {
    const modem = await plug({ radio: { functionality: 4, locked: true } });
    const bench = start(modem);
    await bench.told.until(() => /low power/.test(bench.route.status().reason ?? ''));
    expect(bench.route.status().reason).toMatch(/FCC lock/);
  });
});
