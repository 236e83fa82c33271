import { describe, expect, it } from 'vitest';
import { bindEsme, startCarrier } from '../../support/smpp/carrier.ts';
import type { SubmitFields } from '../../support/smpp/raw-esme.ts';
import { bodyText, cString, pduOf, submitPdu, tlv } from '../../support/smpp/raw-esme.ts';

const NUMBER = '+33639980001';
const wide = (total: number, part: number, reference = 0x0107) => [
  6,
  8,
  4,
  reference >> 8,
  reference & 0xff,
  total,
  part,
];
const letters = (length: number) => new Array<number>(length).fill(0x61);

const submitted = async (...all: readonly SubmitFields[]) => {
  const smsc = await startCarrier();
  const esme = await bindEsme(smsc);
  const statuses: number[] = [];
  for (const [index, fields] of all.entries()) {
    const { status, body } = await esme.ask(submitPdu(2 + index, fields));
    expect(body.length > 0).toBe(status === 0);
    statuses.push(status);
  }
  return { smsc, statuses };
};

describe('the simulated carrier delivers', () => {
  it('a message of one part, and gives it an id of its own', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const ids = [bodyText(await esme.ask(submitPdu(2))), bodyText(await esme.ask(submitPdu(3)))];
    expect(ids[0]).toMatch(/^\d+$/);
    expect(new Set(ids).size).toBe(2);
    expect(smsc.phones.shown(NUMBER)).toEqual([
      { from: 'PREFECTURE', text: 'The dam holds.', parts: 1 },
      { from: 'PREFECTURE', text: 'The dam holds.', parts: 1 },
    ]);
    expect(smsc.violations).toEqual([]);
  });

  it('the parts of a long text with 16-bit headers, 8-bit headers or SAR parameters, in any order', async () => {
    const sar = (total: number, part: number) => [
      tlv(0x020c, [0, 5]),
      tlv(0x020e, [total]),
      tlv(0x020f, [part]),
    ];
    const { smsc, statuses } = await submitted(
      { esmClass: 0x40, octets: [...wide(3, 3), 0x43] },
      { esmClass: 0x40, octets: [5, 0, 3, 7, 2, 2, 0x62] },
      { octets: [0x79], tlvs: sar(2, 2) },
      { esmClass: 0x40, octets: [...wide(3, 1), 0x41] },
      { octets: [0x78], tlvs: sar(2, 1) },
      { esmClass: 0x40, octets: [5, 0, 3, 7, 2, 1, 0x61] },
      { esmClass: 0x40, octets: [...wide(3, 2), 0x42] },
    );
    expect(statuses).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(smsc.phones.texts(NUMBER)).toEqual(['xy', 'ab', 'ABC']);
    expect(smsc.violations).toEqual([]);
  });

  it('a long text in message_payload, whole', async () => {
    const text = 'x'.repeat(1000);
    const { smsc } = await submitted({ octets: [], tlvs: [tlv(0x0424, Buffer.from(text))] });
    expect(smsc.phones.texts(NUMBER)).toEqual([text]);
    expect(smsc.violations).toEqual([]);
  });

  it('a part whose user data header is in message_payload', async () => {
    const { smsc } = await submitted(
      { esmClass: 0x40, octets: [], tlvs: [tlv(0x0424, [...wide(2, 2), 0x42])] },
      { esmClass: 0x40, octets: [], tlvs: [tlv(0x0424, [...wide(2, 1), 0x41])] },
    );
    expect(smsc.phones.texts(NUMBER)).toEqual(['AB']);
  });

  it('a message that came as data_sm', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const addresses = [
      cString(''),
      Buffer.of(5, 0),
      cString('PREFECTURE'),
      Buffer.of(1, 1),
      cString('33639980001'),
    ];
    const body = Buffer.concat([...addresses, Buffer.of(0, 1, 0), tlv(0x0424, Buffer.from('By data sm'))]);
    expect(await esme.ask(pduOf(0x103, 2, body))).toMatchObject({ command: 0x80000103, status: 0 });
    expect(smsc.phones.texts(NUMBER)).toEqual(['By data sm']);
    await esme.deliverSm();
    expect(smsc.violations).toEqual([]);
  });
});

