import { expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import { defaultSender } from '../../../src/intake/default-sender.ts';

const config = configSchema.parse({
  sender: 'GENERAL',
  senders: [
    { prefix: ['+33639', '+33199'], sender: 'PREFECTURE' },
    { prefix: ['+33'], sender: '36180' },
  ],
});

test.each([
  ['+33639980001', 'PREFECTURE'],
  ['+33199000001', 'PREFECTURE'],
  ['+33299000001', '36180'],
  ['+3199000001', 'GENERAL'],
])(
  'a message to %s gets the sender %s, by the first prefix of the configuration that matches',
  (to, sender) => {
    expect(defaultSender(config, toMsisdn(to))).toBe(sender);
  },
);

test('a message to an invalid number has the general sender, or none if there is none', () => {
  expect(defaultSender(config, undefined)).toBe('GENERAL');
  expect(defaultSender({ ...config, sender: undefined }, toMsisdn('+3199000001'))).toBeUndefined();
});
