import { describe, expect, test } from 'vitest';
import type { CapAlert } from '../../../src/triggers/cap/cap-alert.ts';
import { parseCap } from '../../../src/triggers/cap/parse-cap.ts';
import { areaXml, capXml, infoXml, octets, SQUARE } from '../../support/triggers/cap-documents.ts';

const read = (xml: string): CapAlert => {
  const parsed = parseCap(octets(xml));
  if (parsed.kind === 'refused') throw new Error(parsed.reason);
  return parsed.alert;
};

const reason = (xml: string): string => {
  const parsed = parseCap(octets(xml));
  return parsed.kind === 'refused' ? parsed.reason : 'taken';
};

describe('a CAP document', () => {
  test('is read with its infos, areas and references', () => {
    const alert = read(
      capXml({
        msgType: 'Update',
        references: 'vigilance@example.org,crue-0,2026-01-01T00:00:00+01:00',
        infos: infoXml({
          areas: `${areaXml()}${areaXml('<circle>43.6,1.44 2.5</circle><geocode><valueName>INSEE</valueName><value>31555</value></geocode>', 'Ville')}`,
        }),
      }),
    );
    expect(alert).toMatchObject({
      identifier: 'crue-1',
      sender: 'vigilance@example.org',
      sentAt: Date.UTC(2026, 0, 1),
      status: 'Actual',
      msgType: 'Update',
      references: [
        { sender: 'vigilance@example.org', identifier: 'crue-0', sent: '2026-01-01T00:00:00+01:00' },
      ],
    });
    expect(alert.infos).toHaveLength(1);
    expect(alert.infos[0]).toMatchObject({
      language: 'fr-FR',
      headline: 'Crue de la rivière Test',
      expires: Date.UTC(2026, 0, 1, 5),
      areas: [
        { areaDesc: 'Vallée du Test', circles: [], geocodes: [] },
        {
          areaDesc: 'Ville',
          circles: [{ lat: 43.6, lon: 1.44, radiusKm: 2.5 }],
          geocodes: [{ valueName: 'INSEE', value: '31555' }],
        },
      ],
    });
    expect(alert.infos[0]?.areas[0]?.polygons[0]).toHaveLength(5);
  });

  test('is read with any namespace prefix, and as CAP 1.1', () => {
    const prefixed = capXml()
      .replaceAll(/<(\/?)([a-zA-Z])/g, '<$1cap:$2')
      .replace('xmlns=', 'xmlns:cap=');
    expect(read(prefixed).identifier).toBe('crue-1');
    expect(read(capXml().replace('cap:1.2', 'cap:1.1')).identifier).toBe('crue-1');
  });

  test('has the language en-US if it names none, and its CDATA and character references are read as text', () => {
    const xml = capXml({ infos: infoXml({ headline: '<![CDATA[Eau & <b>feu</b>]]> &#233;' }) }).replace(
      '<language>fr-FR</language>',
      '',
    );
    expect(read(xml).infos[0]).toMatchObject({ language: 'en-US', headline: 'Eau & <b>feu</b> é' });
  });

  test('may have no info', () => {
    expect(read(capXml({ infos: '' })).infos).toEqual([]);
  });
});

describe('a CAP document that breaks the schema', () => {
  const refusals: readonly (readonly [what: string, xml: string, why: RegExp])[] = [
    ['no scope', capXml().replace('<scope>Public</scope>', ''), /no <scope>/],
    ['an element twice', capXml({ more: '<scope>Public</scope>' }), /<scope> twice/],
    [
      'elements in another order',
      capXml().replace(/(<sender>.*<\/sender>)(<sent>.*<\/sent>)/, '$2$1'),
      /<sender> comes after <sent>/,
    ],
    [
      'an info without a category',
      capXml().replace('<category>Met</category>', ''),
      /info 1 has no <category>/,
    ],
    ['a category of no list', capXml().replace('>Met<', '>Weather<'), /<category> is none of Geo, Met/],
    ['a status of no list', capXml({ status: 'actual' }), /<status> is none of Actual/],
    ['an element that CAP lacks', capXml({ more: '<colour>red</colour>' }), /holds <colour>/],
    ['an element of another namespace', capXml({ more: '<x:note xmlns:x="urn:x">n</x:note>' }), /not of CAP/],
    ['an element without a namespace', capXml({ more: '<note xmlns="">n</note>' }), /not of CAP/],
    ['text between the elements', capXml({ more: 'hello' }), /text beside its elements/],
    ['an element in a text', capXml({ identifier: '<b>1</b>' }), /element where text belongs/],
    [
      'a resource without its type',
      capXml({ infos: infoXml({ areas: '<resource><resourceDesc>map</resourceDesc></resource>' }) }),
      /no <mimeType>/,
    ],
    [
      'a parameter without a value',
      capXml({ infos: infoXml({ areas: '<parameter><valueName>x</valueName></parameter>' }) }),
      /no <value>/,
    ],
    ['another root', '<feed xmlns="http://www.w3.org/2005/Atom"/>', /root is <feed>/],
    ['an alert of another version', capXml().replace('cap:1.2', 'cap:1.0'), /not an <alert> of CAP 1.2/],
  ];
  test.each(refusals)('%s is refused', (_what, xml, why) => {
    expect(reason(xml)).toMatch(why);
  });
});