describe('the simulated carrier answers query_sm', () => {
  const query = (id: string, from = 'PREFECTURE') =>
    pduOf(3, 50, Buffer.concat([cString(id), Buffer.of(5, 0), cString(from)]));

  it('for a message that is not delivered yet, and for a delivered one', async () => {
    const smsc = await startCarrier({ receiptDelayMs: 20 });
    const esme = await bindEsme(smsc);
    const id = bodyText(await esme.ask(submitPdu(2)));
    const before = await esme.ask(query(id));
    expect(before.body).toEqual(Buffer.concat([cString(id), cString(''), Buffer.of(1, 0)]));
    await esme.deliverSm();
    const after = (await esme.ask(query(id))).body.toString('latin1');
    expect(after).toMatch(new RegExp(`^${id}\0\\d{13}00\\+\0\x02\0$`));
  });

  it('with an error for an id that it never gave, and for messages from another sender', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const id = bodyText(await esme.ask(submitPdu(2)));
    expect(await esme.ask(query('1'))).toMatchObject({ status: 0x67 });
    expect(await esme.ask(query(id, 'MAIRIE'))).toMatchObject({ status: 0x67 });
    expect(await esme.ask(pduOf(3, 9, Buffer.from('no end')))).toMatchObject({ status: 2 });
    expect(smsc.stats.queries).toBe(3);
  });
});

describe('the simulated carrier refuses a submit_sm with', () => {
  it.each<[string, SubmitFields, number, string]>([
    ['a recipient that is no number', { to: '3363998O001' }, 0x0b, 'destination_addr is "3363998O001"'],
    ['a recipient with its plus', { to: '+33639980001' }, 0x0b, 'destination_addr is "+33639980001"'],
    ['no recipient', { to: '' }, 0x0b, 'destination_addr is ""'],
    ['too long a recipient', { to: '3'.repeat(21) }, 0x0b, 'destination_addr is longer than 20 octets'],
    [
      'too long a name',
      { from: 'TWELVE-CHARS' },
      0x0a,
      'source_addr is "TWELVE-CHARS" with type of number 5',
    ],
    [
      'a name with a number’s type',
      { fromTon: 1 },
      0x0a,
      'source_addr is "PREFECTURE" with type of number 1',
    ],
    ['an unknown type of number', { fromTon: 7 }, 0x48, 'source_addr_ton is 7'],
    ['a receipt’s esm_class', { esmClass: 4 }, 0x43, 'esm_class is 0x4'],
    [
      'a header that is none',
      { esmClass: 0x40, octets: [9, 1] },
      0x43,
      'esm_class announces a header that is none',
    ],
    ['an odd validity_period', { validity: '10 minutes' }, 0x62, 'validity_period is "10 minutes"'],
    ['reserved bits', { registered: 0x20 }, 0x07, 'registered_delivery is 32'],
    ['161 septets', { octets: letters(161) }, 1, '161 octets of gsm7 behind a header of 0, past 160'],
    [
      '71 characters of UCS-2',
      { dataCoding: 8, octets: letters(142) },
      1,
      '142 octets of ucs2 behind a header of 0, past 140',
    ],
    [
      '153 septets behind a 16-bit header',
      { esmClass: 0x40, octets: [...wide(2, 1), ...letters(153)] },
      1,
      '153 octets of gsm7 behind a header of 7, past 152',
    ],
    [
      '67 characters of UCS-2 behind a 16-bit header',
      { esmClass: 0x40, dataCoding: 8, octets: [...wide(2, 1), ...letters(134)] },
      1,
      '134 octets of ucs2 behind a header of 7, past 133',
    ],
    [
      'a parameter past the end',
      { tlvs: [Buffer.of(4, 0x24, 0, 9, 1)] },
      0xc0,
      'optional parameter 0x0424 of 9 octets goes past the end',
    ],
    ['half a parameter', { tlvs: [Buffer.of(4)] }, 0xc0, 'ends within the head of an optional parameter'],
    [
      'a parameter twice',
      { tlvs: [tlv(0x204, [0, 1]), tlv(0x204, [0, 1])] },
      0xc0,
      'optional parameter 0x0204 comes twice',
    ],
    [
      'a parameter of another length',
      { tlvs: [tlv(0x020c, [5])] },
      0xc2,
      'optional parameter 0x020c has 1 octets, not 2',
    ],
    ['some of SAR', { tlvs: [tlv(0x020c, [0, 5])] }, 0xc4, 'some of the three sar parameters are missing'],
    [
      'a part past the last',
      { tlvs: [tlv(0x020c, [0, 5]), tlv(0x020e, [2]), tlv(0x020f, [3])] },
      0xc4,
      'sar_segment_seqnum 3 of 2',
    ],
    [
      '154 septets with SAR parameters',
      { octets: letters(154), tlvs: [tlv(0x020c, [0, 5]), tlv(0x020e, [2]), tlv(0x020f, [1])] },
      1,
      '154 octets of gsm7 behind a header of 6, past 153',
    ],
    ['text in two places', { tlvs: [tlv(0x0424, [0x41])] }, 0xc4, 'both short_message and message_payload'],
  ])('%s', async (_, fields, status, fault) => {
    const { smsc, statuses } = await submitted(fields);
    expect(statuses).toEqual([status]);
    expect(smsc.violations).toEqual([`submit_sm 2: ${fault}`]);
    expect(smsc.stats).toMatchObject({ accepted: 0, rejected: 1, violations: 1 });
    expect(smsc.phones.numbers).toEqual([]);
  });

  it('its body cut short at any octet', async () => {
    const smsc = await startCarrier();
    const esme = await bindEsme(smsc);
    const whole = submitPdu(2).subarray(16);
    for (let length = 0; length < whole.length; length++) {
      const { status } = await esme.ask(pduOf(4, 10 + length, whole.subarray(0, length)));
      expect(status).toBeGreaterThan(0);
    }
    expect(smsc.stats).toMatchObject({ accepted: 0, violations: whole.length });
  });
});

