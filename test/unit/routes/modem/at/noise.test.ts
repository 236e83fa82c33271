import { describe, expect, it } from 'vitest';
import type { OpenLine } from '../../../../../src/routes/modem/at/line.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const STAMP = '62115221304540';
const REPORT = `0791331900000000062A0B913336990800F1${STAMP}${STAMP}00`;
const MESSAGE = `0791331900000000040B913336990800F10000${STAMP}02C834`;

describe('unsolicited lines (RING, +CREG, ^RSSI)', () => {
  it('that come between any two lines of the modem disturb neither bring-up nor sending nor receiving', async () => {
    const modem = new ScriptedModem();
    modem.noise = ['RING', '+CREG: 1', '^RSSI:17', '+CLIP: "+33639980099",145', 'NO CARRIER'];
    modem.replies.set('AT+CMGL=4', ['+CMGL: 3,0,,21', MESSAGE, 'OK']);
    modem.results.push(['+CMGS: 42', 'OK']);
    const { route, clock, told } = await ready({ modem });
    expect(route.status()).toMatchObject({
      state: 'up',
      modem: { imei: '490154203237518', operator: 'Acme Mobile', signalDbm: -73 },
    });
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted', carrierRef: '42/33639980001' });
    modem.noise = ['RING', '+CREG: 1'];
    modem.say('+CDS: 25', REPORT);
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ state: 'delivered', refs: ['42/33639980001'] }]);
    expect(told.inboundMessages).toMatchObject([{ text: 'Hi' }]);
    await stop(route);
  });

  it('that come after every octet the gateway writes disturb neither bring-up nor sending nor receiving', async () => {
    const modem = new ScriptedModem();
    const chatter = ['RING', '+CREG: 1', '^RSSI:17', '+CLIP: "+33639980099",145', '^BOOT:1,0,0,0,20'];
    let said = 0;
    const open: OpenLine = async (...where) => {
      const line = await modem.open(...where);
      return {
        ...line,
        write: async (octets) => {
          for (const octet of octets) {
            await line.write(Uint8Array.of(octet));
            modem.say(chatter[said++ % chatter.length] ?? '');
          }
        },
      };
    };
    modem.replies.set('AT+CMGL=4', ['+CMGL: 3,0,,21', MESSAGE, 'OK']);
    const { route, clock, told } = await ready({ modem, host: { open } });
    expect(route.status().state).toBe('up');
    for (let reference = 0; reference < 5; reference++) {
      const outcome = route.submit(part(clock));
      await clock.advance(0);
      expect(await outcome).toMatchObject({ kind: 'accepted', carrierRef: `${reference}/33639980001` });
    }
    expect(told.inboundMessages).toMatchObject([{ text: 'Hi' }]);
    expect(modem.pdus).toHaveLength(5);
    expect(said).toBeGreaterThan(500);
    await stop(route);
  });

  it('that are the echo of each command, on a modem that does not switch its echo off, do not disturb sending', async () => {
    const modem = new ScriptedModem();
    modem.onCommand = (command) => modem.raw(`${command}\r`);
    const { route, clock } = await ready({ modem });
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    await stop(route);
  });
});