describe('a CAP document that breaks a rule beyond the schema', () => {
  const withArea = (inside: string): string => capXml({ infos: infoXml({ areas: areaXml(inside) }) });
  const refusals: readonly (readonly [what: string, xml: string, why: RegExp])[] = [
    ['a polygon of three pairs', withArea('<polygon>1,1 1,2 1,1</polygon>'), /3 pairs: a polygon needs four/],
    ['a polygon that is not closed', withArea('<polygon>1,1 1,2 2,2 2,1</polygon>'), /not closed/],
    ['a latitude of 91', withArea('<polygon>91,1 1,2 2,2 91,1</polygon>'), /"91,1" is no lat,lon/],
    ['a polygon of words', withArea('<polygon>here there everywhere here</polygon>'), /no lat,lon/],
    ['a circle without a radius', withArea('<circle>43.6,1.44</circle>'), /no circle/],
    ['a circle of a negative radius', withArea('<circle>43.6,1.44 -1</circle>'), /no circle/],
    ['a circle of exponents', withArea('<circle>4e1,1.44 1</circle>'), /no circle/],
    ['a time with Z', capXml({ sent: '2026-01-01T00:00:00Z' }), /sent is no time with offset/],
    ['a time without an offset', capXml({ sent: '2026-01-01T00:00:00' }), /sent is no time/],
    ['the 30th of February', capXml({ sent: '2026-02-30T00:00:00+00:00' }), /sent is no time/],
    ['an hour 25', capXml({ sent: '2026-02-01T25:00:00+00:00' }), /sent is no time/],
    ['expires in words', capXml({ infos: infoXml({ expires: 'tomorrow' }) }), /info 1: expires is no time/],
    [
      'a comma in the identifier',
      capXml({ identifier: 'crue,1' }),
      /identifier is empty, too long, or holds/,
    ],
    ['a space in the sender', capXml({ sender: 'the prefect' }), /sender is empty/],
    ['an empty identifier', capXml({ identifier: ' ' }), /<identifier> is empty/],
    ['an update of nothing', capXml({ msgType: 'Update' }), /no <references>/],
    ['a cancel of nothing', capXml({ msgType: 'Cancel', references: ' ' }), /no <references>/],
    ['a reference of two parts', capXml({ references: 'a,b' }), /not sender,identifier,sent/],
    ['a reference with a bad time', capXml({ references: 'a,b,c' }), /references is no time/],
    ['a private message to nobody', capXml({ scope: 'Private' }), /no <addresses>/],
    ['a restriction that is not said', capXml({ scope: 'Restricted' }), /no <restriction>/],
    ['a language that is none', capXml({ infos: infoXml({ language: 'français' }) }), /no language code/],
    ['a NUL by reference', capXml({ infos: infoXml({ headline: '&#0;' }) }), /character/],
    ['half a surrogate pair by reference', capXml({ infos: infoXml({ headline: '&#xD800;' }) }), /character/],
  ];
  test.each(refusals)('%s is refused', (_what, xml, why) => {
    expect(reason(xml)).toMatch(why);
  });

  test('a closed polygon of four pairs is accepted, and repeated references count once', () => {
    const reference = 'a,b,2026-01-01T00:00:00-00:00';
    const alert = read(
      capXml({
        references: `${reference}\n ${reference}`,
        infos: infoXml({
          areas: areaXml(`<polygon>\n 1,1 1,2\t2,2 1,1 </polygon><polygon>${SQUARE}</polygon>`),
        }),
      }),
    );
    expect(alert.references).toHaveLength(1);
    expect(alert.infos[0]?.areas[0]?.polygons.map((polygon) => polygon.length)).toEqual([4, 5]);
  });
});
