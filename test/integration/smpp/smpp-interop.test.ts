import type { ServerPdu } from 'smpp';
import { describe, expect, test } from 'vitest';
import { toSender } from '../../../src/domain/messages/sender.ts';
import { cut } from '../../../src/domain/text/split.ts';
import { PackageSmsc } from '../../support/smpp/package-smsc.ts';
import { makeRoute } from '../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../support/smpp/smpp-samples.ts';

/** A route bound to a carrier made with the npm package alone. */
const packageCarrier = async (fields: Record<string, unknown> = {}) => {
  const smsc = await PackageSmsc.start();
  const made = makeRoute({ port: smsc.port, ...fields });
  made.route.start();
  await made.events.until(() => made.route.status().state === 'up');
  return { ...made, smsc, submits: smsc.submits, session: smsc.session };
};

const GSM7_SAMPLE = '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà^{}\\[~]|€';

describe('an SMPP server of the npm package smpp, not of the gateway’s code,', () => {
  test('reads the text that was sent, in GSM 7-bit and in UCS-2', async () => {
    const { route, submits } = await packageCarrier();
    await route.submit(samplePart({ text: GSM7_SAMPLE }));
    await route.submit(samplePart({ text: 'Тревога 🚨', encoding: 'ucs2' }));
    expect(submits.map(({ short_message }) => short_message.message)).toEqual([GSM7_SAMPLE, 'Тревога 🚨']);
    expect(submits).toMatchObject([
      { data_coding: 0, source_addr: 'PREFECTURE', source_addr_ton: 5, destination_addr: '33639980001' },
      { data_coding: 8, registered_delivery: 1 },
    ]);
  });

  test.each([
    ['udh', 'short_message'],
    ['payload', 'message_payload'],
    ['sar', 'short_message'],
  ] as const)(
    'reads the parts of a long text sent by %s, and on each part a receipt is asked for',
    async (longText, field) => {
      const { route, submits } = await packageCarrier({ longText });
      const text = 'Leave the river banks now. '.repeat(14).trim();
      const texts = cut(text, 'gsm7');
      const outcomes = await Promise.all(
        texts.map((one, index) =>
          route.submit(samplePart({ text: one, part: index + 1, parts: texts.length, reference: 0x1ff })),
        ),
      );
      expect(outcomes).toMatchObject(
        texts.map((_, index) => ({ kind: 'accepted', carrierRef: String(index + 1) })),
      );
      expect(submits.map((pdu) => pdu[field]?.message).join('')).toBe(text);
      expect(submits.every(({ registered_delivery }) => registered_delivery === 1)).toBe(true);
      if (longText === 'sar') {
        expect(submits.map((pdu) => [pdu.sar_segment_seqnum, pdu.sar_total_segments])).toEqual(
          texts.map((_, index) => [index + 1, texts.length]),
        );
      } else {
        expect(submits.map((pdu) => pdu[field]?.udh?.[0]?.toString('hex'))).toEqual(
          texts.map((_, index) => `080401ff0${texts.length}0${index + 1}`),
        );
      }
    },
  );

  test.each([
    ['+33639980009', 1],
    ['36180', 3],
  ])('reads the sender %s', async (from, ton) => {
    const { route, submits } = await packageCarrier();
    await route.submit(samplePart({ from: toSender(from) }));
    expect(submits).toMatchObject([{ source_addr: from.replace('+', ''), source_addr_ton: ton }]);
  });

  test('has its receipts and messages from phones read and acknowledged', async () => {
    const { events, smsc } = await packageCarrier();
    const receipt = await smsc.deliver({
      esm_class: 4,
      short_message:
        'id:42 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:x',
    });
    const byTlv = await smsc.deliver({
      esm_class: 4,
      receipted_message_id: '43',
      message_state: 5,
      short_message: '',
    });
    const message = await smsc.deliver({
      source_addr_ton: 1,
      destination_addr: '36180',
      short_message: 'Où est l’abri ?',
    });
    expect([receipt, byTlv, message].map((pdu) => [pdu.command, pdu.command_status])).toEqual([
      ['deliver_sm_resp', 0],
      ['deliver_sm_resp', 0],
      ['deliver_sm_resp', 0],
    ]);
    expect(events.receipts.map(({ refs, state }) => [refs[0], state])).toEqual([
      ['42', 'delivered'],
      ['43', 'undelivered'],
    ]);
    expect(events.inboundMessages).toMatchObject([
      { from: '+33639980001', to: '36180', text: 'Où est l’abri ?' },
    ]);
  });

  test('has its enquire_link and unbind answered', async () => {
    const { session } = await packageCarrier();
    const answers = [
      await new Promise<ServerPdu>((resolve) => session.enquire_link(resolve)),
      await new Promise<ServerPdu>((resolve) => session.unbind(resolve)),
    ];
    expect(answers.map(({ command }) => command)).toEqual(['enquire_link_resp', 'unbind_resp']);
  });
});
