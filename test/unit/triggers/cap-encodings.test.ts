import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charsetOf } from '../../../src/kernel/encoding/charset.ts';
import { parseCap } from '../../../src/triggers/cap/parse-cap.ts';
import { parseAtom } from '../../../src/triggers/feed/parse-atom.ts';
import { decodeXml } from '../../../src/triggers/xml/decode.ts';
import { capLimits } from '../../../src/triggers/xml/guard.ts';
import { BYTE_ORDER_MARK, utf16, windows1252 } from '../../support/encoded.ts';
import { capXml, infoXml, octets } from '../../support/triggers/cap-documents.ts';
import { CapRig } from '../../support/triggers/cap-rig.ts';
import { atomXml } from '../../support/triggers/feed-server.ts';

const declaring = (label: string): string => capXml().replace('UTF-8', label);
const headline = (document: Uint8Array, charset?: string): string => {
  const parsed = parseCap(document, charset);
  return parsed.kind === 'refused' ? parsed.reason : `${parsed.alert.infos[0]?.instruction}`;
};
const ASKED = 'Montez à l’étage.';
/** "Тест" in ISO-8859-5. */
const CYRILLIC = [0xc2, 0xd5, 0xe1, 0xe2];

describe('a CAP document in an encoding other than UTF-8', () => {
  test.each([
    ['ISO-8859-1 as it declares', windows1252(declaring('ISO-8859-1')), undefined],
    ['windows-1252 as it declares', windows1252(declaring('windows-1252')), undefined],
    [
      'ISO-8859-1 by the charset of its request',
      windows1252(declaring('UTF-8').replace(/^.*\n/, '')),
      'latin1',
    ],
    ['UTF-16 with a byte order mark', utf16(BYTE_ORDER_MARK + declaring('UTF-16'), 'le'), undefined],
    ['big-endian UTF-16 with a byte order mark', utf16(BYTE_ORDER_MARK + declaring('x'), 'be'), undefined],
    ['UTF-16 without a byte order mark', utf16(declaring('UTF-16'), 'le'), undefined],
    ['big-endian UTF-16 without a byte order mark', utf16(declaring('UTF-16'), 'be'), 'utf-16'],
    [
      'UTF-8 with a byte order mark, declared otherwise',
      octets(BYTE_ORDER_MARK + declaring('ISO-8859-1')),
      'latin1',
    ],
    ['UTF-8 from a server that calls everything ISO-8859-1', octets(declaring('UTF-8')), 'ISO-8859-1'],
  ])('is read: %s', (_what, document, charset) => {
    expect(headline(document, charset)).toBe(ASKED);
  });

  test('is read in ISO-8859-5, since every encoding of the WHATWG is known', () => {
    const [before = '', after = ''] = capXml({ infos: infoXml({ instruction: '#' }) })
      .replace('UTF-8', 'ISO-8859-5')
      .replace('rivière', 'riviere')
      .replace('Vallée', 'Vallee')
      .split('#');
    expect(headline(Buffer.concat([Buffer.from(before), Buffer.from(CYRILLIC), Buffer.from(after)]))).toBe(
      'Тест',
    );
  });

  test.each([
    ['says UTF-8 and is not', windows1252(capXml()), undefined, /"UTF-8", but its octets are not/],
    [
      'says nothing and is not UTF-8',
      windows1252(capXml().replace(/^.*\n/, '')),
      undefined,
      /not UTF-8, and it/,
    ],
    ['says ISO-8859-1 and is UTF-8', octets(declaring('ISO-8859-1')), undefined, /"ISO-8859-1", but/],
    ['says US-ASCII and has accents', octets(declaring('US-ASCII')), undefined, /"US-ASCII", but/],
    ['says UTF-16 and is not', octets(declaring('UTF-16')), undefined, /"UTF-16", but/],
    [
      'has a mark of UTF-16 and half a character',
      Buffer.from([0xff, 0xfe, 0x3c]),
      undefined,
      /byte order mark/,
    ],
    ['says an encoding that nobody has', octets(declaring('klingon')), undefined, /"klingon": no such/],
    ['says one that the WHATWG forbids', octets(declaring('iso-2022-kr')), undefined, /no such encoding/],
    [
      'comes with the charset UTF-8 and is not',
      windows1252(declaring('ISO-8859-1')),
      'utf-8',
      /"utf-8", but/,
    ],
    [
      'says Shift_JIS and has half a character',
      windows1252(declaring('Shift_JIS')),
      undefined,
      /"Shift_JIS", but/,
    ],
  ])('is refused when it %s', (_what, document, charset, why) => {
    expect(headline(document, charset)).toMatch(why);
  });

  test('is bounded before and after it is decoded', () => {
    const wide = windows1252(
      capXml({ infos: infoXml({ description: 'é'.repeat(600_000) }) }).replace('UTF-8', 'latin1'),
    );
    expect(wide.length).toBeLessThan(capLimits.octets);
    expect(headline(wide)).toMatch(/^the document has 1\d{6} octets: at most 1048576/);
  });

  test('is kept as text, and is continued after a restart although its declaration names another encoding', async () => {
    const rig = new CapRig();
    rig.alerts.endsAt = { step: 2, after: false };
    const document = windows1252(declaring('ISO-8859-1'));
    await rig.intake.take(document, 'post').catch(() => {});
    expect(await rig.repositories.openCaps()).toHaveLength(1);
    rig.restart();
    const left: unknown[] = [];
    await rig.intake.resume((_id, error) => left.push(error));
    expect(left).toEqual([]);
    expect(await rig.repositories.openCaps()).toEqual([]);
    const kept = await rig.repositories.capMessage('vigilance@example.org', 'crue-1');
    expect(kept?.document).toContain(ASKED);
    const sent = [...rig.alerts.kept.keys()].flatMap((id) => rig.alerts.textsOf(id));
    expect(JSON.stringify(sent)).toContain('Montez à l');
  });
});

