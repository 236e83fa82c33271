import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { settled } from '../../../../support/modem/settled.ts';

const RESULT_MS = 180_000;

describe('a modem that falls silent', () => {
  it('after Ctrl-Z leaves the part uncertain, and gets no second PDU', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    const outcome = route.submit(part(clock));
    await clock.advance(RESULT_MS + 10_000);
    expect(await settled(outcome)).toMatchObject({ kind: 'uncertain' });
    expect(modem.pdus).toHaveLength(1);
    await stop(route);
  });

  it('is resynchronised with ESC and AT, never with Ctrl-Z', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    void route.submit(part(clock));
    await clock.advance(0);
    modem.heard.length = 0;
    await clock.advance(RESULT_MS + 5000);
    expect(modem.heard.slice(0, 2)).toEqual(['ESC', 'AT']);
    expect(modem.heard.join('')).not.toContain('\x1a');
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('before the prompt means that the part was surely not sent: the part is retried, and no PDU was written', async () => {
    const { route, clock, modem } = await ready();
    modem.prompt = undefined;
    const outcome = route.submit(part(clock));
    await clock.advance(10_000);
    expect(await settled(outcome)).toMatchObject({ kind: 'retry' });
    expect(modem.pdus).toEqual([]);
    await stop(route);
  });

  it('to every command has its port closed and opened again', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    modem.replies.set('AT', undefined);
    void route.submit(part(clock));
    await clock.advance(RESULT_MS + 5000);
    expect(route.status()).toMatchObject({ state: 'down', room: 0 });
    modem.replies.set('AT', ['OK']);
    await clock.advance(10_000);
    expect(modem.opened).toBe(2);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('but sends +CMGS after the time-out settles the part late', async () => {
    const { route, clock, modem, told } = await ready();
    modem.results.push(undefined);
    const sent = part(clock);
    void route.submit(sent);
    await clock.advance(RESULT_MS + 10_000);
    modem.say('+CMGS: 77');
    await clock.advance(0);
    expect(told.late).toEqual([
      {
        key: { messageId: sent.messageId, attempt: 1, part: 1 },
        outcome: { kind: 'accepted', carrier: '208010000000001', carrierRef: '77/33639980001' },
      },
    ]);
    await stop(route);
  });

  it('but sends an error after the time-out settles the part late, even in answer to AT', async () => {
    const { route, clock, modem, told } = await ready();
    modem.results.push(undefined);
    modem.replies.set('AT', ['+CMS ERROR: 28', 'OK']);
    void route.submit(part(clock));
    await clock.advance(RESULT_MS + 10_000);
    expect(told.late).toMatchObject([{ outcome: { kind: 'refused', blame: 'messageOrRoute' } }]);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});

describe('a modem that is unplugged', () => {
  it('after Ctrl-Z leaves the part uncertain', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    modem.unplug();
    expect(await settled(outcome)).toMatchObject({ kind: 'uncertain' });
    await stop(route);
  });

  it('before the prompt means that the part was surely not sent', async () => {
    const { route, clock, modem } = await ready();
    modem.prompt = undefined;
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    modem.unplug();
    expect(await settled(outcome)).toMatchObject({ kind: 'retry' });
    await stop(route);
  });

  it('has its waiting parts handed back as unsent', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    void route.submit(part(clock));
    const waiting = route.submit(part(clock));
    await clock.advance(0);
    modem.unplug();
    expect(await settled(waiting)).toMatchObject({ kind: 'retry' });
    await clock.advance(0);
    expect(route.status()).toMatchObject({ state: 'down', room: 0, inFlight: 0 });
    await stop(route);
  });

  it('is in service again within five seconds after it is plugged in', async () => {
    const { route, clock, modem } = await ready();
    modem.missing = 300;
    modem.unplug();
    await clock.advance(60_000);
    expect(route.status().state).toBe('down');
    modem.missing = 0;
    await clock.advance(5000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});

describe('unsolicited lines in the dialogue of AT+CMGS', () => {
  it('before the prompt and around +CMGS do not disturb the sending', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['RING', '+CREG: 1', '+CMGS: 5', '^RSSI:17', 'NO CARRIER', 'OK']);
    modem.prompt = '\r\nRING\r\n\r\n^BOOT:1,2,3\r\n\r\n+CREG: 5\r\n\r\n>';
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await settled(outcome)).toMatchObject({ kind: 'accepted', carrierRef: '5/33639980001' });
    await stop(route);
  });

  it('with a late +CMGS before the prompt settle the earlier part, not the part being sent', async () => {
    const { route, clock, modem, told } = await ready();
    modem.results.push(undefined);
    void route.submit(part(clock, { to: '+33639980007' as Msisdn }));
    await clock.advance(RESULT_MS + 10_000);
    modem.prompt = '\r\n+CMGS: 50\r\n\r\n> ';
    modem.results.push(['+CMGS: 51', 'OK']);
    const next = route.submit(part(clock, { to: '+33639980008' as Msisdn }));
    await clock.advance(0);
    expect(await settled(next)).toMatchObject({ carrierRef: '51/33639980008' });
    expect(told.late).toMatchObject([{ outcome: { carrierRef: '50/33639980007' } }]);
    await stop(route);
  });
});
