import { describe, expect, it } from 'vitest';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { LIST, MESSAGE } from '../../../../support/modem/stored-pdus.ts';

const STAMP = '"26/11/25,12:03:54+04"';

describe('a modem that left PDU mode', () => {
  it.each([
    [
      'with its sender',
      `+CMT: "+33639980001",,${STAMP}`,
      'We are on the roof',
      '+33639980001',
      'We are on the roof',
    ],
    [
      'of two letters that a result looks like',
      `+CMT: "+33639980001","",${STAMP},145,4,0,0,"+33199000001",145,2`,
      'OK',
      '+33639980001',
      'OK',
    ],
    ['of hex digits', `+CMT: "+33639980001",,${STAMP}`, 'CAFE', '+33639980001', 'CAFE'],
    [
      'in UCS-2',
      `+CMT: "002B00330033003600330039003900380030003000300031",,${STAMP}`,
      '004F007500690021',
      '+33639980001',
      'Oui!',
    ],
    ['from a name', `+CMT: "Mairie",,${STAMP}`, 'Bonjour', 'Mairie', 'Bonjour'],
  ])('tells a message %s in text layout, and it is read', async (_how, head, line, from, text) => {
    const { route, clock, modem, told } = await ready();
    modem.say(head, line);
    await clock.advance(100);
    expect(told.inboundMessages).toMatchObject([{ from, text, evidence: `${head}\n${line}` }]);
    expect(modem.heard.slice(-2).toSorted()).toEqual(['AT+CMGF=0', 'AT+CNMA']);
    await stop(route);
  });

  it.each([
    ['with a time stamp is one message, though by then others wait', `"",${STAMP}`, 1],
    ['without a time stamp is two: it may be a second call for help', ',""', 2],
    ['with a time stamp of zeros is two as well', '"","00/00/00,00:00:00+00"', 2],
  ])('tells the same text twice from the same phone, which %s', async (_what, stamp, count) => {
    const { route, clock, modem, told } = await ready();
    for (const octet of [4, 0]) modem.say(`+CMT: "+33639980001",${stamp},145,${octet}`, 'On the roof');
    await clock.advance(100);
    const prints = told.inboundMessages.map(({ fingerprint }, index) => fingerprint ?? index);
    expect(prints).toHaveLength(2);
    expect(new Set(prints).size).toBe(count);
    await stop(route);
  });

  const HEAD = `+CMT: "+33639980001",,${STAMP}`;
  const withLength = (length: number) => `${HEAD},145,4,0,0,"+33199000001",145,${length}`;

  it.each([
    ['of a length that it does not tell', HEAD, ['We are on the roof', 'OK', 'of the school']],
    ['with a line that looks like a result', withLength(28), ['On the roof', '+CMGS: 7', '+CREG: 0']],
    ['longer than it seems, since blank lines are not read', withLength(20), ['Water', 'rises']],
  ])('tells all lines of a message %s', async (_how, head, lines) => {
    const { route, clock, modem, told } = await ready();
    modem.say(head, ...lines);
    await clock.advance(100);
    const text = lines.join('\n');
    expect(told.inboundMessages).toMatchObject([{ text, evidence: `${head}\n${text}` }]);
    expect(modem.heard).toContain('AT+CNMA');
    await stop(route);
  });

  it.each([
    ['of a length that it does not tell', HEAD],
    ['of a length that it tells', withLength(33)],
  ])(
    'tells a long message %s while a part is sent, and the result of the part is heard',
    async (_how, head) => {
      const { route, clock, modem, told } = await ready();
      modem.results.push([head, 'We are on the roof', 'of the school.', '+CMGS: 6', 'OK']);
      const outcome = route.submit(part(clock));
      await clock.advance(100);
      expect(await outcome).toMatchObject({ kind: 'accepted', carrierRef: '6/33639980001' });
      expect(told.inboundMessages).toMatchObject([{ text: 'We are on the roof\nof the school.' }]);
      await stop(route);
    },
  );

  it('cannot make the gateway believe a result that a stranger wrote, once it tells the length', async () => {
    const { route, clock, modem, told } = await ready();
    modem.results.push([withLength(13), 'a', '+CMGS: 99', 'OK', '+CMS ERROR: 38']);
    const outcome = route.submit(part(clock));
    await clock.advance(100);
    expect(await outcome).toMatchObject({ kind: 'retry' });
    expect(told.inboundMessages).toMatchObject([{ text: 'a\n+CMGS: 99\nOK' }]);
    await stop(route);
  });

  it('and writes lines without end is not listened to for ever', async () => {
    const { route, clock, modem, told } = await ready();
    modem.say(HEAD, ...Array.from({ length: 1000 }, () => 'x'));
    expect(told.inboundMessages).toHaveLength(1);
    await clock.advance(100);
    expect(told.inboundMessages).toHaveLength(1);
    await stop(route);
  });

  it('is asked for the length of texts', async () => {
    const { route, modem } = await ready();
    expect(modem.heard).toContain('AT+CSDH=1');
    await stop(route);
  });

  it('and goes away in the middle of a message has it not acknowledged', async () => {
    const { route, clock, modem, told } = await ready();
    modem.say(HEAD, 'We are on the roof');
    modem.unplug();
    await clock.advance(100);
    expect(told.inboundMessages).toEqual([]);
    await stop(route);
  });

  it('tells a status report in text layout, and it is matched', async () => {
    const { route, clock, modem, told } = await ready();
    modem.say(`+CDS: 6,9,"+33639980001",145,${STAMP},${STAMP},0`, 'RING');
    await clock.advance(0);
    expect(told.receipts).toMatchObject([
      { refs: ['9/33639980001'], to: '+33639980001', state: 'delivered' },
    ]);
    expect(modem.heard).toContain('AT+CNMA');
    await stop(route);
  });

  it('tells a failed delivery in text layout, without its recipient', async () => {
    const { route, clock, modem, told } = await ready();
    modem.say(`+CDS: 6,9,,,${STAMP},${STAMP},70`);
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ to: undefined, state: 'undelivered' }]);
    await stop(route);
  });

  it('lists stored messages in text layout, and is set to PDU mode and asked again', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,20,"SM",1,20,"SM",1,20', 'OK']);
    modem.replies.set(LIST, [`+CMGL: 1,"REC UNREAD","+33639980001",,${STAMP}`, 'Hi', 'OK']);
    modem.onCommand = (command) => {
      if (command === 'AT+CMGF=0') modem.replies.set(LIST, ['+CMGL: 1,0,,21', MESSAGE, 'OK']);
    };
    await clock.advance(31_000);
    expect(told.inboundMessages).toMatchObject([{ from: '+33639980001', text: 'Hi' }]);
    expect(modem.heard).toContain('AT+CMGD=1');
    await stop(route);
  });
});
