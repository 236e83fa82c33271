import fc from 'fast-check';
import { PDU } from 'smpp';
import { describe, expect, test } from 'vitest';
import { encodeQuery, readQueryAnswer } from '../../../../src/routes/smpp/submit/query.ts';
import { cstring, pdu } from '../../../support/smpp/scripted-smsc.ts';
import { smppConfig } from '../../../support/smpp/smpp-samples.ts';

const config = smppConfig({ addresses: { alphanumeric: { ton: 5, npi: 9 } } });

describe('a query_sm', () => {
  test('names the message_id, and the source address of the submit_sm', () => {
    const frame = encodeQuery('4F2A', { kind: 'alphanumeric', text: 'PREFECTURE' }, config, 7);
    expect(PDU.fromBuffer(frame ?? Buffer.alloc(0))).toMatchObject({
      command: 'query_sm',
      sequence_number: 7,
      message_id: '4F2A',
      source_addr_ton: 5,
      source_addr_npi: 9,
      source_addr: 'PREFECTURE',
    });
  });

  test('has an empty source address where the submit_sm had none', () => {
    const frame = encodeQuery('1', undefined, config, 7);
    expect(frame?.subarray(16)).toEqual(Buffer.from('1\0\0\0\0', 'latin1'));
  });

  test.each(['x'.repeat(65), 'é', 'a\0b'])('is not sent for the id %j, which no query_sm can have', (id) => {
    expect(encodeQuery(id, undefined, config, 7)).toBeUndefined();
  });
});

describe('a query_sm_resp', () => {
  const answer = (...body: readonly Uint8Array[]) => pdu(0x80000003, 0, 7, Buffer.concat(body));
  const said = (state: number, error = 0, date = '261124120000000+') =>
    readQueryAnswer(answer(cstring('4F2A'), cstring(date), Buffer.of(state, error)));

  test.each([
    [2, 0, 'delivered', undefined],
    [3, 0, 'undelivered', 'not delivered before its validity ended (EXPIRED)'],
    [5, 6, 'undelivered', 'could not be delivered (UNDELIV, err 6)'],
    [8, 0, 'undelivered', 'rejected by the network or the phone (REJECTD)'],
    [1, 0, 'intermediate', 'on its way (ENROUTE)'],
    [7, 0, 'intermediate', 'the carrier does not know what became of it (UNKNOWN)'],
    [77, 0, 'intermediate', 'the receipt names no state that can be read (message_state 77)'],
  ])('of message_state %i and error_code %i is %s', (state, error, meaning, reason) => {
    expect(said(state, error)).toMatchObject({ state: meaning, reason });
  });

  test('is kept as evidence', () => {
    expect(said(5, 6)?.evidence).toBe(
      'query_sm_resp: message_state 5 (UNDELIV), final_date 261124120000000+, error_code 6',
    );
    expect(said(1, 0, '')?.evidence).toBe('query_sm_resp: message_state 1 (ENROUTE)');
  });

  test('without an error_code is still read', () => {
    expect(readQueryAnswer(answer(cstring('4F2A'), cstring(''), Buffer.of(2)))).toMatchObject({
      state: 'delivered',
    });
  });

  test('with an error, or cut short anywhere, gives no state', () => {
    expect(readQueryAnswer(pdu(0x80000003, 0x67, 7))).toBeUndefined();
    const whole = answer(cstring('4F2A'), cstring(''), Buffer.of(2, 0));
    for (let end = 16; end < whole.length - 2; end++) {
      expect(readQueryAnswer(whole.subarray(0, end))).toBeUndefined();
    }
  });

  test('never makes the reader throw, whatever octets it has', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (body) => {
        expect(['delivered', 'undelivered', 'intermediate', undefined]).toContain(
          readQueryAnswer(answer(body))?.state,
        );
      }),
    );
  });
});
