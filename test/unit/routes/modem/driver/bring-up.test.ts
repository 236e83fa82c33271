import { describe, expect, it } from 'vitest';
import { ready, stop } from '../../../../support/modem/harness.ts';
import { lockedModem, modemWith, pinsSent } from '../../../../support/modem/locked-modem.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

describe('bringing a modem up', () => {
  it('goes in order: awake, echo off, error codes, identity, SIM, network, messages', async () => {
    const { route, modem } = await ready();
    const inOrder = (places: readonly number[]): void => {
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    };
    const identity = ['ESC', 'AT', 'ATE0', 'ATV1', 'AT+CMEE=1', 'AT+CGMI', 'AT+CGSN'];
    const early = ['AT+CSMS=1', 'AT+CNMI=?', 'AT+CNMI=2,1,0,1,0'];
    const sim = ['AT+CPIN?', 'AT+CCID', 'AT+CIMI', 'AT+CREG?'];
    inOrder([...identity, ...early, ...sim].map((command) => modem.heard.indexOf(command)));
    const messages = ['AT+CMEE=1', 'AT+CSMS=1', 'AT+CSMS?', 'AT+CMGF=0', 'AT+CPMS?'];
    const last = ['AT+CREG?', ...messages, 'AT+CNMI=?', 'AT+CNMI=2,1,0,1,0', 'AT+CMGL=4'];
    inOrder(last.map((command) => modem.heard.lastIndexOf(command)));
    await stop(route);
  });

  it('asks for indications (AT+CNMI) before the modem is registered, or status reports that come with the registration would be lost', async () => {
    const { route, modem } = await ready({ modem: modemWith({ 'AT+CREG?': ['+CREG: 0,2', 'OK'] }) });
    expect(route.status().state).toBe('down');
    expect(modem.heard).toContain('AT+CNMI=2,1,0,1,0');
    await stop(route);
  });

  it('asks for indications (AT+CNMI) again after the PIN if the modem refused them before the PIN', async () => {
    const modem = lockedModem('1111');
    let unlocked = false;
    modem.replies.set('AT+CREG?', ['+CREG: 0,2', 'OK']);
    const accept = modem.onCommand;
    modem.onCommand = (command) => {
      accept(command);
      if (command === 'AT+CPIN="1111"') unlocked = true;
      if (/^AT\+CNMI=\d/.test(command)) modem.replies.set(command, [unlocked ? 'OK' : '+CMS ERROR: 311']);
    };
    const { route } = await ready({ modem, config: { pin: '1111' } });
    expect(modem.heard.lastIndexOf('AT+CNMI=2,1,0,1,0')).toBeGreaterThan(
      modem.heard.indexOf('AT+CPIN="1111"'),
    );
    await stop(route);
  });

  it('tolerates ERROR from a modem that does not know a command', async () => {
    const modem = modemWith({
      'AT+CMEE=1': ['ERROR'],
      ATV1: ['ERROR'],
      'AT+CGMR': ['ERROR'],
      'AT+CSMS=1': ['ERROR'],
      'AT+CSMS?': ['ERROR'],
      'AT+CPMS?': ['ERROR'],
      'AT+CNMI=?': ['ERROR'],
      'AT+COPS?': ['ERROR'],
      'AT+CSQ': ['+CSQ: 99,99', 'OK'],
    });
    const { route } = await ready({ modem });
    expect(route.status()).toMatchObject({
      state: 'up',
      modem: { signalDbm: undefined, operator: undefined },
    });
    await stop(route);
  });

  it('tries the settings of AT+CNMI in order until the modem accepts one', async () => {
    const modem = modemWith({
      'AT+CNMI=?': ['+CNMI: (0,1),(0,1),(0,2),(0,2),(1)', 'OK'],
      'AT+CNMI=1,1,0,1,1': ['+CMS ERROR: 303'],
      'AT+CNMI=2,1,0,1,0': ['ERROR'],
      'AT+CNMI=2,1,0,2,0': ['ERROR'],
      'AT+CNMI=1,1,0,1,0': ['ERROR'],
    });
    const { route } = await ready({ modem });
    expect(modem.heard.filter((command) => /^AT\+CNMI=\d/.test(command)).slice(-4)).toEqual([
      'AT+CNMI=2,1,0,1,0',
      'AT+CNMI=2,1,0,2,0',
      'AT+CNMI=1,1,0,1,0',
      'AT+CNMI=2,1,0,0,0',
    ]);
    await stop(route);
  });

  it('polls the memory of a modem that refuses every AT+CNMI setting', async () => {
    const modem = new ScriptedModem();
    modem.onCommand = (command) => {
      if (/^AT\+CNMI=\d/.test(command)) modem.replies.set(command, ['ERROR']);
    };
    const { route, clock } = await ready({ modem });
    modem.heard.length = 0;
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,20,"SM",1,20,"SM",1,20', 'OK']);
    await clock.advance(10_000);
    expect(modem.heard).toContain('AT+CMGL=4');
    await stop(route);
  });

  it.each([
    ['+CREG: 0,1', 'home'],
    ['+CREG: 0,5', 'roaming'],
    ['+CREG: 0,6', 'home, messages only'],
    ['+CREG: 2,7,"00A1","0000B2C3",7', 'roaming, messages only'],
  ])('puts the modem in service when it reports %s', async (line, words) => {
    const { route } = await ready({ modem: modemWith({ 'AT+CREG?': [line, 'OK'] }) });
    expect(route.status()).toMatchObject({ state: 'up', modem: { registration: { cs: words } } });
    await stop(route);
  });

  it('puts the modem in service when it is registered by LTE alone (+CEREG)', async () => {
    const modem = modemWith({
      'AT+CREG?': ['+CREG: 0,0', 'OK'],
      'AT+CGREG?': ['+CGREG: 0,2', 'OK'],
      'AT+CEREG?': ['+CEREG: 0,1', 'OK'],
    });
    const { route } = await ready({ modem });
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('waits for a network, and the route’s reason says so', async () => {
    const none = ['+CREG: 0,2', 'OK'];
    const modem = modemWith({ 'AT+CREG?': none });
    const { route, clock } = await ready({ modem });
    expect(route.status()).toMatchObject({ state: 'down', room: 0, reason: 'no network: searching' });
    modem.replies.set('AT+CREG?', ['+CREG: 0,1', 'OK']);
    await clock.advance(2000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('takes the route down when the network is lost', async () => {
    const modem = new ScriptedModem();
    const { route, clock } = await ready({ modem });
    modem.replies.set('AT+CREG?', ['+CREG: 0,3', 'OK']);
    await clock.advance(30_000);
    expect(route.status()).toMatchObject({ state: 'down', reason: 'no network: denied' });
    await stop(route);
  });

  it('refuses a modem with another IMEI than the configured one', async () => {
    const { route } = await ready({
      config: { device: undefined, imei: '356938035643809' },
      modem: new ScriptedModem(),
    });
    expect(route.status()).toMatchObject({ state: 'down', reason: expect.stringMatching(/356938035643809/) });
    await stop(route);
  });
});

describe('the state of a SIM (AT+CPIN?)', () => {
  it('is asked for again while the SIM is busy', async () => {
    const modem = modemWith({ 'AT+CPIN?': ['+CME ERROR: 14'] });
    const { route, clock } = await ready({ modem });
    expect(route.status().state).toBe('down');
    modem.replies.set('AT+CPIN?', ['+CPIN: READY', 'OK']);
    await clock.advance(1000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('is read when the modem puts it in quotes', async () => {
    const { route } = await ready({ modem: modemWith({ 'AT+CPIN?': ['+CPIN: "READY"', 'OK'] }) });
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('is read when no OK follows it', async () => {
    const { route, clock } = await ready({ modem: modemWith({ 'AT+CPIN?': ['+CPIN: READY'] }) });
    await clock.advance(6000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it.each([
    ['+CPIN: SIM PUK', /PUK: enter it in a phone/],
    ['+CPIN: PH-SIM PIN', /PH-SIM PIN/],
    ['+CME ERROR: 10', /no SIM/],
    ['+CME ERROR: 13', /can't be read/],
  ])('that is %s takes the route down, and no PIN is entered', async (line, reason) => {
    const modem = modemWith({ 'AT+CPIN?': line.startsWith('+CME') ? [line] : [line, 'OK'] });
    const { route, clock } = await ready({ modem, config: { pin: '1234' } });
    await clock.advance(10 * 60_000);
    expect(route.status()).toMatchObject({ state: 'down', reason: expect.stringMatching(reason) });
    expect(pinsSent(modem)).toEqual([]);
    await stop(route);
  });
});
