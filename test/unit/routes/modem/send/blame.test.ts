import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import type { Outcome } from '../../../../../src/domain/messages/outcome.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';

const RESULT_MS = 180_000;

describe('a message whose PDU a modem calls malformed', () => {
  it.each([96, 304])(
    '(CMS %i) is left to a second route, and the log has an error: it may be a bug of the gateway',
    async (code) => {
      const { route, clock, modem, logged } = await ready();
      modem.results.push([`+CMS ERROR: ${code}`]);
      const outcome = route.submit(part(clock));
      await clock.advance(0);
      expect(await outcome).toMatchObject({ kind: 'refused', blame: 'messageOrRoute', suspect: 'quick' });
      expect(logged.filter(({ level }) => level === 'error')).toMatchObject([
        { message: expect.stringMatching(/a fault of the gateway if other routes say so too/) },
      ]);
      expect(route.status().state).toBe('up');
      await stop(route);
    },
  );

  it('is logged as an error, but a message to a refused number is not', async () => {
    const { route, clock, modem, logged } = await ready();
    modem.results.push(['+CMS ERROR: 28']);
    void route.submit(part(clock));
    await clock.advance(0);
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
    await stop(route);
  });
});

describe('a modem that calls every message malformed (CMS 304) until it is restarted', () => {
  const RESTART = 'AT+CFUN=1,1';
  const refuseAll = async () => {
    const made = await ready();
    made.modem.onPdu = () => made.modem.say('+CMS ERROR: 304');
    const send = async (own = {}) => {
      void made.route.submit(part(made.clock, own));
      await made.clock.advance(0);
    };
    return { ...made, send };
  };

  it('is restarted after the third message, and is then in service again', async () => {
    const { route, clock, modem, send } = await refuseAll();
    modem.onCommand = (command) => {
      if (command === RESTART) modem.onPdu = undefined;
    };
    await send();
    await send();
    expect(modem.heard).not.toContain(RESTART);
    await send();
    expect(modem.heard).toContain(RESTART);
    await clock.advance(60_000);
    expect(route.status().state).toBe('up');
    const next = route.submit(part(clock));
    await clock.advance(0);
    expect(await next).toMatchObject({ kind: 'accepted' });
    await stop(route);
  });

  it('is not restarted for one message, however often that is refused, nor if it sends others in between', async () => {
    const { route, clock, modem, send } = await refuseAll();
    const { messageId } = part(clock);
    for (let attempt = 1; attempt <= 5; attempt++) await send({ messageId, attempt });
    await send();
    const { onPdu } = modem;
    modem.onPdu = undefined;
    await send();
    modem.onPdu = onPdu;
    await send();
    await send();
    expect(modem.heard).not.toContain(RESTART);
    await stop(route);
  });

  it('is restarted again only after ten further messages, if the restart did not help', async () => {
    const { route, clock, modem, send } = await refuseAll();
    for (let i = 0; i < 13; i++) {
      await send();
      await clock.advance(60_000);
      const restarts = modem.heard.filter((command) => command === RESTART).length;
      expect([i, restarts]).toEqual([i, i < 2 ? 0 : i < 12 ? 1 : 2]);
    }
    await stop(route);
  });
});

describe('a message refused with an error whose cause may be the number or the network', () => {
  it.each([1, 21, 28, 127])(
    '(CMS %i) is left to a second route, however many parts are refused',
    async (code) => {
      const { route, clock, modem } = await ready();
      const { messageId } = part(clock);
      for (const number of [1, 2]) {
        modem.results.push([`+CMS ERROR: ${code}`]);
        const outcome = route.submit(part(clock, { messageId, part: number, parts: 2 }));
        await clock.advance(0);
        expect(await outcome).toMatchObject({ kind: 'refused', blame: 'messageOrRoute' });
      }
      await stop(route);
    },
  );
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

  /** A part had no result in time, and the modem is silent to the next SMS command. */
  const silentAgain = async () => {
    const late: Outcome[] = [];
    const { route, clock, modem } = await ready({ lateOutcome: (_key, outcome) => late.push(outcome) });
    modem.results.push(undefined);
    void route.submit(part(clock));
    await clock.advance(RESULT_MS + 10_000);
    modem.replies.set('AT+CMGF=0', undefined);
    const next = route.submit(part(clock, { to: '+33639980007' as Msisdn }));
    await clock.advance(5000);
    expect(await next).toMatchObject({ kind: 'retry' });
    return { route, clock, modem, late };
  };

  it('is not the late error of another command that timed out after it', async () => {
    const { route, clock, modem, late } = await silentAgain();
    modem.say('+CMS ERROR: 340');
    await clock.advance(0);
    expect(late).toEqual([]);
    modem.say('+CMS ERROR: 38');
    await clock.advance(0);
    expect(late).toMatchObject([{ kind: 'retry' }]);
    await stop(route);
  });

  it('may still be an acceptance, although another command timed out after it', async () => {
    const { route, clock, modem, late } = await silentAgain();
    modem.say('+CMGS: 7');
    await clock.advance(0);
    expect(late).toMatchObject([{ kind: 'accepted', carrierRef: '7/33639980001' }]);
    await stop(route);
  });

  it('may still be an error once a later command was answered', async () => {
    const { route, clock, modem, late } = await silentAgain();
    modem.replies.set('AT+CMGF=0', ['OK']);
    modem.prompt = '\r\n+CME ERROR: 100\r\n';
    void route.submit(part(clock, { to: '+33639980007' as Msisdn }));
    await clock.advance(5000);
    modem.say('+CMS ERROR: 38');
    await clock.advance(0);
    expect(late).toMatchObject([{ kind: 'retry' }]);
    await stop(route);
  });

  it('is not assumed when no result is awaited: an error then refuses the message that is being sent', async () => {
    const { route, clock, modem } = await ready();
    modem.prompt = '\r\n+CMS ERROR: 304\r\n';
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'refused', blame: 'messageOrRoute' });
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
