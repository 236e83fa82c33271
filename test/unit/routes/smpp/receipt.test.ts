import { describe, expect, test } from 'vitest';
import { encodeUcs2 } from '../../../../src/domain/text/ucs2.ts';
import { readDelivery } from '../../../../src/protocols/smpp/delivery.ts';
import { readReceipt } from '../../../../src/routes/smpp/receive/receipt.ts';
import { cstring, type DeliverSm, deliverSm, pdu, tlv } from '../../../support/smpp/scripted-smsc.ts';
import { receiptDialects } from './receipt-dialects.ts';

const RECEIPTED_MESSAGE_ID = 0x1e;
const MESSAGE_STATE = 0x427;
const NETWORK_ERROR_CODE = 0x423;

const receiptIn = (frame: Buffer) => {
  const delivery = readDelivery(frame);
  if ('fault' in delivery) throw new Error(delivery.fault);
  return readReceipt(delivery);
};

const receipt = (fields: DeliverSm) => receiptIn(deliverSm({ esmClass: 0x04, ...fields }));

const text = (words: string) => Buffer.from(words, 'latin1');

const APPENDIX_B =
  'id:123 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:Leave';

describe('a receipt is read from a carrier that writes it with', () => {
  test.each(receiptDialects.map((one) => [one.name, one] as const))(
    'this form: %s',
    (_, { text: words, id, state, reason }) => {
      expect(receipt({ octets: text(words) })).toMatchObject({
        id,
        state,
        ...(reason !== undefined && { reason }),
        ...(state === 'delivered' && { reason: undefined }),
      });
    },
  );

  test('each of at least thirty forms', () => expect(receiptDialects.length).toBeGreaterThanOrEqual(30));
});

describe('the evidence of a receipt that quotes our message', () => {
  const FIELDS = 'id:123 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000';
  test.each([
    [`${FIELDS} text:OK 482137`, `${FIELDS} text:…`],
    [`${FIELDS} Text: OK 482137 err:1`, `${FIELDS} Text:…`],
    ['text:OK 482137 id:123 stat:DELIVRD', 'text:… id:123 stat:DELIVRD'],
    ['id:123 stat:DELIVRD', 'id:123 stat:DELIVRD'],
  ])('holds nothing of the quote, which may be a code: %j', (written, evidence) => {
    expect(receipt({ octets: text(written) })?.evidence).toBe(evidence);
  });
});

describe('the TLVs and the text of a receipt', () => {
  test('make a receipt if there are TLVs alone and the text is empty', () => {
    const tlvs = [tlv(RECEIPTED_MESSAGE_ID, cstring('4F2A')), tlv(MESSAGE_STATE, Buffer.of(2))];
    expect(receipt({ tlvs })).toMatchObject({ id: '4F2A', state: 'delivered' });
    expect(receipt({ tlvs, esmClass: 0 })).toMatchObject({ id: '4F2A', state: 'delivered' });
  });

  test('contradict each other: the TLVs win over the text', () => {
    const tlvs = [tlv(RECEIPTED_MESSAGE_ID, cstring('4F2A')), tlv(MESSAGE_STATE, Buffer.of(5))];
    expect(receipt({ octets: text(APPENDIX_B), tlvs })).toMatchObject({ id: '4F2A', state: 'undelivered' });
  });

  test('give the state of the text if the TLVs have no known state', () => {
    const tlvs = [tlv(RECEIPTED_MESSAGE_ID, cstring('')), tlv(MESSAGE_STATE, Buffer.of(99))];
    expect(receipt({ octets: text(APPENDIX_B), tlvs })).toMatchObject({ id: '123', state: 'delivered' });
  });

  test('give the whole receipted_message_id, even without its NUL', () => {
    const tlvs = [tlv(RECEIPTED_MESSAGE_ID, text('4F2A')), tlv(MESSAGE_STATE, Buffer.of(2))];
    expect(receipt({ tlvs })?.id).toBe('4F2A');
  });

  test('give the network’s error code as part of the reason', () => {
    const tlvs = [tlv(MESSAGE_STATE, Buffer.of(5)), tlv(NETWORK_ERROR_CODE, Buffer.of(3, 0, 27))];
    expect(receipt({ octets: text('id:1 err:006'), tlvs })?.reason).toBe(
      'could not be delivered (UNDELIV, err 006, network error 3/27)',
    );
  });

  test.each([
    [0, 'intermediate'],
    [1, 'intermediate'],
    [2, 'delivered'],
    [3, 'undelivered'],
    [4, 'undelivered'],
    [5, 'undelivered'],
    [6, 'intermediate'],
    [7, 'intermediate'],
    [8, 'undelivered'],
    [9, 'undelivered'],
    [10, 'intermediate'],
  ])('give for message_state %i the state %s', (state, expected) => {
    expect(receipt({ tlvs: [tlv(MESSAGE_STATE, Buffer.of(state))] })?.state).toBe(expected);
  });

  test('are kept as evidence, with the vendor’s TLVs', () => {
    const tlvs = [
      tlv(RECEIPTED_MESSAGE_ID, cstring('7')),
      tlv(MESSAGE_STATE, Buffer.of(2)),
      tlv(NETWORK_ERROR_CODE, Buffer.of(3, 0, 0)),
      tlv(0x1403, text('20801')),
    ];
    expect(receipt({ octets: text('id:7'), tlvs })?.evidence).toBe(
      'id:7 | receipted_message_id 7 | message_state 2 | network_error_code 030000 | TLV 0x1403 3230383031',
    );
  });
});

