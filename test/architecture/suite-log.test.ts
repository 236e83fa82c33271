import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maskActor, maskNumber } from '../../src/kernel/log.ts';
import { leaksIn } from '../support/log/find-leaks.ts';
import { type Known, knownOf } from '../support/log/known.ts';
import { scanSuiteLog } from '../support/log/scan-suite.ts';
import { flushSuiteLog, keptLog, linesFile, quietLog } from '../support/log/suite-log.ts';

const TEXT = 'Montez sur la colline sans attendre';

let known: Known;
beforeAll(() => {
  known = knownOf([TEXT]);
});

const kinds = (fields: object, msg = 'a line'): readonly string[] => [
  ...new Set(
    leaksIn(JSON.stringify({ level: 'info', time: '2026-01-01T10:00:00.000Z', ...fields, msg }), known).map(
      ({ kind }) => kind,
    ),
  ),
];

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
/** Seven bits a character, as a modem shows the text of a message. */
const packed = (text: string): Buffer => {
  const octets: number[] = [];
  let bits = 0;
  let have = 0;
  for (const character of Buffer.from(text, 'latin1')) {
    bits |= character << have;
    have += 7;
    while (have >= 8) {
      octets.push(bits & 0xff);
      bits >>= 8;
      have -= 8;
    }
  }
  return Buffer.from([...octets, bits]);
};

describe('the scan of the log of the suite', () => {
  test.each([
    ['a number', 'number', { to: '+33639980000' }],
    ['a number without its plus', 'number', { reason: 'no route to 33639980000' }],
    ['a number with 00', 'number', { to: '0033639980000' }],
    ['a national number', 'number', { from: '0639980000' }],
    ['a national number in pairs', 'number', { from: '06 39 98 00 00' }],
    ['a number of another country in groups', 'number', { from: '+44 7700 900 123' }],
    ['the number of a phone that acts', 'number', { actor: 'phone:+33639980000' }],
    ['a number in an error', 'number', { err: { message: 'bad number +33639980000', stack: 'Error: x' } }],
    ['a text that was submitted', 'text', { text: TEXT }],
    ['three words of it', 'text', { reason: 'cannot send "sur la colline"' }],
    ['a text of the sources of the tests', 'text', { reason: 'Évacuez la zone de crête ?' }],
    ['a token', 'token', { token: 'tocsin_Ab3dEf6hIj9k_0123456789abcdefghijABCDEFGHIJ0123456789abc' }],
    ['a one-time password', 'password', { password: 'ab2d-ef3h-jk4m-np5q' }],
    ['the password of a carrier', 'password', { said: 'bind refused for s3cret' }],
    ['a code of approval', 'code', { reason: 'the code 493817 is wrong' }],
    ['the id of a session', 'secret', { session: 'h8Kd02mZq1LwX7rT5vB3nP9sYc4fGjA6eUiO0pQxW2k' }],
    ['a CSRF value', 'secret', { header: 'x-csrf-token: h8Kd02mZq1LwX7rT5vB3nP' }],
    ['the secret of an authenticator app', 'secret', { uri: 'otpauth: JBSWY3DPEHPK3PXPJBSWY3DP' }],
    ['a text as hex', 'text', { pdu: `0011000B91${Buffer.from(TEXT).toString('hex')}` }],
    ['a text as hex, in UCS-2', 'text', { pdu: `00${wide(TEXT).toString('hex').toUpperCase()}` }],
    ['a text as hex, packed', 'text', { pdu: `07913306${packed(TEXT).toString('hex').toUpperCase()}` }],
    ['a number as hex, with swapped digits', 'number', { pdu: '040B913336990800F00000' }],
    ['a text as base64', 'text', { octets: Buffer.from(TEXT).toString('base64') }],
    ['a text in a buffer', 'text', { octets: Buffer.from(TEXT) }],
  ])('finds %s', (_what, kind, fields) => {
    expect(kinds(fields)).toContain(kind);
  });

  test.each([
    ['a masked number', { phone: maskNumber('+33639980000'), actor: maskActor('phone:+33639980000') }],
    [
      'times, durations and counts',
      { at: '2026-11-26T10:11:12.123456Z', durationMs: 123_456, inAll: 639_980_000 },
    ],
    ['the head of the audit log', { row: 12, hash: 'a'.repeat(32) + '0123456789abcdef'.repeat(2) }],
    [
      'a path in a temporary folder',
      { err: { stack: 'Error: x\n    at open (/tmp/tocsin-aB3dEf/tocsin.db:12:34)' } },
    ],
    ['the id of a request', { requestId: 'aB3dEf6h.123456', method: 'POST', route: '/v1/messages/:id' }],
    ['words of the log itself', { reason: 'a message from a phone cannot be handled' }],
  ])('passes %s', (_what, fields) => {
    expect(kinds(fields)).toEqual([]);
  });

  describe('of a run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-scan-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    test('names the line, and masks what it has found', () => {
      writeFileSync(join(folder, '1-0.texts'), `${JSON.stringify('Restez à la maison')}\n`);
      writeFileSync(
        join(folder, '1-0.lines'),
        '{"msg":"fine"}\n{"to":"+33639980000","msg":"a"}\n{"why":"restez à la maison","msg":"b"}\n',
      );
      const { lines, leaks } = scanSuiteLog(folder);
      expect(lines).toBe(4);
      expect(leaks).toHaveLength(2);
      expect(leaks[0]).toMatch(/^number: .*"\+33… \(12 characters\)","msg":"a"/);
      expect(leaks.join()).not.toMatch(/39980000|restez à la/);
    });
  });

  test('has the lines of the logs of unit tests, errors with their stack', () => {
    keptLog(quietLog).warn({ err: new Error('broken'), route: 'suite-log-test' }, 'a line');
    flushSuiteLog();
    const kept = readFileSync(linesFile() ?? '', 'utf8');
    expect(kept).toMatch(
      /"message":"broken","stack":"Error: broken\\n.*"route":"suite-log-test","msg":"a line"/,
    );
  });
});
