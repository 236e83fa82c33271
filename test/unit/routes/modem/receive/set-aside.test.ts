import { describe, expect, it } from 'vitest';
import { decodeIncoming } from '../../../../../src/routes/modem/pdu/incoming.ts';
import { ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';
import { LIST, MESSAGE } from '../../../../support/modem/stored-pdus.ts';

const SMSC = '0791331900000000';
const SENDER = '0B913336990800F1';
const STAMP = '62115221304540';

/** A DELIVER. @param first its first octet, with 40 for a header @param scheme TP-PID and TP-DCS @param data TP-UDL and TP-UD */
const deliver = (first: string, scheme: string, data: string): string =>
  `${SMSC}${first}${SENDER}${scheme}${STAMP}${data}`;

/** Half of a WAP push of two parts, from port 9200 to port 2948. */
const WAP_PUSH = deliver('44', '00F5', '100B0504 0B8423F0 0003A10201 01060401'.replaceAll(' ', ''));

const cases: readonly (readonly [string, string, RegExp])[] = [
  ['a WAP push', WAP_PUSH, /WAP push.*port 2948/],
  ['data for an application', deliver('44', '0004', '0806050416930000FF'), /application \(port 5779\)/],
  ['a voicemail notice (group 1100)', deliver('04', '00C8', '00'), /voicemail/],
  ['a voicemail notice with a text (group 1101)', deliver('04', '00D8', '02C834'), /voicemail/],
  ['a voicemail notice in UCS-2 (group 1110)', deliver('04', '00E8', '0400480069'), /voicemail/],
  [
    'a voicemail notice in the header',
    deliver('44', '0000', '06040102 8003'.replaceAll(' ', '')),
    /voicemail/,
  ],
  ['a message of type 0', deliver('04', '4000', '02C834'), /type 0/],
  ['data for the SIM', deliver('44', '7FF6', '0302700000'), /modem or its SIM/],
  ['compressed text', deliver('04', '0020', '02C834'), /compressed/],
  ['binary data', deliver('04', '0004', '03FF00FE'), /binary/],
  ['an SMS-DELIVER that ends before its text', deliver('04', '0000', '0A'), /ends before its text/],
  ['an SMS-DELIVER cut in its head', `${SMSC}04${SENDER}00`, /ends before its text/],
  ['a stored SMS-SUBMIT', '0001000B917228001011F100000CC8329BFD065DDF72363904', /stored SMS-SUBMIT/],
  ['a PDU that is cut', '0791', /ends before its first octet/],
  ['nothing from nobody', `${SMSC}0400810000${STAMP}00`, /without a sender/],
];

describe('what a phone or a network sends that is not for people, or that cannot be read', () => {
  it.each(cases)('such as %s is kept aside with its PDU and the reason', async (_what, pdu, reason) => {
    const { route, clock, modem, told } = await ready();
    modem.say(`+CMT: ,${pdu.length / 2}`, pdu);
    await clock.advance(0);
    expect(told.inboundMessages).toMatchObject([{ evidence: pdu, aside: expect.stringMatching(reason) }]);
    expect(modem.heard.at(-1)).toBe('AT+CNMA');
    await stop(route);
  });

  it.each([
    ['a text', MESSAGE, 'Hi'],
    ['a text in 8-bit data', deliver('04', '0004', '0348C3A9'), 'Hé'],
    ['an empty text from a phone', deliver('04', '0000', '00'), ''],
    ['the readable part of a torn text', deliver('04', '0000', '0AC834'), 'Hi'],
  ])('is told from %s, which goes into the inbox', (_what, pdu, text) => {
    const message = decodeIncoming(pdu);
    expect(message).toMatchObject({ kind: 'deliver', from: { text: '33639980001' }, aside: undefined });
    expect(message.kind === 'deliver' && message.text.startsWith(text)).toBe(true);
  });

  it('and is stored in the modem as if it were received is kept aside, and then deleted', async () => {
    const modem = new ScriptedModem();
    modem.replies.set(LIST, ['+CMGL: 1,1,,24', '0001000B917228001011F100000CC8329BFD065DDF72363904', 'OK']);
    const { route, told } = await ready({ modem });
    expect(told.inboundMessages).toMatchObject([{ from: '', aside: 'a stored SMS-SUBMIT' }]);
    expect(modem.heard).toContain('AT+CMGD=1');
    await stop(route);
  });
});

describe('a memory that is full of drafts', () => {
  const full = (): ScriptedModem => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",2,2,"SM",2,2,"SM",2,2', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 1,2,,21', MESSAGE, '+CMGL: 2,3,,21', MESSAGE, 'OK']);
    return modem;
  };

  it('is the reason that the route shows, and the route is used all the same', async () => {
    const { route } = await ready({ modem: full() });
    expect(route.status()).toMatchObject({
      state: 'degraded',
      reason: 'no reply comes in: the memory SM is full of 2 messages that were written in it, not received',
      room: 3,
    });
    await stop(route);
  });

  it('is no reason any more once the drafts are deleted', async () => {
    const modem = full();
    const { route, clock } = await ready({ modem });
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",0,2,"SM",0,2,"SM",0,2', 'OK']);
    modem.replies.set(LIST, ['OK']);
    await clock.advance(61_000);
    expect(route.status()).toMatchObject({ state: 'up', reason: undefined });
    await stop(route);
  });
});