test('a receipt with TLVs as long as a PDU allows has its evidence cut, and its id cut to 255 characters like that of a response', () => {
  const long = Buffer.alloc(60_000, 'F');
  const tlvs = [tlv(RECEIPTED_MESSAGE_ID, long), tlv(MESSAGE_STATE, Buffer.of(2)), tlv(0x1403, long)];
  const read = receipt({ tlvs, octets: text(APPENDIX_B) });
  expect(read?.id).toBe('F'.repeat(255));
  expect(read?.evidence.length).toBeLessThan(5000);
});

describe('the octets of a receipt’s text', () => {
  test('are read as ASCII though data_coding says UCS-2', () => {
    expect(receipt({ octets: text(APPENDIX_B), dataCoding: 8 })).toMatchObject({
      id: '123',
      state: 'delivered',
    });
  });

  test('are read as UCS-2 where their first octet is 0', () => {
    expect(receipt({ octets: encodeUcs2(APPENDIX_B), dataCoding: 8 })).toMatchObject({ id: '123' });
  });

  test('may follow a user data header', () => {
    const octets = Buffer.concat([Buffer.of(5, 0, 3, 1, 1, 1), text(APPENDIX_B)]);
    expect(receipt({ octets, esmClass: 0x44 })).toMatchObject({ id: '123', state: 'delivered' });
  });

  test('may come in message_payload', () => {
    expect(receipt({ tlvs: [tlv(0x424, text(APPENDIX_B))] })).toMatchObject({
      id: '123',
      state: 'delivered',
    });
  });
});

test('a receipt may come in data_sm', () => {
  const body = Buffer.concat([
    cstring(''),
    Buffer.of(1, 1),
    cstring('33639980001'),
    Buffer.of(5, 0),
    cstring('PREFECTURE'),
    Buffer.of(0x04, 0, 0),
    tlv(RECEIPTED_MESSAGE_ID, cstring('55')),
    tlv(MESSAGE_STATE, Buffer.of(2)),
  ]);
  expect(receiptIn(pdu(0x103, 0, 1, body))).toMatchObject({
    id: '55',
    state: 'delivered',
    to: '+33639980001',
  });
});

