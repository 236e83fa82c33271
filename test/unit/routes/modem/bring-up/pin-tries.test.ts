import { describe, expect, it } from 'vitest';
import { ready, stop } from '../../../../support/modem/harness.ts';
import { lockedModem, pinsSent } from '../../../../support/modem/locked-modem.ts';

describe('the tries left for a PIN', () => {
  it.each([
    ['AT+CPINR', '+CPINR: SIM PIN,1,3'],
    ['AT+CPINR', '+CPINR: "SIM PIN",1'],
    ['AT+SPIC', '+SPIC: 1,3,10,10'],
    ['AT^SPIC="SC"', '^SPIC: 1'],
    ['AT^CPIN?', '^CPIN: SIM PIN,1,10,1,10,3'],
    ['AT^CPIN?', '^CPIN: SIM PIN,,10,1,10,3'],
    ['AT+QPINC?', '+QPINC: "SC",1,10'],
    ['AT#PCT', '#PCT: 1'],
    ['AT+UPINCNT', '+UPINCNT: 1,3,10,10'],
    ['AT+ZPINPUK=?', '+ZPINPUK: 1,10'],
    ['AT+CSIM=10,"0020000100"', '+CSIM: 4,"63C1"'],
    ['AT+CSIM=10,"0020000100"', '+CSIM:4,63c1'],
  ])('are read from %s: with %s the PIN is not sent, although it is right', async (command, line) => {
    const modem = lockedModem('4321');
    modem.replies.set(command, [line, 'OK']);
    const { route } = await ready({ modem, config: { pin: '4321' } });
    expect(route.status()).toMatchObject({ state: 'down', reason: expect.stringMatching(/one try left/) });
    expect(pinsSent(modem)).toEqual([]);
    await stop(route);
  });

  it('of the PIN2 are not taken for those of the PIN', async () => {
    const modem = lockedModem('4321');
    modem.replies.set('AT+CPINR', ['+CPINR: SIM PIN2,1,3', '+CPINR: SIM PIN,3,3', 'OK']);
    const { route } = await ready({ modem, config: { pin: '4321' } });
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it.each(['6983', '9840'])('are none when the card answers %s', async (status) => {
    const modem = lockedModem('4321');
    modem.replies.set('AT+CSIM=10,"0020000100"', [`+CSIM: 4,"${status}"`, 'OK']);
    const { route } = await ready({ modem, config: { pin: '4321' } });
    expect(route.status().reason).toMatch(/no try left/);
    expect(pinsSent(modem)).toEqual([]);
    await stop(route);
  });

  it('are asked for before the ICCID, and told in the reason after a wrong PIN', async () => {
    const modem = lockedModem('4321');
    modem.replies.set('AT+CPINR', ['+CPINR: SIM PIN,3,3', 'OK']);
    modem.onCommand = (command) => {
      if (command.startsWith('AT+CPIN="')) modem.replies.set('AT+CPINR', ['+CPINR: SIM PIN,2,3', 'OK']);
    };
    const { route } = await ready({ modem, config: { pin: '1111' } });
    expect(modem.heard.indexOf('AT+CPINR')).toBeLessThan(modem.heard.indexOf('AT+CCID'));
    expect(route.status().reason).toMatch(/refused its PIN .* has 2 left/);
    await stop(route);
  });

  it('keep the last one even when an administrator clears the latch', async () => {
    const modem = lockedModem('4321');
    modem.replies.set('AT+CPINR', ['+CPINR: SIM PIN,1,3', 'OK']);
    const { route, clock } = await ready({ modem, config: { pin: '4321' } });
    expect(await route.sim.clearPin()).toMatchObject({ kind: 'done' });
    await clock.advance(1000);
    expect(route.status().reason).toMatch(/one try left/);
    expect(pinsSent(modem)).toEqual([]);
    await stop(route);
  });

  it('are asked for only when the SIM asks for its PIN', async () => {
    const { route, modem } = await ready();
    expect(modem.heard).not.toContain('AT+CPINR');
    await stop(route);
  });
});
