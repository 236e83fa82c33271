import { describe, expect, it } from 'vitest';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { modemWith } from '../../../../support/modem/locked-modem.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

/** A modem that tells these values of <stat>; the commands that are left out are unknown to it. */
const registered = (states: Readonly<Record<string, number>>): ScriptedModem => {
  const modem = new ScriptedModem();
  for (const name of ['CREG', 'CGREG', 'CEREG', 'C5GREG']) {
    const state = states[name];
    modem.replies.set(`AT+${name}?`, state === undefined ? ['ERROR'] : [`+${name}: 0,${state}`, 'OK']);
  }
  return modem;
};

describe('the registration of a modem', () => {
  it('is told for each domain apart', async () => {
    const { route } = await ready({ modem: registered({ CREG: 3, CGREG: 0, CEREG: 1, C5GREG: 2 }) });
    expect(route.status().modem?.registration).toEqual({
      cs: 'denied',
      ps: 'not registered',
      eps: 'home',
      fiveG: 'searching',
    });
    await stop(route);
  });

  it('by 5G alone (RM500Q in a standalone network) puts the modem in service', async () => {
    const { route } = await ready({ modem: registered({ CREG: 0, CEREG: 0, C5GREG: 1 }) });
    expect(route.status()).toMatchObject({ state: 'up', modem: { registration: { fiveG: 'home' } } });
    await stop(route);
  });

  it('where calls are denied and packet data roams (SIM7000A) is not called roaming, and a refused message says why', async () => {
    const modem = registered({ CREG: 3, CGREG: 5 });
    const { route, clock } = await ready({ modem });
    modem.results.push(['+CMS ERROR: 500']);
    const outcome = route.submit(part(clock));
    await clock.advance(100);
    expect(await outcome).toMatchObject({ kind: 'retry' });
    expect(route.status()).toMatchObject({
      state: 'degraded',
      reason: expect.stringMatching(
        /^registered for data, messages refused by the network: unknown error .*; try smsDomain, ims or networkMode/,
      ),
      modem: { registration: { cs: 'denied', ps: 'roaming' } },
    });
    await stop(route);
  });

  it('on LTE whose network refuses a message (SIM7600G-H) gives the reason a hint to IMS and the network mode', async () => {
    const modem = registered({ CREG: 1, CEREG: 1 });
    modem.replies.set('AT+COPS?', ['+COPS: 0,0,"Orange F",7', 'OK']);
    const { route, clock } = await ready({ modem });
    expect(route.status().modem?.technology).toBe('4G');
    modem.results.push(['+CMS ERROR: 500']);
    void route.submit(part(clock));
    await clock.advance(100);
    expect(route.status().reason).toMatch(/on 4G: if it stays so, try ims, smsDomain or networkMode/);
    await stop(route);
  });

  it.each([
    ['allow', 'up', false],
    ['avoid', 'up', true],
    ['refuse', 'down', true],
  ] as const)('in another network with roaming: %s leaves the route %s', async (roaming, state, avoids) => {
    const { route } = await ready({ modem: registered({ CREG: 5 }), config: { roaming } });
    expect(route.status()).toMatchObject({ state, modem: { avoidsRoaming: avoids } });
    if (state === 'down') expect(route.status().reason).toMatch(/refuses roaming/);
    await stop(route);
  });

  it('that becomes roaming later takes a route with roaming: refuse down', async () => {
    const modem = registered({ CREG: 1 });
    const { route, clock } = await ready({ modem, config: { roaming: 'refuse' } });
    modem.replies.set('AT+CREG?', ['+CREG: 0,5', 'OK']);
    await clock.advance(31_000);
    expect(route.status()).toMatchObject({ state: 'down', reason: expect.stringMatching(/refuses roaming/) });
    await stop(route);
  });
});

describe('a radio that is off (AT+CFUN)', () => {
  const lowPower = (level: number, obeys: boolean): ScriptedModem => {
    const modem = modemWith({ 'AT+CFUN?': [`+CFUN: ${level}`, 'OK'], 'AT+CREG?': ['+CREG: 0,0', 'OK'] });
    modem.onCommand = (command) => {
      if (command !== 'AT+CFUN=1' || !obeys) return;
      modem.replies.set('AT+CFUN?', ['+CFUN: 1', 'OK']);
      modem.replies.set('AT+CREG?', ['+CREG: 0,1', 'OK']);
    };
    return modem;
  };

  it.each([0, 4, 7])('at %i after the PIN is switched on', async (level) => {
    const modem = lowPower(level, true);
    const { route } = await ready({ modem });
    expect(route.status().state).toBe('up');
    expect(modem.heard.indexOf('AT+CPIN?')).toBeLessThan(modem.heard.indexOf('AT+CFUN?'));
    await stop(route);
  });

  it('that stays off gives the reason low power, with the switch and the FCC lock to look for', async () => {
    const { route } = await ready({ modem: lowPower(4, false) });
    expect(route.status().reason).toMatch(/low power \(flight mode, \+CFUN: 4\).*FCC lock/);
    await stop(route);
  });

  it('that is on is not set again', async () => {
    const modem = modemWith({ 'AT+CFUN?': ['+CFUN: 1', 'OK'] });
    const { route } = await ready({ modem });
    expect(modem.heard).not.toContain('AT+CFUN=1');
    await stop(route);
  });

  it('and keeps the SIM without power is switched on before the modem is said to have no SIM', async () => {
    const modem = modemWith({ 'AT+CFUN?': ['+CFUN: 0', 'OK'], 'AT+CPIN?': ['+CME ERROR: 10'] });
    modem.onCommand = (command) => {
      if (command !== 'AT+CFUN=1') return;
      modem.replies.set('AT+CFUN?', ['+CFUN: 1', 'OK']);
      modem.replies.set('AT+CPIN?', ['+CPIN: READY', 'OK']);
    };
    const { route, clock } = await ready({ modem });
    await clock.advance(2000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});
