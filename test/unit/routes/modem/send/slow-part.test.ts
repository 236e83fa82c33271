import { describe, expect, it } from 'vitest';
import type { MessageId } from '../../../../../src/domain/messages/message-id.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { settled } from '../../../../support/modem/settled.ts';

const critical = { priority: 'critical' } as const;

/** A modem that has a part and has not answered yet. */
const sending = async (own = {}) => {
  const made = await ready();
  made.modem.onPdu = () => undefined;
  const sent = part(made.clock, own);
  const outcome = made.route.submit(sent);
  await made.clock.advance(0);
  return { ...made, sent, outcome };
};

describe('a part that takes a modem long', () => {
  it('holds up no other message: after 10 s those behind it are handed back, and the modem takes none', async () => {
    const { route, clock } = await sending();
    const waiting = route.submit(part(clock));
    await clock.advance(9999);
    expect(route.status().room).toBe(1);
    await clock.advance(1);
    expect(await settled(waiting)).toMatchObject({ kind: 'retry', afterMs: 0, reason: 'the modem is slow' });
    expect(route.status()).toMatchObject({ state: 'up', room: 0, inFlight: 1 });
    await stop(route);
  });

  it('hands back all parts of a message that waits: one that stayed would keep the message from other routes', async () => {
    const { route, clock } = await sending();
    const message = { messageId: 6 as MessageId, parts: 2 };
    const parts = [1, 2].map((number) => route.submit(part(clock, { ...message, part: number })));
    await clock.advance(10_000);
    for (const each of parts)
      expect(await settled(each)).toMatchObject({ kind: 'retry', reason: 'the modem is slow' });
    await stop(route);
  });

  it('keeps the parts that follow it in its message, and the modem takes messages again once it has answered', async () => {
    const { route, clock, modem, outcome } = await sending({ messageId: 5 as MessageId, parts: 2 });
    const second = route.submit(part(clock, { messageId: 5 as MessageId, part: 2, parts: 2 }));
    await clock.advance(20_000);
    modem.onPdu = undefined;
    modem.say('+CMGS: 1', 'OK');
    await clock.advance(0);
    expect(await settled(outcome)).toMatchObject({ kind: 'accepted' });
    expect(await settled(second)).toMatchObject({ kind: 'accepted' });
    expect(route.status().room).toBe(3);
    await stop(route);
  });
});

describe('a critical part without an answer', () => {
  it('is uncertain after half a minute, so that another route may send it; a later answer settles it', async () => {
    const { route, clock, modem, outcome, sent, told } = await sending(critical);
    await clock.advance(30_000);
    expect(await settled(outcome)).toMatchObject({ kind: 'uncertain', suspect: 'silent' });
    expect(told.late).toEqual([]);
    modem.say('+CMGS: 1', 'OK');
    await clock.advance(0);
    expect(told.late).toMatchObject([
      { key: { messageId: sent.messageId, attempt: 1, part: 1 }, outcome: { kind: 'accepted' } },
    ]);
    await stop(route);
  });

  it('takes along the parts that follow it in its message: they have surely not left', async () => {
    const { route, clock } = await sending({ ...critical, messageId: 5 as MessageId, parts: 2 });
    const second = route.submit(part(clock, { ...critical, messageId: 5 as MessageId, part: 2, parts: 2 }));
    await clock.advance(30_000);
    expect(await settled(second)).toMatchObject({ kind: 'retry' });
    await stop(route);
  });

  it('is awaited for longer by a modem that is known to be slow', async () => {
    const { route, clock, modem, outcome } = await sending({});
    await clock.advance(25_000);
    modem.say('+CMGS: 1', 'OK');
    await clock.advance(0);
    expect(await settled(outcome)).toMatchObject({ kind: 'accepted' });
    let answered = false;
    void route.submit(part(clock, critical)).then(() => {
      answered = true;
    });
    await clock.advance(99_000);
    expect(answered).toBe(false);
    await clock.advance(1000);
    expect(answered).toBe(true);
    await stop(route);
  });

  it('of another priority is awaited until the time of the profile', async () => {
    const { route, clock, outcome } = await sending({ priority: 'high' });
    let answered = false;
    void outcome.then(() => {
      answered = true;
    });
    await clock.advance(170_000);
    expect(answered).toBe(false);
    await clock.advance(20_000);
    expect(await settled(outcome)).toMatchObject({ kind: 'uncertain' });
    await stop(route);
  });
});
