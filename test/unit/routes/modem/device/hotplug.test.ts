import { describe, expect, it } from 'vitest';
import { TocsinError } from '../../../../../src/kernel/errors.ts';
import type { ModemHost } from '../../../../../src/routes/modem/device/host.ts';
import { harness, part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const FIRST = '356938035643809';
const SECOND = '490154203237518';

const modemOf = (imei: string): ScriptedModem => {
  const modem = new ScriptedModem();
  modem.replies.set('AT+CGSN', [imei, 'OK']);
  return modem;
};

/** A machine with these modems on its ports; a port that one route has open is locked for others. */
const machineWith = (ports: Map<string, ScriptedModem>): Partial<ModemHost> => ({
  list: () => Promise.resolve([...ports.keys()]),
  open: (path, baudRate, events) => {
    const modem = ports.get(path);
    if (modem === undefined)
      return Promise.reject(new TocsinError('deviceFailed', 'No such file or directory'));
    if (modem.isOpen) return Promise.reject(new TocsinError('deviceFailed', 'Cannot lock port'));
    return modem.open(path, baudRate, events);
  },
});

const byImei = (imei: string) => ({ device: undefined, imei });

describe('a modem that is configured by its IMEI', () => {
  it('is found on any port, among modems of the same type without a serial number', async () => {
    const [first, second] = [modemOf(FIRST), modemOf(SECOND)];
    const host = machineWith(
      new Map([
        ['/dev/ttyUSB0', first],
        ['/dev/ttyUSB1', second],
      ]),
    );
    const { route } = await ready({ config: byImei(SECOND), host });
    expect(route.status()).toMatchObject({ state: 'up', modem: { imei: SECOND } });
    expect([first.isOpen, second.isOpen]).toEqual([false, true]);
    await stop(route);
  });

  it('is used again when it is plugged into another port', async () => {
    const modem = modemOf(SECOND);
    const ports = new Map([['/dev/ttyUSB0', modem]]);
    const { route, clock } = await ready({ config: byImei(SECOND), host: machineWith(ports) });
    ports.clear();
    modem.unplug();
    await clock.advance(5000);
    expect(route.status()).toMatchObject({
      state: 'down',
      reason: expect.stringMatching(/no port has the modem 490154203237518/),
    });
    ports.set('/dev/ttyUSB3', modem);
    await clock.advance(5000);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    await stop(route);
  });

  it('is found although another port does not answer, and one is held by another program', async () => {
    const mute = modemOf(FIRST);
    mute.replies.set('AT', undefined);
    const held = modemOf(FIRST);
    await held.open('/dev/ttyUSB1', 115_200, { octets: () => undefined, closed: () => undefined });
    const host = machineWith(
      new Map([
        ['/dev/ttyUSB0', mute],
        ['/dev/ttyUSB1', held],
        ['/dev/ttyUSB2', modemOf(SECOND)],
      ]),
    );
    const { route, clock } = harness({ config: byImei(SECOND), host });
    route.start();
    await clock.advance(10_000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('is no longer searched for once the route is stopped', async () => {
    const mute = modemOf(FIRST);
    mute.replies.set('AT', undefined);
    const host = machineWith(new Map([['/dev/ttyUSB0', mute]]));
    const { route, clock } = harness({ config: byImei(SECOND), host });
    route.start();
    await clock.advance(500);
    expect(mute.isOpen).toBe(true);
    await stop(route);
    expect(mute.isOpen).toBe(false);
    expect(clock.pending).toBe(0);
  });
});

describe('a configured port with another modem', () => {
  it('is not used when the configuration names an IMEI', async () => {
    const host = machineWith(new Map([['/dev/ttyUSB0', modemOf(FIRST)]]));
    const { route } = await ready({ config: byImei(SECOND), host });
    expect(route.status()).toMatchObject({ state: 'down', room: 0 });
    await stop(route);
  });
});

describe('a modem that takes octets slowly', () => {
  it('gets a PDU in pieces of the size that its profile sets', async () => {
    const modem = modemOf(FIRST);
    modem.replies.set('AT+CGMI', ['Nokia', 'OK']);
    const writes: number[] = [];
    const host: Partial<ModemHost> = {
      open: async (path, baudRate, events) => {
        const line = await modem.open(path, baudRate, events);
        return {
          close: () => line.close(),
          write: (octets) => {
            writes.push(octets.length);
            return line.write(octets);
          },
        };
      },
    };
    const { route, clock } = await ready({ modem, host });
    await clock.advance(5000);
    writes.length = 0;
    const outcome = route.submit(part(clock, { text: 'x'.repeat(100) }));
    await clock.advance(5000);
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    expect(Math.max(...writes)).toBe(18);
    await stop(route);
  });
});
