import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { newSecret, signedHeaders } from '../../../src/notify/signature.ts';

test('the signature of a webhook equals the example of the Standard Webhooks specification', () => {
  expect(
    signedHeaders(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330_999,
      '{"test": 2432232314}',
    ),
  ).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('the secret of a webhook is 32 random octets, and signs the UTF-8 of a body in any language', () => {
  const secret = newSecret();
  expect(secret).not.toBe(newSecret());
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  expect(key).toHaveLength(32);
  const { 'webhook-signature': signature } = signedHeaders(secret, 'evt_1', 1000, '{"a":"étage"}');
  const octets = Buffer.from('evt_1.1.{"a":"étage"}', 'utf8');
  expect(signature).toBe(`v1,${createHmac('sha256', key).update(octets).digest('base64')}`);
});
