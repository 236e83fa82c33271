import { expect, onTestFinished, test } from 'vitest';
import { Gateway } from '../../support/gateway/gateway.ts';
import { PackageSmsc } from '../../support/smpp/package-smsc.ts';

/** A whole gateway, and a carrier that shares no code with it, which names its messages in hexadecimal. */
const rig = async (fields: Record<string, unknown> = {}) => {
  const smsc = await PackageSmsc.start((n) => (0xa0f0 + n).toString(16));
  const gateway = await Gateway.start({
    sender: 'PREFECTURE',
    routes: [
      { id: 'orange', type: 'smpp', host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', ...fields },
    ],
  });
  onTestFinished(() => gateway.stop());
  return { smsc, api: gateway.api };
};

const receiptText = (id: number, stat: string, err = '000'): string =>
  `id:${id} sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:${stat} err:${err} text:x`;

test('a message to an SMPP server of the npm package smpp is delivered by a receipt that has the hexadecimal id in decimal', async () => {
  const { smsc, api } = await rig();
  const { id } = await api.send({ to: '+33639980001', text: 'Montez à l’étage €', priority: 'critical' });
  await api.untilState(id, 'sent');
  expect(smsc.submits).toMatchObject([
    {
      source_addr: 'PREFECTURE',
      destination_addr: '33639980001',
      data_coding: 8,
      registered_delivery: 1,
      short_message: { message: 'Montez à l’étage €' },
    },
  ]);
  const answer = await smsc.deliver({ esm_class: 4, short_message: receiptText(0xa0f1, 'DELIVRD') });
  expect([answer.command, answer.command_status]).toEqual(['deliver_sm_resp', 0]);
  const message = await api.untilState(id, 'delivered');
  expect(message.timeline.filter(({ from, to }) => from !== to).map(({ to }) => to)).toEqual([
    'queued',
    'sending',
    'sent',
    'delivered',
  ]);
});

test('a long message to an SMPP server of the npm package smpp goes in parts with UDH, and its state follows from the receipts of all parts', async () => {
  const { smsc, api } = await rig();
  const text = 'Leave the river banks now. '.repeat(14).trim();
  const { id, parts } = await api.send({ to: '+33639980001', text });
  await api.untilState(id, 'sent');
  expect(smsc.submits.map((pdu) => pdu.short_message.message).join('')).toBe(text);
  const headers = smsc.submits.map((pdu) => pdu.short_message.udh?.[0]);
  expect(headers.map((udh) => udh?.toString('hex').slice(-4))).toEqual(
    Array.from({ length: parts }, (_, index) => `0${parts}0${index + 1}`),
  );
  for (let part = 1; part <= parts; part++) {
    const failed = part === 2;
    const short_message = receiptText(0xa0f0 + part, failed ? 'UNDELIV' : 'DELIVRD', failed ? '006' : '000');
    await smsc.deliver({ esm_class: 4, short_message });
  }
  const message = await api.untilState(id, 'undelivered');
  expect(message.reason).toBe('could not be delivered (UNDELIV, err 006)');
});

test('a message from a phone is in the inbox before the SMPP server gets its deliver_sm_resp', async () => {
  const { smsc, api } = await rig();
  await api.untilRoute('orange', 'up');
  const answer = await smsc.deliver({
    source_addr_ton: 1,
    destination_addr: '36180',
    short_message: 'Où est l’abri ?',
  });
  expect(answer.command_status).toBe(0);
  expect(await api.get('/v1/inbox')).toMatchObject({
    items: [{ from: '+33639980001', to: '36180', text: 'Où est l’abri ?' }],
  });
});

test('a phone that writes a text like a receipt settles no message to another number, and its text is in the inbox', async () => {
  const { smsc, api } = await rig();
  const { id } = await api.send({ to: '+33639980001', text: 'Alerte' });
  await api.untilState(id, 'sent');
  const short_message = receiptText(0xa0f1, 'UNDELIV', '006');
  const stranger = { source_addr_ton: 1, source_addr: '33639980002', destination_addr: '36180' };
  const texts = [short_message, `id:${0xa0f1} stat:UNDELIV`, 'Sauvez-nous'];
  for (const text of texts) {
    const answer = await smsc.deliver({ ...stranger, short_message: text, receipted_message_id: '41201' });
    expect(answer.command_status).toBe(0);
  }
  expect((await api.message(id)).state).toBe('sent');
  // Until a text is handled, the inbox hides the digits in it that can be a code.
  const { items } = await api.until(
    () => api.get<{ items: { text: string; handledAs: string | null }[] }>('/v1/inbox'),
    (inbox) =>
      inbox.items.length === texts.length && inbox.items.every(({ handledAs }) => handledAs !== null),
  );
  expect(items.map(({ text }) => text).toReversed()).toEqual(texts);
  expect(await api.get('/v1/receipts?unmatched=true')).toMatchObject({ items: [] });
  // From the message's own recipient this text counts as its receipt: some carriers mark none of their receipts.
  await smsc.deliver({ source_addr_ton: 1, short_message });
  await api.untilState(id, 'undelivered');
});
