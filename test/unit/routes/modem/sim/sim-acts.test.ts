import { describe, expect, it } from 'vitest';
import { harness, part, ready, stop } from '../../../../support/modem/harness.ts';
import { MemorySimRepository } from '../../../../support/modem/memory-sim-repository.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const ICCID = '8933150319000000018';

/** A modem whose SIM asks for its PIN and refuses 1111. */
const lockedModem = (): ScriptedModem => {
  const modem = new ScriptedModem();
  modem.replies.set('AT+CPIN?', ['+CPIN: SIM PIN', 'OK']);
  modem.replies.set('AT+CPIN="1111"', ['+CME ERROR: 16']);
  return modem;
};

const pinsSent = (modem: ScriptedModem): number =>
  modem.heard.filter((command) => command.startsWith('AT+CPIN=')).length;

describe('clearing the latch of a PIN (the note that the PIN was tried)', () => {
  it('lets the PIN be tried once more, at once, and notes that try too', async () => {
    const modem = lockedModem();
    const { route, clock } = await ready({ modem, config: { pin: '1111' } });
    expect(pinsSent(modem)).toBe(1);
    expect(await route.sim.clearPin()).toEqual({ kind: 'done', iccid: ICCID });
    await clock.advance(1000);
    expect(pinsSent(modem)).toBe(2);
    await clock.advance(10 * 60_000);
    expect(pinsSent(modem)).toBe(2);
    await stop(route);
  });

  it('clears only the latch of the SIM in this modem', async () => {
    const simRepository = new MemorySimRepository();
    await simRepository.latchPin('8988211000000000017', '1111');
    const { route } = await ready({ modem: lockedModem(), simRepository, config: { pin: '1111' } });
    await route.sim.clearPin();
    expect(await simRepository.latchPin('8988211000000000017', '1111')).toBe('tried');
    await stop(route);
  });

  it('is refused while no SIM can be read', async () => {
    const { route } = harness();
    expect(await route.sim.clearPin()).toEqual({
      kind: 'notNow',
      reason: 'no SIM can be read in the modem',
    });
    await stop(route);
  });

  it('enters no PUK: a blocked SIM stays blocked', async () => {
    const modem = lockedModem();
    const { route, clock } = await ready({ modem, config: { pin: '1111' } });
    modem.replies.set('AT+CPIN?', ['+CPIN: SIM PUK', 'OK']);
    await route.sim.clearPin();
    await clock.advance(10 * 60_000);
    expect(pinsSent(modem)).toBe(1);
    expect(route.status()).toMatchObject({ state: 'down', reason: expect.stringMatching(/PUK/) });
    await stop(route);
  });

  it('does not disturb a modem that is ready', async () => {
    const { route, modem, clock } = await ready();
    modem.heard.length = 0;
    await route.sim.clearPin();
    await clock.advance(1000);
    expect(modem.heard).toEqual([]);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});

describe('a SIM that the network refused', () => {
  const refused = async (simRepository = new MemorySimRepository()) => {
    const made = await ready({ simRepository });
    made.modem.results.push(['+CMS ERROR: 10']);
    void made.route.submit(part(made.clock));
    await made.clock.advance(0);
    expect(made.route.status().reason).toMatch(/SIM is set aside/);
    return made;
  };

  it('is used again at once when an operator restores it', async () => {
    const { route, clock, simRepository } = await refused();
    expect(await route.sim.restore()).toEqual({ kind: 'done', iccid: ICCID });
    await clock.advance(1000);
    expect(route.status().state).toBe('up');
    expect(await simRepository.aside(ICCID)).toBeUndefined();
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    await stop(route);
  });

  it('stays quarantined over a restart and in another port, until its quarantine ends', async () => {
    const { route, simRepository, clock } = await refused();
    await stop(route);
    const again = await ready({ simRepository, clock, config: { id: 'modem-2', device: '/dev/ttyUSB7' } });
    expect(again.route.status().reason).toMatch(/SIM is set aside until .*call barred/);
    await clock.advance(14 * 60_000);
    expect(again.route.status().state).toBe('down');
    await clock.advance(60_000);
    expect(again.route.status().state).toBe('up');
    await stop(again.route);
  });

  it('is back in service at once when its quarantine lies years ahead, since the clock was set back', async () => {
    const simRepository = new MemorySimRepository();
    await simRepository.setAside(ICCID, { reason: 'call barred', until: Date.UTC(2046, 0, 1) });
    const { route } = await ready({ simRepository });
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('can be asked for its balance by USSD, and stays quarantined', async () => {
    const { route, modem, clock } = await refused();
    const answer = route.sim.ussd('*123#');
    await clock.advance(0);
    modem.say('+CUSD: 0,"0.00 EUR left",15');
    expect(await answer).toEqual({ kind: 'answered', text: '0.00 EUR left' });
    expect(route.status().reason).toMatch(/SIM is set aside/);
    await stop(route);
    expect(clock.pending).toBe(0);
  });

  it('has its USSD dialogue ended when an operator restores it', async () => {
    const { route, clock } = await refused();
    const cut = route.sim.ussd('*123#');
    await clock.advance(0);
    await route.sim.restore();
    expect(await cut).toEqual({ kind: 'failed', reason: 'the modem went out of service' });
    await clock.advance(1000);
    expect(route.status()).toMatchObject({ state: 'up', room: 3 });
    await stop(route);
  });

  it('is quarantined even when the disk cannot store the quarantine', async () => {
    const simRepository = new MemorySimRepository();
    simRepository.setAside = () => Promise.reject(new Error('disk full'));
    const { route } = await refused(simRepository);
    await stop(route);
  });
});

describe('the quarantine of a SIM that cannot be stored', () => {
  it('holds when the modem is plugged in again, until an operator ends it', async () => {
    const simRepository = new MemorySimRepository();
    simRepository.setAside = () => Promise.reject(new Error('disk full'));
    const { route, clock, modem } = await ready({ simRepository });
    modem.results.push(['+CMS ERROR: 10']);
    void route.submit(part(clock));
    await clock.advance(0);
    modem.unplug();
    await clock.advance(60_000);
    expect(modem.opened).toBe(2);
    expect(route.status()).toMatchObject({ state: 'down', quarantine: { reason: expect.any(String) } });
    await route.sim.restore();
    await clock.advance(1000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});