describe('an Atom feed in an encoding other than UTF-8', () => {
  const feed = atomXml([{ id: 'urn:é', updated: '2026-01-01T00:00:00Z', href: '/a' }]);
  const keyOf = (document: Uint8Array, charset?: string): string | undefined => {
    const parsed = parseAtom(document, 'http://feed.example/', charset);
    return parsed.kind === 'refused' ? parsed.reason : parsed.entries[0]?.key;
  };

  test('is read by its declaration, by its charset, and by its byte order mark before both', () => {
    const key = 'urn:é 2026-01-01T00:00:00Z';
    expect(keyOf(windows1252(feed.replace('UTF-8', 'ISO-8859-1')))).toBe(key);
    expect(keyOf(windows1252(feed), 'iso-8859-1')).toBe(key);
    expect(keyOf(utf16(BYTE_ORDER_MARK + feed, 'be'), 'iso-8859-1')).toBe(key);
  });

  test.each([
    ['application/atom+xml; charset=ISO-8859-1', 'ISO-8859-1'],
    ['text/xml;Charset="utf-16" ; x=y', 'utf-16'],
    ['text/xml', undefined],
    [undefined, undefined],
  ])('has the charset of its Content-Type %s', (type, charset) => {
    expect(charsetOf(type)).toBe(charset);
  });
});

test('the XML decoder decodes or refuses any octets under any label, and never throws', () => {
  const labels = fc.constantFrom(
    'utf-8',
    'latin1',
    'utf-16',
    'utf-16be',
    'shift_jis',
    'gb18030',
    'iso-2022-jp',
    'big5',
  );
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.option(fc.oneof(labels, fc.string()), { nil: undefined }),
      (raw, label) => {
        const decoded = decodeXml(raw, label);
        expect(decoded.kind === 'text' ? decoded.text.length : decoded.reason.length).toBeGreaterThanOrEqual(
          0,
        );
      },
    ),
  );
});
