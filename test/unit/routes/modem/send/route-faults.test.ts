import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import type { Outcome } from '../../../../../src/domain/messages/outcome.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';

const RESULT_MS = 180_000;

/** The outcome, if it has come; fails the test if it hasn't. */
const settled = async (outcome: Promise<Outcome>): Promise<Outcome> =>
  Promise.race([
    outcome,
    new Promise<never>((_, reject) => setImmediate(() => reject(new Error('no outcome')))),
  ]);

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

  it('is brought back in step with ESC and AT, never with Ctrl-Z', async () => {
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

  it('before the prompt has surely not sent the part: it is retried, and no PDU was written', async () => {
    const { route, clock, modem } = await ready();
    modem.prompt = undefined;
    const outcome = route.submit(part(clock));
    await clock.advance(10_000);
    expect(await settled(outcome)).toMatchObject({ kind: 'retry' });
    expect(modem.pdus).toEqual([]);
    await stop(route);
  });

  it('to every command has its line closed and opened again', async () => {
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
    expect(told.late).toMatchObject([{ outcome: { kind: 'refused', blame: 'message' } }]);
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

  it('before the prompt has surely not sent the part', async () => {
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

describe('an error of the modem after the PDU', () => {
  const submitWith = async (code: number) => {
    const made = await ready();
    made.modem.results.push([`+CMS ERROR: ${code}`]);
    const sent = part(made.clock);
    const outcome = made.route.submit(sent);
    await made.clock.advance(0);
    return { ...made, outcome: await settled(outcome), messageId: sent.messageId };
  };

  it('about the number fails the message, and the next message goes out at once', async () => {
    const { route, clock, modem, outcome } = await submitWith(28);
    expect(outcome).toMatchObject({ kind: 'refused', blame: 'message' });
    const next = route.submit(part(clock, { to: '+33639980002' as Msisdn }));
    await clock.advance(0);
    expect(await settled(next)).toMatchObject({ kind: 'accepted' });
    expect(modem.pdus).toHaveLength(2);
    await stop(route);
  });

  it('about the SIM quarantines the SIM and fails no message: it may go by another route, or later', async () => {
    const { route, clock, outcome } = await submitWith(10);
    expect(outcome).toMatchObject({ kind: 'retry', afterMs: 0 });
    expect(route.status()).toMatchObject({ state: 'down', room: 0 });
    expect(route.status().reason).toMatch(/SIM is set aside until .*call barred/);
    await clock.advance(16 * 60_000);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('about the SIM keeps the SIM quarantined in another port', async () => {
    const { route, clock, modem } = await submitWith(10);
    modem.unplug();
    await clock.advance(10_000);
    expect(modem.opened).toBe(2);
    expect(route.status().reason).toMatch(/SIM is set aside/);
    await stop(route);
  });

  it('that is temporary has the part retried later, and the modem rests', async () => {
    const { route, clock, outcome } = await submitWith(42);
    expect(outcome).toMatchObject({ kind: 'retry', throttled: true, afterMs: 2000 });
    expect(route.status()).toMatchObject({ state: 'degraded', room: 0 });
    await clock.advance(2000);
    expect(route.status()).toMatchObject({ state: 'up', room: 3 });
    await stop(route);
  });

  it('about a duplicate counts the message as sent', async () => {
    const { route, outcome } = await submitWith(197);
    expect(outcome).toMatchObject({ kind: 'accepted', carrier: '208010000000001' });
    await stop(route);
  });

  it('about a full memory has it emptied, then the part is tried again', async () => {
    const { route, clock, modem, outcome } = await submitWith(322);
    expect(outcome).toMatchObject({ kind: 'retry' });
    await clock.advance(0);
    expect(modem.heard.slice(-1)).toEqual(['AT+CMGL=4']);
    await stop(route);
  });

  it.each([21, 127])(
    'that has an unclear cause (CMS %i) has the part tried once more, and then refused by this route',
    async (code) => {
      const { route, clock, modem, outcome, messageId } = await submitWith(code);
      expect(outcome).toMatchObject({ kind: 'retry', afterMs: 10_000, throttled: false });
      expect(route.status().state).toBe('up');
      modem.results.push([`+CMS ERROR: ${code}`]);
      const again = route.submit(part(clock, { messageId, attempt: 2 }));
      await clock.advance(0);
      expect(await settled(again)).toMatchObject({ kind: 'refused', blame: 'route' });
      expect(route.status().state).toBe('up');
      await stop(route);
    },
  );

  it('that is temporary hands back a waiting message, but no part of a message that has begun', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMS ERROR: 42']);
    const troubled = route.submit(part(clock));
    const waiting = route.submit(part(clock));
    await clock.advance(0);
    expect(await settled(troubled)).toMatchObject({ kind: 'retry' });
    expect(await settled(waiting)).toMatchObject({ kind: 'retry', afterMs: 0 });
    expect(modem.pdus).toHaveLength(1);
    await clock.advance(2000);

    modem.results.push(['+CMS ERROR: 42']);
    const other = route.submit(part(clock, { messageId: 5 as never, part: 1, parts: 1 }));
    const begun = route.submit(part(clock, { messageId: 6 as never, part: 2, parts: 2 }));
    await clock.advance(0);
    expect(await settled(other)).toMatchObject({ kind: 'retry' });
    await clock.advance(4000);
    expect(await settled(begun)).toMatchObject({ kind: 'accepted' });
    await stop(route);
  });
});

describe('long messages', () => {
  it('leave in order, with the link kept open between the parts', async () => {
    const { route, clock, modem } = await ready();
    const parts = [1, 2, 3].map((number) => part(clock, { messageId: 5 as never, part: number, parts: 3 }));
    modem.heard.length = 0;
    const outcomes: Outcome[] = [];
    const submit = async (index: number): Promise<void> => {
      const one = parts[index];
      if (one !== undefined) outcomes.push(await route.submit(one));
    };
    const firstTwo = [submit(0), submit(1)];
    await clock.advance(0);
    await Promise.all(firstTwo);
    const third = submit(2);
    await clock.advance(0);
    await third;
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(modem.pdus.map((pdu) => /06080400070(\d{3})/.exec(pdu)?.[1])).toEqual(['301', '302', '303']);
    expect(modem.heard[0]).toBe('AT+CMMS=2');
    await stop(route);
  });

  it('stop at a failed part: the later parts that wait are not sent', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMS ERROR: 28']);
    const first = route.submit(part(clock, { messageId: 5 as never, part: 1, parts: 2 }));
    const second = route.submit(part(clock, { messageId: 5 as never, part: 2, parts: 2 }));
    await clock.advance(0);
    expect(await settled(first)).toMatchObject({ kind: 'refused' });
    expect(await settled(second)).toMatchObject({ kind: 'retry' });
    expect(modem.pdus).toHaveLength(1);
    await stop(route);
  });
});

describe('noise on the line', () => {
  it('between every two octets of the dialogue loses nothing', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['RING', '+CREG: 1', '+CMGS: 5', '^RSSI:17', 'NO CARRIER', 'OK']);
    modem.prompt = '\r\nRING\r\n\r\n^BOOT:1,2,3\r\n\r\n+CREG: 5\r\n\r\n>';
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await settled(outcome)).toMatchObject({ kind: 'accepted', carrierRef: '5/33639980001' });
    await stop(route);
  });

  it('with a +CMGS before the prompt does not settle the part', async () => {
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

describe('a part that is not sent', () => {
  it('is one whose validity ended while it waited', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    void route.submit(part(clock));
    await clock.advance(0);
    const late = route.submit(part(clock, { validUntil: clock.now() + 1000 }));
    await clock.advance(5000);
    modem.say('+CMGS: 1', 'OK');
    await clock.advance(0);
    expect(await settled(late)).toMatchObject({ kind: 'retry', reason: expect.stringMatching(/validity/) });
    expect(modem.pdus).toHaveLength(1);
    await stop(route);
  });

  it('is one that does not fit in one short message: it fails without a command to the modem', async () => {
    const { route, clock, modem } = await ready();
    const outcome = route.submit(part(clock, { text: 'x'.repeat(161) }));
    await clock.advance(0);
    expect(await settled(outcome)).toMatchObject({ kind: 'refused', blame: 'message' });
    expect(modem.pdus).toEqual([]);
    await stop(route);
  });

  it('is one beyond the window of the route', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    for (let i = 0; i < 3; i++) void route.submit(part(clock));
    expect(route.status()).toMatchObject({ room: 0, inFlight: 3 });
    expect(await settled(route.submit(part(clock)))).toMatchObject({ kind: 'retry' });
    await stop(route);
  });

  it('is one submitted before the modem is up', async () => {
    const { route, clock, modem } = await ready();
    modem.unplug();
    await clock.advance(0);
    expect(await settled(route.submit(part(clock)))).toMatchObject({ kind: 'retry' });
    await stop(route);
  });
});

describe('a SIM with limits', () => {
  it('takes parts until a limit is reached, then shows the reason and is checked again', async () => {
    const { route, clock, simRepository } = await ready({ config: { limits: { perHour: 2 } } });
    expect(route.status().modem?.simLimitLeft).toBe(2);
    for (let i = 0; i < 2; i++) {
      const outcome = route.submit(part(clock));
      await clock.advance(0);
      expect(await settled(outcome)).toMatchObject({ kind: 'accepted' });
    }
    expect(simRepository.counted).toEqual(['8933150319000000018', '8933150319000000018']);
    expect(route.status()).toMatchObject({ state: 'degraded', room: 0, modem: { simLimitLeft: 0 } });
    expect(route.status().reason).toMatch(/limit of 2 parts in any hour/);
    simRepository.used = 1;
    await clock.advance(6 * 60_000);
    expect(route.status()).toMatchObject({ state: 'up', room: 1 });
    await stop(route);
  });
});

describe('graceful shutdown of a modem route', () => {
  it('waits for the result of the part that is being sent', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    const stopped = route.stop(new AbortController().signal);
    modem.say('+CMGS: 3', 'OK');
    await clock.advance(0);
    await stopped;
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    expect(clock.pending).toBe(0);
  });

  it('leaves the part without a result uncertain when its time is up, and hands back the waiting parts', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(undefined);
    const sending = route.submit(part(clock));
    const waiting = route.submit(part(clock));
    await clock.advance(0);
    const controller = new AbortController();
    const stopped = route.stop(controller.signal);
    expect(await settled(waiting)).toMatchObject({ kind: 'retry' });
    controller.abort();
    await stopped;
    expect(await sending).toMatchObject({ kind: 'uncertain' });
    expect(modem.isOpen).toBe(false);
    expect(clock.pending).toBe(0);
  });
});

describe('a service centre that the network does not know', () => {
  it('is read and logged, and the message may take another route, or wait', async () => {
    const { route, clock, modem } = await ready();
    modem.results.push(['+CMS ERROR: 330']);
    modem.heard.length = 0;
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await settled(outcome)).toMatchObject({ kind: 'retry', afterMs: 2000 });
    expect(modem.heard.at(-1)).toBe('AT+CSCA?');
    expect(route.status().state).toBe('degraded');
    await stop(route);
  });

  it('can be configured, and is then part of the PDU: nothing is written to the SIM', async () => {
    const { route, clock, modem } = await ready({ config: { smsc: '+33199000000' } });
    void route.submit(part(clock));
    await clock.advance(0);
    expect(modem.pdus[0]).toMatch(/^07913391090000F0/);
    expect(modem.heard.filter((command) => command.startsWith('AT+CSCA='))).toEqual([]);
    await stop(route);
  });
});
