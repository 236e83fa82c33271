import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportsCongestion } from '../../../../src/routes/smpp/link/congestion.ts';
import { cstring, pdu, tlv } from '../../../support/smpp/scripted-smsc.ts';

const CONGESTION_STATE = 0x0428;
const answer = (...body: readonly Uint8Array[]) => pdu(0x80000004, 0, 1, Buffer.concat(body));

test.each([
  [0, false],
  [89, false],
  [90, true],
  [100, true],
])('a submit_sm_resp with congestion_state %i reports congestion: %s', (state, congested) => {
  expect(reportsCongestion(answer(cstring('4F2A'), tlv(CONGESTION_STATE, Buffer.of(state))))).toBe(congested);
});

test('congestion_state is found behind other TLVs in a submit_sm_resp', () => {
  const other = tlv(0x1403, Buffer.from('vendor'));
  expect(reportsCongestion(answer(cstring(''), other, tlv(CONGESTION_STATE, Buffer.of(95))))).toBe(true);
});

test.each([
  ['no body', []],
  ['an id alone', [cstring('4F2A')]],
  ['an id without its NUL', [Buffer.from('4F2A')]],
  ['a congestion_state of two octets', [cstring('1'), tlv(CONGESTION_STATE, Buffer.of(95, 95))]],
  [
    'a congestion_state that runs past the end',
    [cstring('1'), tlv(CONGESTION_STATE, Buffer.of(95)).subarray(0, 4)],
  ],
  [
    'a TLV before congestion_state that runs past the end',
    [cstring('1'), Buffer.of(0x14, 3, 0xff, 0xff, 4, 0x28, 0, 1, 95)],
  ],
] as const)('a submit_sm_resp with %s reports no congestion', (_, body) => {
  expect(reportsCongestion(answer(...body))).toBe(false);
});

test('the reader of congestion_state neither fails nor hangs, whatever octets it gets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (body) => {
      expect(typeof reportsCongestion(answer(body))).toBe('boolean');
    }),
  );
});
