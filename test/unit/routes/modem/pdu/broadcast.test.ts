import { describe, expect, test } from 'vitest';
import { broadcastKind } from '../../../../../src/domain/inbound/cell-broadcast.ts';
import { decodeBroadcast } from '../../../../../src/routes/modem/pdu/broadcast.ts';
import { writeBroadcast } from '../../../../../src/sim/modem/pdu/broadcast.ts';

/** What modems printed after +CBM as the Dutch test alert of 2023-12-04 was sent (ModemManager issue 253). */
const NL_ALERT = [
  '46A0111305134E662BC82ECBE92018AD1593B56430D90C1493E960301D885A9C528545697288A4BA40C432E86D2FCBD1E53419740F87E5F331BA7EA783D465103DAD2697DD7390FBFD26CFD3F47A989E2ECF41F67418E404',
  '46A011130523CC56905D96D35D206519C42E97E7741039EC06DDC37490BA0C6ABFCB7410F95D7683CA6ED03D1C9683D46550BB5C9683D26EF35BDE0ED3D365D03AEC06D9D36E72D9ED02A9542A10B538A5829AC5E9347804',
  '46A0111305334590B34C4797E5ECB09B3C071DDFF6B2DCDD2EBBE920685DCC4E8F41D7B0DC9D769F41D3FC9C5E6EBB40CE37283CA6A7DF6E90BC1CAFA7E565B2AB',
];

describe('the page of a cell broadcast', () => {
  test('is read from what modems printed for the Dutch test alert of 2023, whose last page is short', () => {
    const pages = NL_ALERT.flatMap((pdu) => decodeBroadcast(pdu));
    expect(
      pages.map(({ channel, serial, page, pages: of, language }) => [channel, serial, page, of, language]),
    ).toEqual([
      [4371, 0x46a0, 1, 3, 'nl'],
      [4371, 0x46a0, 2, 3, 'nl'],
      [4371, 0x46a0, 3, 3, 'nl'],
    ]);
    expect(pages.map(({ text }) => text).join('')).toBe(
      'NL-Alert 04-12-2023 12:00: TESTBERICHT. De overheid waarschuwt je tijdens noodsituaties via NL-Alert. ' +
        'Je leest dan wat je moet doen en waar je meer informatie kan vinden. ' +
        '*** TEST MESSAGE Netherlands Government Public Warning System. No action required.',
    );
  });

  test('loses the CR with which a page is filled (the place of a cell in twelve digits on channel 221, from a Calypso modem)', () => {
    const [page] = decodeBroadcast(
      '001000DD001133DAED46ABD56AB5186CD668341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D100',
    );
    expect(page).toMatchObject({ channel: 221, serial: 16, page: 1, pages: 1 });
    expect(page?.text).toMatch(/^[0-9]{12}$/);
  });

  test('has its language in front of the text where the scheme says so', () => {
    expect(decodeBroadcast('634000321114F27A041F0440043E')).toMatchObject([
      { channel: 50, page: 1, pages: 4, language: 'ru', text: 'Про' },
    ]);
  });

  test.each(['Évacuez la rive droite. '.repeat(9), 'Тревога '.repeat(20), 'x'])(
    'is read as the network wrote it',
    (text) => {
      const pages = writeBroadcast({ channel: 4370, serial: 0x1230, text }).flatMap((pdu) =>
        decodeBroadcast(pdu),
      );
      expect(
        pages
          .map((page) => page.text)
          .join('')
          .trimEnd(),
      ).toBe(text.trimEnd());
      expect(pages.at(-1)).toMatchObject({ page: pages.length, pages: pages.length });
    },
  );

  test('comes with all others in one PDU in the form of UMTS', () => {
    const pages = NL_ALERT.slice(0, 2).map((pdu) => `${pdu.slice(12)}52`);
    const decoded = decodeBroadcast(`01111346A00502${pages.join('')}`);
    expect(decoded.map(({ page, pages: of, channel }) => [page, of, channel])).toEqual([
      [1, 2, 4371],
      [2, 2, 4371],
    ]);
    expect(decoded[1]?.text).toContain('L-Alert. Je leest dan wat je moet doen');
  });

  test('that is cut off or is none at all gives nothing, and throws nothing', () => {
    for (const pdu of ['', '46A0', 'zz', '46A0111305', '02'.repeat(200), `01${'FF'.repeat(120)}`])
      expect(decodeBroadcast(pdu)).toEqual([]);
  });
});

test.each([
  [4370, 'level1'],
  [4372, 'level2'],
  [4378, 'level3'],
  [4379, 'amber'],
  [4380, 'test'],
  [4381, 'exercise'],
  [4383, 'level1'],
  [4393, 'test'],
  [4396, 'info'],
  [221, 'other'],
])('the channel %i is for %s', (channel, kind) => {
  expect(broadcastKind(channel)).toBe(kind);
});
