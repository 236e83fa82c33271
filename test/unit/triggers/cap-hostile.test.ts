import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCap } from '../../../src/triggers/cap/parse-cap.ts';
import { capLimits } from '../../../src/triggers/xml/guard.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';
import { areaXml, capXml, infoXml, octets } from '../../support/triggers/cap-documents.ts';

const laughs = Array.from(
  { length: 9 },
  (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
).join('');

const inAlert = (xml: string): string => capXml({ infos: xml });
const wide = (text: string, octetsOfIt: number): string => text.repeat(Math.ceil(octetsOfIt / text.length));
const JUST_UNDER = capLimits.octets - 2000;

const bombs: readonly (readonly [what: string, xml: string, why: RegExp])[] = [
  [
    'entities that grow',
    capXml().replace('<alert', `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><alert`),
    /document type/,
  ],
  [
    'an external entity',
    capXml({ identifier: '&x;' }).replace(
      '<alert',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><alert',
    ),
    /document type/,
  ],
  [
    'an external subset',
    capXml().replace('<alert', '<!DOCTYPE a SYSTEM "http://127.0.0.1/x"><alert'),
    /document type/,
  ],
  ['a lower-case doctype', capXml().replace('<alert', '<!doctype a><alert'), /document type/],
  ['an entity that nobody declared', capXml({ identifier: '&x;' }), /./],
  ['10 MB of text', capXml({ infos: infoXml({ description: wide('a', 10_000_000) }) }), /octets: at most/],
  ['10 MB of blanks', ' '.repeat(10_000_000), /octets: at most/],
  ['tags nested without end', inAlert(wide('<a>', JUST_UNDER)), /nested more than/],
  ['tags beside each other without end', inAlert(wide('<a/>', JUST_UNDER)), /more than \d+ tags/],
  ['comments without end', inAlert(wide('<!---->', JUST_UNDER)), /more than \d+ tags/],
  ['attributes without end', inAlert(`<a ${wide('b="" ', JUST_UNDER)}/>`), /a tag does not end/],
  ['a tag that never ends', inAlert(`<a ${' '.repeat(JUST_UNDER)}`), /a tag does not end/],
  ['a comment that never ends', inAlert(`<!--${wide('-', JUST_UNDER)}`), /does not end/],
  [
    'a polygon of a megabyte',
    inAlert(infoXml({ areas: areaXml(`<polygon>${wide('1,1 ', JUST_UNDER)}x</polygon>`) })),
    /lat,lon/,
  ],
  [
    'references to more than can be looked up',
    capXml({
      references: Array.from({ length: 501 }, (_, n) => `a,b${n},2026-01-01T00:00:00+00:00`).join(' '),
    }),
    /references names 501 messages, of at most 500/,
  ],
  ['references of a megabyte', capXml({ references: wide('a,b ', JUST_UNDER) }), /sender,identifier,sent/],
  ['ampersands alone', inAlert(infoXml({ description: wide('& ', JUST_UNDER) })), /./],
  ['UTF-16 by name', capXml().replace('UTF-8', 'UTF-16'), /says that it is "UTF-16", but its octets are not/],
  ['nothing', '', /empty/],
  ['a NUL', capXml({ identifier: '\0' }), /control character/],
  ['two roots', `${capXml()}<alert/>`, /./],
  ['a root that is never closed', capXml().replace('</alert>', ''), /./],
  ['an attribute without quotes', capXml().replace('<alert ', '<alert a=b '), /./],
];

describe('a hostile document', () => {
  test.each(bombs)('of %s is refused with a reason, in bounded time and memory', async (what, xml, why) => {
    const document = octets(xml);
    const before = process.memoryUsage().heapUsed;
    let parsed: ReturnType<typeof parseCap> | undefined;
    const spentMs = await cpuMsOf(() => {
      parsed = parseCap(document);
    });
    expect(parsed?.kind === 'refused' ? parsed.reason : '').toMatch(why);
    // The limits are generous for a busy machine; without a guard these documents would take minutes and gigabytes.
    expect(spentMs, what).toBeLessThan(2000);
    expect(process.memoryUsage().heapUsed - before, what).toBeLessThan(200_000_000);
  });

  test('with escaped markup in its text is accepted, with the markup as text', () => {
    const infos = infoXml({ description: wide('&lt;a ', JUST_UNDER) });
    expect(parseCap(octets(capXml({ infos }))).kind).toBe('alert');
  });

  test('that is not UTF-8 is refused', () => {
    expect(parseCap(new Uint8Array([0x3c, 0xff, 0xfe, 0x3e]))).toEqual({
      kind: 'refused',
      reason: 'the document is not UTF-8, and it does not say what it is',
    });
  });
});

describe('the CAP parser under fuzzing', () => {
  const always = (document: Uint8Array): void => {
    const parsed = parseCap(document);
    if (parsed.kind === 'refused') expect(parsed.reason).toMatch(/\S/);
    else expect(parsed.alert.identifier).toMatch(/\S/);
  };

  test('reads any octets as an alert or refuses them with a reason', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), always));
  });

  test('reads an alert with parts inserted, removed or repeated as an alert, or refuses it with a reason', () => {
    const genuine = capXml({ references: 'a,b,2026-01-01T00:00:00+00:00' });
    const pieces = [...genuine.matchAll(/<[^>]*>|[^<]+/g)].map(([piece]) => piece);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            at: fc.nat(pieces.length - 1),
            count: fc.nat(3),
            put: fc.oneof(
              fc.string({ unit: 'binary' }),
              fc.constantFrom(
                ...pieces,
                '<!DOCTYPE a>',
                '<!--',
                ']]>',
                '&#0;',
                '&#x110000;',
                '&a;',
                '<',
                '"',
              ),
            ),
          }),
          { maxLength: 6 },
        ),
        (edits) => {
          const edited = [...pieces];
          for (const { at, count, put } of edits) edited.splice(at, count, put);
          always(octets(edited.join('')));
        },
      ),
      { numRuns: 400 },
    );
  });
});
