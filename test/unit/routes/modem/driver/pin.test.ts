import { describe, expect, it } from 'vitest';
import { harness, ready, stop } from '../../../../support/modem/harness.ts';
import { lockedModem, modemWith, pinsSent } from '../../../../support/modem/locked-modem.ts';
import { MemorySimRepository } from '../../../../support/modem/memory-sim-repository.ts';

describe('a PIN', () => {
  it('is entered when the SIM asks for it, and again after the next power-up', async () => {
    const simRepository = new MemorySimRepository();
    for (let i = 0; i < 3; i++) {
      const modem = lockedModem('4321');
      const { route } = await ready({ modem, simRepository, config: { pin: '4321' } });
      expect(route.status().state).toBe('up');
      expect(pinsSent(modem)).toEqual(['AT+CPIN="4321"']);
      await stop(route);
    }
  });

  it('that is wrong is tried only once, over restarts and in any port', async () => {
    const simRepository = new MemorySimRepository();
    const modem = lockedModem('4321');
    for (let restart = 0; restart < 10; restart++) {
      const config = { pin: '1111', device: `/dev/ttyUSB${restart % 2}` };
      const { route, clock } = await ready({ modem, simRepository, config });
      await clock.advance(5 * 60_000);
      expect(route.status().state).toBe('down');
      await stop(route);
    }
    expect(pinsSent(modem)).toEqual(['AT+CPIN="1111"']);
  });

  it('is noted on disk before it is sent, so that a crash in between cannot lead to a second try', async () => {
    const modem = lockedModem('4321');
    const simRepository = new MemorySimRepository();
    const order: string[] = [];
    const latchPin = simRepository.latchPin.bind(simRepository);
    simRepository.latchPin = async (iccid, pin) => {
      const latched = await latchPin(iccid, pin);
      order.push('latched');
      return latched;
    };
    modem.onCommand = (command) => {
      if (command.startsWith('AT+CPIN=')) order.push('sent');
    };
    const { route } = await ready({ modem, simRepository, config: { pin: '1111' } });
    expect(order).toEqual(['latched', 'sent']);
    await stop(route);
  });

  it('is not tried on a SIM whose ICCID cannot be read', async () => {
    const modem = lockedModem('4321');
    for (const command of ['AT+CCID', 'AT+ICCID', 'AT^ICCID?', 'AT+QCCID', 'AT#CCID', 'AT^SCID']) {
      modem.replies.set(command, ['ERROR']);
    }
    modem.replies.set('AT+CRSM=176,12258,0,0,10', ['+CME ERROR: 11']);
    const { route } = await ready({ modem, config: { pin: '4321' } });
    expect(route.status()).toMatchObject({ state: 'down', reason: expect.stringMatching(/tried safely/) });
    expect(pinsSent(modem)).toEqual([]);
    await stop(route);
  });

  it('is not tried on a SIM whose ICCID reads differently each time: a lost digit would make it look like another SIM', async () => {
    const modem = modemWith({ 'AT+CPIN?': ['+CPIN: SIM PIN', 'OK'] });
    let readings = 0;
    modem.onCommand = (command) => {
      if (command !== 'AT+CCID') return;
      modem.replies.set(command, [
        `+CCID: ${readings++ % 2 === 0 ? '8933150319000000018' : '893315031900000018'}`,
        'OK',
      ]);
    };
    const { route, simRepository } = await ready({ modem, config: { pin: '1234' } });
    expect(route.status().reason).toMatch(/reads differently/);
    expect(modem.heard.join()).not.toContain('AT+CPIN="');
    expect(simRepository.latches.size).toBe(0);
    await stop(route);
  });

  it('is not tried on a SIM that has refused two other PINs, and the route’s reason says so', async () => {
    const simRepository = new MemorySimRepository();
    simRepository.latchPin = () => Promise.resolve('lastTry');
    const modem = modemWith({ 'AT+CPIN?': ['+CPIN: SIM PIN', 'OK'] });
    const { route } = await ready({ modem, simRepository, config: { pin: '1234' } });
    expect(route.status().reason).toMatch(/a third wrong one would block it/);
    expect(modem.heard.join()).not.toContain('AT+CPIN="');
    await stop(route);
  });

  it('is tried with the ICCID from the SIM’s file (AT+CRSM) where the modem has no command for the ICCID', async () => {
    const modem = lockedModem('4321');
    for (const command of ['AT+CCID', 'AT+ICCID', 'AT^ICCID?', 'AT+QCCID', 'AT#CCID', 'AT^SCID']) {
      modem.replies.set(command, ['ERROR']);
    }
    modem.replies.set('AT+CRSM=176,12258,0,0,10', ['+CRSM: 144,0,"98335130910000000081"', 'OK']);
    const simRepository = new MemorySimRepository();
    const { route } = await ready({ modem, simRepository, config: { pin: '1111' } });
    expect([...simRepository.latches]).toEqual(['89331503190000000018/1111']);
    await stop(route);
  });

  it('whose attempt cannot be put on disk is not sent', async () => {
    const modem = lockedModem('4321');
    const simRepository = new MemorySimRepository();
    simRepository.latchPin = () => Promise.reject(new Error('disk full'));
    const { route, clock } = harness({ modem, simRepository, config: { pin: '4321' } });
    route.start();
    await clock.advance(60_000);
    expect(pinsSent(modem)).toEqual([]);
    expect(route.status().state).toBe('down');
    await stop(route);
  });
});
