import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';

const RESULT_MS = 180_000;

describe('a message whose PDU the network refuses as malformed', () => {
  it.each([96, 304])('(CMS %i) fails, and the log has an error: it is a bug of the gateway', async (code) => {
    const { route, clock, modem, logged } = await ready();
    modem.results.push([`+CMS ERROR: ${code}`]);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'refused', blame: 'message' });
    expect(logged.filter(({ level }) => level === 'error')).toMatchObject([
      { message: expect.stringMatching(/a fault of the gateway/) },
    ]);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('is logged as an error, but a message to a refused number is not', async () => {
    const { route, clock, modem, logged } = await ready();
    modem.results.push(['+CMS ERROR: 28']);
    void route.submit(part(clock));
    await clock.advance(0);
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
    await stop(route);
  });
});

describe('a message refused with an error whose cause may be the number or the network', () => {
  it.each([21, 127])(
    '(CMS %i) is tried twice, however often it was handed back unsent before',
    async (code) => {
      const { route, clock, modem } = await ready();
      const { messageId } = part(clock);
      modem.results.push([`+CMS ERROR: ${code}`], [`+CMS ERROR: ${code}`]);
      const first = route.submit(part(clock, { messageId, attempt: 7 }));
      await clock.advance(0);
      expect(await first).toMatchObject({ kind: 'retry' });
      const second = route.submit(part(clock, { messageId, attempt: 8 }));
      await clock.advance(0);
      expect(await second).toMatchObject({ kind: 'refused', blame: 'route' });
      await stop(route);
    },
  );

  it('counts as refused once, however many parts of the attempt are refused', async () => {
    const { route, clock, modem } = await ready();
    const { messageId } = part(clock);
    for (const number of [1, 2]) {
      modem.results.push(['+CMS ERROR: 21']);
      const outcome = route.submit(part(clock, { messageId, part: number, parts: 2 }));
      await clock.advance(0);
      expect(await outcome).toMatchObject({ kind: 'retry' });
    }
    await stop(route);
  });
});

describe('a temporary error', () => {
  it('while there is no network is not blamed on the modem: the route waits for a network', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMS ERROR: 331']);
    modem.replies.set('AT+CREG?', ['+CREG: 0,2', 'OK']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'retry' });
    expect(route.status()).toMatchObject({ state: 'down', reason: 'no network: searching' });
    await clock.advance(3_600_000);
    expect(modem.heard).not.toContain('AT+CFUN=1,1');
    expect(modem.opened).toBe(1);
    modem.replies.set('AT+CREG?', ['+CREG: 0,1', 'OK']);
    await clock.advance(5000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});

describe('the late result of a part that timed out', () => {
  it('that is an error before the prompt of the next message fails neither of the two messages', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    void route.submit(part(clock, { to: '+33639980007' as Msisdn }));
    await clock.advance(RESULT_MS + 10_000);
    modem.prompt = '\r\n+CMS ERROR: 28\r\n\r\n> ';
    const { messageId } = part(clock);
    const next = route.submit(part(clock, { messageId }));
    await clock.advance(0);
    expect(await next).toMatchObject({ kind: 'retry' });
    expect(modem.pdus).toHaveLength(1);
    modem.prompt = '\r\n> ';
    await clock.advance(5000);
    const again = route.submit(part(clock, { messageId, attempt: 2 }));
    await clock.advance(0);
    expect(await again).toMatchObject({ kind: 'accepted' });
    await stop(route);
  });

  it('is not assumed when no result is awaited: an error then fails the message that is being sent', async () => {
    const { route, clock, modem } = await ready();
    modem.prompt = '\r\n+CMS ERROR: 304\r\n';
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'refused', blame: 'message' });
    await stop(route);
  });
});

describe('a modem that is unplugged between +CMGS and its OK', () => {
  it('has accepted the message', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMGS: 9']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    modem.unplug();
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted', carrierRef: '9/33639980001' });
    await stop(route);
  });
});

describe('a modem that restarted unnoticed into text mode', () => {
  it('gets no PDU that it would send as text to a number of two digits', async () => {
    const { route, clock, modem } = await ready();
    let textMode = true;
    modem.onCommand = (command) => {
      if (command === 'AT+CMGF=0') textMode = false;
      else if (command.startsWith('AT+CMGS=')) expect(textMode).toBe(false);
    };
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    await stop(route);
  });

  it('that then refuses PDU mode gets no message, and is brought up again', async () => {
    const { route, clock, modem } = await ready();
    modem.replies.set('AT+CMGF=0', ['+CME ERROR: 11']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'retry' });
    expect(modem.heard.filter((command) => command.startsWith('AT+CMGS='))).toEqual([]);
    modem.replies.set('AT+CMGF=0', ['OK']);
    await clock.advance(5000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });
});