describe('the simulated carrier accepts a submit_sm, and records a violation, for', () => {
  it.each<[string, SubmitFields, string]>([
    ['a submit_sm that asks for no receipt', { registered: 0 }, 'registered_delivery asks for no receipt'],
    [
      'a header without its flag',
      { octets: [...wide(2, 1), 0x41] },
      'begins like a user data header, and esm_class does not say so',
    ],
    [
      'an 8-bit header without its flag',
      { octets: [5, 0, 3, 1, 2, 1, 0x41] },
      'begins like a user data header, and esm_class does not say so',
    ],
    [
      'half a surrogate pair',
      { dataCoding: 8, octets: [0, 0x41, 0xd8, 0x3d] },
      'cut within a surrogate pair',
    ],
    ['the other half', { dataCoding: 8, octets: [0xde, 0x00, 0, 0x41] }, 'cut within a surrogate pair'],
    ['an odd octet', { dataCoding: 8, octets: [0, 0x41, 0] }, '3 octets of UCS-2'],
    ['half an escape pair', { octets: [0x41, 0x1b] }, 'cut within an escape pair'],
    ['eight bits in GSM 7-bit', { octets: [0xe9] }, 'octet 0xe9 in GSM 7-bit text'],
  ])('this flaw: %s', async (_, fields, flaw) => {
    const { smsc, statuses } = await submitted(fields);
    expect(statuses).toEqual([0]);
    expect(smsc.violations).toEqual([`submit_sm 2: ${flaw}`]);
  });

  it('none that is valid at its limits', async () => {
    const { smsc, statuses } = await submitted(
      { octets: letters(160) },
      { dataCoding: 8, octets: letters(140) },
      { esmClass: 0x40, octets: [...wide(2, 1), ...letters(152)] },
      { esmClass: 0x40, dataCoding: 8, octets: [...wide(2, 1), ...letters(132)] },
      { validity: '000000001000000R' },
      { validity: '261124100000000+' },
      { fromTon: 1, from: '33199000000' },
      { fromTon: 3, from: '38000' },
      { fromTon: 0, from: '' },
      { octets: [], registered: 2 },
      { octets: [0x1b, 0x65] },
    );
    expect(new Set(statuses)).toEqual(new Set([0]));
    expect(smsc.violations).toEqual([]);
  });
});