describe('a delivery (deliver_sm) counts as a receipt', () => {
  test('if its text has all the fields of a receipt, without any flag', () => {
    expect(receipt({ esmClass: 0, octets: text(APPENDIX_B) })).toMatchObject({ id: '123', unmarked: true });
    expect(receipt({ octets: text(APPENDIX_B) })).toMatchObject({ id: '123', unmarked: false });
  });

  test('of the default esm_class, if it has an id and a message_state that SMPP defines', () => {
    const state = tlv(MESSAGE_STATE, Buffer.of(2));
    const tlvs = [tlv(RECEIPTED_MESSAGE_ID, cstring('4F2A')), state];
    expect(receipt({ esmClass: 0, octets: text('Leave'), tlvs })).toMatchObject({
      id: '4F2A',
      state: 'delivered',
      unmarked: false,
    });
    expect(receipt({ esmClass: 0, octets: text('id:7 err:0'), tlvs: [state] })).toMatchObject({ id: '7' });
  });

  test('of the receipt esm_class without a readable id: it is kept as evidence, never as an empty message', () => {
    expect(receipt({ octets: text('thank you') })).toMatchObject({ id: '', state: 'intermediate' });
    expect(receipt({ octets: text('') })).toMatchObject({ id: '', evidence: 'no text' });
    expect(receipt({ esmClass: 0x24, octets: text('') })).toMatchObject({ id: '' });
  });

  test('of any esm_class, if it is empty and has a receipted_message_id', () => {
    const tlvs = [tlv(RECEIPTED_MESSAGE_ID, cstring('4F2A'))];
    for (const esmClass of [0, 0x08, 0x10]) {
      expect(receipt({ esmClass, octets: text(''), tlvs })).toMatchObject({ id: '4F2A', unmarked: false });
    }
  });

  test.each([
    ['free text beside a receipted_message_id', 0, 'We are on the roof', []],
    ['an acknowledgement in words beside a receipted_message_id', 0x10, 'OK, understood', []],
    ['free text beside a message_state that nobody can read', 0, 'We are on the roof', [99]],
    ['words that only look like a receipt', 0, 'id: 12, please call me. Status: bad', []],
  ])('but not %s (a carrier may put the TLV on every message)', (_, esmClass, words, states) => {
    const tlvs = [
      tlv(RECEIPTED_MESSAGE_ID, cstring('4F2A')),
      ...states.map((state) => tlv(MESSAGE_STATE, Buffer.of(state))),
    ];
    expect(receipt({ esmClass, octets: text(words), tlvs })).toBeUndefined();
  });

  test('but not free text beside a message_state, without an id', () => {
    const tlvs = [tlv(MESSAGE_STATE, Buffer.of(2))];
    expect(receipt({ esmClass: 0, octets: text('We are on the roof'), tlvs })).toBeUndefined();
  });

  test('if it is an intermediate notification (esm_class 0x20)', () => {
    expect(receipt({ esmClass: 0x20, octets: text('id:1 stat:ENROUTE') })).toMatchObject({
      state: 'intermediate',
    });
  });

  test('if it is an acknowledgement by the phone (esm_class 0x08) that names a message', () => {
    expect(receipt({ esmClass: 0x08, octets: text('id:1 stat:DELIVRD') })).toMatchObject({
      id: '1',
      unmarked: true,
    });
  });

  test.each([
    ['a message of a person', 0, 'id:please call me, stat:urgent'],
    ['a text that begins like a receipt', 0, 'id:12 stat:DELIVRD'],
    ['an acknowledgement by a person in words', 0x10, 'OK, understood'],
    ['an empty delivery', 0, ''],
  ])('but not %s', (_, esmClass, words) => {
    expect(receipt({ esmClass, octets: text(words) })).toBeUndefined();
  });
});

test('the sender of a receipt without a flag is read whatever its type of number: it is only compared with the recipient', () => {
  const fields = { esmClass: 0, sourceTon: 0, source: '33639980001', octets: text(APPENDIX_B) };
  expect(receipt(fields)?.to).toBe('+33639980001');
});

describe('the recipient that a receipt names', () => {
  test.each([
    ['international', '33639980001', 1, '+33639980001'],
    ['with a plus', '+33639980001', 0, '+33639980001'],
    ['of unknown type: it may lack its country code, so it is not used', '33639980001', 0, undefined],
    ['national', '0639980001', 2, undefined],
    ['no number', 'PREFECTURE', 5, undefined],
    ['an empty address', '', 1, undefined],
  ])('is read or left out depending on the source address: %s', (_, source, sourceTon, to) => {
    expect(receipt({ source, sourceTon, octets: text('id:1 stat:DELIVRD') })?.to).toBe(to);
  });
});
