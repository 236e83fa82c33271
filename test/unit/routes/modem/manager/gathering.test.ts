import { describe, expect, test } from 'vitest';
import type { MessageId } from '../../../../../src/domain/messages/message-id.ts';
import type { OutgoingPart } from '../../../../../src/domain/routes/route.ts';
import { Gathering } from '../../../../../src/routes/modem/manager/send/gathering.ts';
import { makePart } from '../../../../support/modem/part.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

const rig = () => {
  const clock = new VirtualClock();
  const gathering = new Gathering(clock);
  const part = (own: Partial<OutgoingPart>) => makePart(clock.now(), { messageId: 3 as MessageId, ...own });
  return { clock, gathering, part };
};

describe('gathering the parts of a message', () => {
  test('gives the whole text once all parts are there, in whatever order they come', async () => {
    const { gathering, part } = rig();
    const outcomes = [2, 3, 1].map((nth) => gathering.add(part({ part: nth, parts: 3, text: `${nth}` })));
    expect(gathering.missing).toBe(0);
    const message = gathering.next();
    expect(message?.text).toBe('123');
    message?.settle(({ part: nth }) => ({ kind: 'accepted', carrier: 'c', carrierRef: `${nth}` }));
    expect(await Promise.all(outcomes)).toMatchObject([
      { carrierRef: '2' },
      { carrierRef: '3' },
      { carrierRef: '1' },
    ]);
  });

  test('keeps two messages and two attempts apart', () => {
    const { gathering, part } = rig();
    void gathering.add(part({ part: 1, parts: 2, text: 'a' }));
    void gathering.add(part({ part: 2, parts: 2, text: 'x', attempt: 2 }));
    void gathering.add(part({ part: 2, parts: 2, text: 'y', messageId: 4 as MessageId }));
    expect(gathering.next()).toBeUndefined();
    expect(gathering).toMatchObject({ messages: 3, parts: 3, missing: 3 });
    void gathering.add(part({ part: 2, parts: 2, text: 'b' }));
    expect(gathering.next()?.text).toBe('ab');
  });

  test('hands the parts back as unsent when the others do not come', async () => {
    const { clock, gathering, part } = rig();
    const outcome = gathering.add(part({ part: 2, parts: 2 }));
    await clock.advance(10_000);
    expect(await outcome).toMatchObject({ kind: 'retry', evidence: 'not handed to the modem' });
    expect(gathering.messages).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('waits anew after each part', async () => {
    const { clock, gathering, part } = rig();
    for (let nth = 1; nth <= 5; nth++) {
      void gathering.add(part({ part: nth, parts: 5, text: `${nth}` }));
      await clock.advance(9000);
    }
    expect(gathering.next()?.text).toBe('12345');
  });
});
