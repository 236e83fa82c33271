import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Owner } from '../../../../src/domain/access/token.ts';
import type { Message } from '../../../../src/domain/messages/message.ts';
import { type MessageId, parseMessageId } from '../../../../src/domain/messages/message-id.ts';
import { toMsisdn } from '../../../../src/domain/messages/msisdn.ts';
import { priorities } from '../../../../src/domain/messages/priority.ts';
import { states } from '../../../../src/domain/messages/state.ts';
import { iso, messageJson, messageView, viewMessage } from '../../../../src/http/v1/messages/message-view.ts';

const time = fc.integer({ min: 0, max: Date.UTC(2094, 0, 1) });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const number = toMsisdn('+33639980001') ?? expect.fail();

/** The type demands every field of a message, also one that may be left out. */
const values: { readonly [K in keyof Required<Message>]: fc.Arbitrary<Message[K]> } = {
  id: fc.maxSafeNat().map((id) => id as MessageId),
  to: fc.constant(number),
  from: maybe(fc.string()),
  text: fc.string({ unit: 'binary' }),
  state: fc.constantFrom(...states),
  reason: maybe(fc.string({ unit: 'binary' })),
  priority: fc.constantFrom(...priorities),
  encoding: fc.constantFrom('gsm7' as const, 'ucs2' as const),
  flash: fc.boolean(),
  parts: fc.integer({ min: 1, max: 255 }),
  reference: maybe(fc.string()),
  route: maybe(fc.string()),
  possibleDuplicate: fc.boolean(),
  createdAt: time,
  dueAt: time,
  validUntil: time,
  sentAt: maybe(time),
  finalAt: maybe(time),
  alert: maybe(fc.record({ id: fc.integer({ min: 1 }), wave: fc.integer({ min: 1 }) })),
  owner: fc.string(),
};
const message: fc.Arbitrary<Message> = fc.record(values);

const owner: fc.Arbitrary<Owner> = fc.record({
  kind: fc.constantFrom('user' as const, 'system' as const),
  // Ids are of letters, digits, - and _ and a colon.
  id: fc.stringMatching(/^[\w:-]{1,20}$/),
  name: fc.string({ unit: 'binary' }),
});

test('the fast JSON of a message equals JSON.stringify of its view, whatever the text', () => {
  fc.assert(
    fc.property(message, owner, (one, who) => {
      const view = viewMessage(one, who);
      expect(messageJson(view)).toBe(JSON.stringify(view));
    }),
  );
});

test('every message fits the schema of the API, with null for unknown values', () => {
  fc.assert(
    fc.property(message, owner, (one, who) => {
      const view = messageView.parse(JSON.parse(messageJson(viewMessage(one, who))));
      expect(view.reason).toBe(one.reason ?? null);
      expect(view.sentAt === null).toBe(one.sentAt === undefined);
      expect([view.alert, view.wave]).toEqual([one.alert?.id ?? null, one.alert?.wave ?? null]);
      expect(parseMessageId(view.id)).toBe(one.id);
    }),
  );
});

test('times in the API are UTC with milliseconds, as toISOString writes them, in whatever order they are written', () => {
  fc.assert(
    fc.property(fc.array(time, { minLength: 1, maxLength: 20 }), (times) => {
      for (const ms of [...times, ...times.map((one) => one + 86_400_000), ...times]) {
        expect(iso(ms)).toBe(new Date(ms).toISOString());
      }
    }),
  );
});
