import { describe, expect, test } from 'vitest';
import { sendersOf } from '../../../../src/people/senders/senders.ts';
import { vcard } from '../../../../src/people/senders/vcard.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';

const NUMBER = '+33639981111';
const SIM = '+33639982222';
const config = {
  sender: 'PREFECTURE',
  senders: [
    { prefix: ['+32'], sender: NUMBER },
    { prefix: ['+41'], sender: '38002' },
    { prefix: ['+49'], sender: 'PREFECTURE' },
  ],
  organisation: 'Préfecture; Haute-Garonne, service des alertes',
};
const routes = [{ modemDetails: { ownNumber: SIM } }, { modemDetails: { ownNumber: undefined } }, {}];
const found = sendersOf(config, routes as never);

test('the senders are those of the configuration and the numbers of the SIMs, each once', () => {
  expect(found).toEqual({
    organisation: config.organisation,
    names: ['PREFECTURE'],
    numbers: [NUMBER, '38002', SIM],
  });
});

describe('the contact card', () => {
  const unfolded = (card: string) => card.replaceAll('\r\n ', '');

  test('of version 4.0 has all numbers, with escaped texts', () => {
    expect(unfolded(vcard(found, '4.0'))).toBe(
      [
        'BEGIN:VCARD',
        'VERSION:4.0',
        'KIND:org',
        'FN:Préfecture\\; Haute-Garonne\\, service des alertes',
        'ORG:Préfecture\\; Haute-Garonne\\, service des alertes',
        `TEL;VALUE=uri;TYPE=cell:tel:${NUMBER}`,
        'TEL;VALUE=text:38002',
        `TEL;VALUE=uri;TYPE=cell:tel:${SIM}`,
        'NOTE:SMS : PREFECTURE',
        'END:VCARD',
        '',
      ].join('\r\n'),
    );
  });

  test('of version 3.0 has the name in components and plain numbers', () => {
    const card = vcard({ organisation: 'ALERTE', names: [], numbers: [NUMBER] }, '3.0');
    expect(card).toBe(
      `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:ALERTE\r\nN:ALERTE;;;;\r\nORG:ALERTE\r\nTEL;TYPE=CELL:${NUMBER}\r\nEND:VCARD\r\n`,
    );
  });

  test('has no line of more than 75 octets, and none that is cut within a character', () => {
    const organisation = 'é'.repeat(100);
    const card = vcard({ organisation, names: [], numbers: [] }, '4.0');
    for (const line of card.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(unfolded(card)).toContain(`FN:${organisation}\r\n`);
  });

  test('lets no line break of a name begin a line of its own', () => {
    expect(vcard({ organisation: 'A\r\nTEL:1', names: [], numbers: [] }, '4.0')).toContain('FN:A\\nTEL:1');
  });
});

test('the API gives the senders as JSON, as a card and as a page that loads nothing and escapes names', async () => {
  const rig = new HttpRig(undefined, { senders: () => ({ ...found, organisation: '<b>A</b>' }) });
  expect((await rig.ask('viewer', 'GET', '/v1/senders')).json()).toEqual({
    organisation: '<b>A</b>',
    names: ['PREFECTURE'],
    numbers: [NUMBER, '38002', SIM],
  });
  const card = await rig.ask('viewer', 'GET', '/v1/senders?format=vcf&version=3.0');
  expect(card.headers['content-type']).toBe('text/vcard; charset=utf-8');
  expect(card.body).toMatch(/^BEGIN:VCARD\r\nVERSION:3\.0\r\n/);
  const page = await rig.ask('viewer', 'GET', '/v1/senders?format=html');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.body).toContain('<h1>&lt;b&gt;A&lt;/b&gt;</h1>');
  expect(page.body).toContain(`<li>${SIM}</li>`);
  await rig.app.close();
});
