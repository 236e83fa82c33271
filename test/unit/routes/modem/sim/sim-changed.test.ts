import { describe, expect, it } from 'vitest';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';
import { LIST, MESSAGE } from '../../../../support/modem/stored-pdus.ts';

const OTHER_SIM = '8933150319000000026';
const MINUTE_MS = 60_000;

/** Takes the SIM out of its tray while the modem runs on: no network, no IMSI. */
const pullSim = (modem: ScriptedModem): void => {
  modem.replies.set('AT+CREG?', ['+CREG: 0,0', 'OK']);
  modem.replies.set('AT+CIMI', ['+CME ERROR: 10']);
  modem.replies.set('AT+CPIN?', ['+CME ERROR: 10']);
  modem.replies.set('AT+CCID', ['+CME ERROR: 10']);
};

/** Puts in a SIM that needs no PIN, and that finds its network. */
const putSim = (modem: ScriptedModem, iccid: string, imsi: string): void => {
  modem.replies.set('AT+CREG?', ['+CREG: 0,1', 'OK']);
  modem.replies.set('AT+CIMI', [imsi, 'OK']);
  modem.replies.set('AT+CPIN?', ['+CPIN: READY', 'OK']);
  modem.replies.set('AT+CCID', [`+CCID: ${iccid}`, 'OK']);
};

describe('a SIM that is taken out of its tray while the modem runs', () => {
  it('is noticed, and the route’s reason says so', async () => {
    const { route, clock, modem } = await ready();
    pullSim(modem);
    await clock.advance(MINUTE_MS);
    expect(route.status()).toMatchObject({ state: 'down', reason: 'no SIM in the modem' });
    await stop(route);
  });

  it('and put back has its PIN entered, and is in service again', async () => {
    const { route, clock, modem } = await ready({ config: { pin: '1234' } });
    pullSim(modem);
    await clock.advance(MINUTE_MS);
    modem.replies.set('AT+CPIN?', ['+CPIN: SIM PIN', 'OK']);
    modem.replies.set('AT+CCID', ['+CCID: 8933150319000000018', 'OK']);
    modem.onCommand = (command) => {
      if (command.startsWith('AT+CPIN="')) putSim(modem, '8933150319000000018', '208010000000001');
    };
    await clock.advance(2 * MINUTE_MS);
    expect(route.status().state).toBe('up');
    expect(modem.heard.filter((command) => command.startsWith('AT+CPIN="'))).toEqual(['AT+CPIN="1234"']);
    await stop(route);
  });

  it('and put back before the next check has its PIN entered too', async () => {
    const { route, clock, modem } = await ready({ config: { pin: '1234' } });
    pullSim(modem);
    modem.replies.set('AT+CPIN?', ['+CPIN: SIM PIN', 'OK']);
    modem.replies.set('AT+CCID', ['+CCID: 8933150319000000018', 'OK']);
    modem.onCommand = (command) => {
      if (command.startsWith('AT+CPIN="')) putSim(modem, '8933150319000000018', '208010000000001');
    };
    await clock.advance(2 * MINUTE_MS);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('and replaced by another: parts count against the new SIM, and reports are matched under its IMSI', async () => {
    const { route, clock, modem, simRepository } = await ready({ config: { limits: { perHour: 5 } } });
    putSim(modem, OTHER_SIM, '208010000000002');
    await clock.advance(MINUTE_MS);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted', carrier: '208010000000002' });
    expect(simRepository.counted).toEqual([OTHER_SIM]);
    await stop(route);
  });
});

describe('a SIM that is busy at first', () => {
  it('is asked for ICCID and IMSI again, since status reports are matched under the IMSI', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CIMI', ['+CME ERROR: 14']);
    modem.replies.set('AT+CCID', ['+CME ERROR: 515']);
    const { route, clock, simRepository } = await ready({ modem });
    putSim(modem, '8933150319000000018', '208010000000001');
    await clock.advance(2000);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted', carrier: '208010000000001' });
    expect(simRepository.counted).toEqual(['8933150319000000018']);
    await stop(route);
  });
});

describe('a modem that restarts with another SIM while a message is put on disk', () => {
  it.each([
    ['that it announced', '+CMTI: "SM",2'],
    ['of a full memory', '^SMMEMFULL:"SM"'],
  ])('keeps what the other SIM has in the place of the message %s', async (_which, line) => {
    const { route, clock, modem, told } = await ready();
    const stored = Promise.withResolvers<'kept'>();
    told.keep = () => stored.promise;
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,21', MESSAGE, 'OK']);
    modem.replies.set(LIST, ['+CMGL: 2,0,,21', MESSAGE, 'OK']);
    modem.say(line);
    await clock.advance(0);
    expect(told.inboundMessages).toHaveLength(1);
    modem.replies.delete(LIST);
    putSim(modem, OTHER_SIM, '208010000000002');
    modem.say('RDY');
    await clock.advance(5000);
    expect(route.modemDetails().iccid).toBe(OTHER_SIM);
    stored.resolve('kept');
    await clock.advance(5000);
    expect(route.status().state).toBe('up');
    expect(modem.heard).not.toContain('AT+CMGD=2');
    await stop(route);
  });
});
