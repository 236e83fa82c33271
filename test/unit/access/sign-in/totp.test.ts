import { expect, test } from 'vitest';
import { base32, codeOf, stepOf } from '../../../../src/access/sign-in/totp.ts';

const secret = Buffer.from('12345678901234567890');

// RFC 6238, appendix B, SHA-1: its codes have eight digits, of which ours are the last six.
test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('at %d s the code is the one of RFC 6238', (seconds, code) => {
  expect(codeOf(secret, Math.floor(seconds / 30))).toBe(code.slice(2));
  expect(stepOf(secret, code.slice(2), seconds * 1000)).toBe(Math.floor(seconds / 30));
});

test('a secret is written in base 32 as RFC 4648 has it', () => {
  expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
});

test.each(['', '12345', '1234567', '12345x', '１２３４５６'])('%j is no code of an app', (text) => {
  expect(stepOf(secret, text, 0)).toBeUndefined();
});
