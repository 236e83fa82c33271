import { cstring, deliverSm, pdu, tlv } from './scripted-smsc.ts';

/** One of everything that a carrier may send, right: what the fuzzers begin with. */
export const smppFrames: readonly Buffer[] = [
  pdu(0x80000009, 0, 1, cstring('SMSC')),
  pdu(0x80000004, 0, 2, cstring('4F2A')),
  pdu(0x80000004, 0x58, 3),
  pdu(0x80000000, 3, 4),
  pdu(0x80000015, 0, 5),
  pdu(0x00000015, 0, 6),
  pdu(0x00000006, 0, 7),
  pdu(0x80000006, 0, 8),
  pdu(0x0000000b, 0, 9, Buffer.concat([cstring('SMSC'), cstring('pw')])),
  pdu(
    0x00000102,
    0,
    10,
    Buffer.concat([Buffer.of(1, 1), cstring('33639980001'), Buffer.of(1, 1), cstring('1')]),
  ),
  pdu(0x0000beef, 0, 11, cstring('what')),
  pdu(0x8000beef, 0, 12),
  pdu(
    0x00000103,
    0,
    13,
    Buffer.concat([
      cstring(''),
      Buffer.of(1, 1),
      cstring('33639980001'),
      Buffer.of(5, 0),
      cstring('PREFECTURE'),
      Buffer.of(4, 0, 0),
      tlv(0x1e, cstring('4F2A')),
      tlv(0x427, Buffer.of(2)),
      tlv(0x423, Buffer.of(3, 0, 27)),
    ]),
  ),
  deliverSm({ sequence: 14, octets: Buffer.from('STOP') }),
  deliverSm({
    sequence: 15,
    esmClass: 0x40,
    dataCoding: 8,
    octets: Buffer.from('06080412340302041600', 'hex'),
  }),
  deliverSm({
    sequence: 16,
    esmClass: 4,
    octets: Buffer.from(
      'id:4F2A sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:Leave',
    ),
    tlvs: [tlv(0x1e, cstring('4F2A')), tlv(0x427, Buffer.of(2)), tlv(0x1403, Buffer.from('20801'))],
  }),
  deliverSm({
    sequence: 17,
    tlvs: [
      tlv(0x20c, Buffer.of(1, 2)),
      tlv(0x20e, Buffer.of(3)),
      tlv(0x20f, Buffer.of(1)),
      tlv(0x424, Buffer.alloc(500, 65)),
    ],
  }),
];
