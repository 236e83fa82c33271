import { describe, expect, test } from 'vitest';
import type { CapOutcome } from '../../../src/domain/triggers/cap-outcome.ts';
import { parseCap } from '../../../src/triggers/cap/parse-cap.ts';
import { areaXml, capXml, infoXml, octets, SQUARE } from '../../support/triggers/cap-documents.ts';
import { CapRig } from '../../support/triggers/cap-rig.ts';

const inArea = (inside: string): string => capXml({ infos: infoXml({ areas: areaXml(inside) }) });
const ignoredIn = (xml: string): readonly string[] | string => {
  const parsed = parseCap(octets(xml));
  return parsed.kind === 'refused' ? parsed.reason : parsed.alert.ignored;
};
const withPolygon = `<polygon>${SQUARE}</polygon>`;

describe('an empty element of a CAP document', () => {
  test.each([
    [
      'a polygon',
      inArea('<polygon/><geocode><valueName>a</valueName><value>1</value></geocode>'),
      ['info 1: area 1: polygon is empty'],
    ],
    [
      'one of two polygons, with spaces',
      inArea(`${withPolygon}<polygon> \n </polygon>`),
      ['info 1: area 1: polygon 2 is empty'],
    ],
    [
      'a circle with a comment',
      inArea(`${withPolygon}<circle><!-- none --></circle>`),
      ['info 1: area 1: circle is empty'],
    ],
    ['a geocode', inArea(`${withPolygon}<geocode/>`), ['info 1: area 1: geocode is empty']],
    [
      'a geocode without value',
      inArea(`${withPolygon}<geocode><valueName>SAME</valueName></geocode>`),
      ['info 1: area 1: geocode SAME has no value'],
    ],
    [
      'a geocode with an empty value',
      inArea(`${withPolygon}<geocode><valueName>SAME</valueName><value/></geocode>`),
      ['info 1: area 1: geocode SAME has no value'],
    ],
    ['a note', capXml({ more: '<note/>' }), ['alert: note is empty']],
    [
      'a response type',
      capXml({ infos: infoXml().replace('<urgency>', '<responseType/><urgency>') }),
      ['info 1: responseType is empty'],
    ],
    [
      'a resource and a parameter',
      capXml({ infos: infoXml().replace('<area>', '<parameter/><resource/><area>') }),
      ['info 1: parameter is empty', 'info 1: resource is empty'],
    ],
  ])('is ignored and named: %s', (_what, xml, names) => {
    expect(ignoredIn(xml)).toEqual(names);
  });

  test.each([
    ['a required element', capXml({ infos: infoXml({ event: ' ' }) }), /<event> is empty/],
    ['the only category', capXml({ infos: infoXml().replace('<category>Met', '<category>') }), /category/],
    ['an info', capXml({ infos: '<info/>' }), /info 1 has no <category>/],
    ['an area', capXml({ infos: infoXml({ areas: '<area/>' }) }), /area 1 has no <areaDesc>/],
    ['references of an update', capXml({ msgType: 'Update', references: '' }), /no <references>/],
    ['a polygon out of order', inArea('<circle>44,1 5</circle><polygon/>'), /polygon> comes after <circle>/],
  ])('is refused as before: %s', (_what, xml, why) => {
    expect(ignoredIn(xml)).toMatch(why);
  });

  test('is named a hundred times at most', () => {
    const named = ignoredIn(inArea(withPolygon + '<circle/>'.repeat(150)));
    expect(named).toHaveLength(101);
    expect(named.at(-1)).toBe('50 more are empty');
  });

  test('is named in the answer, and an area that has nothing else waits for an operator', async () => {
    const rig = new CapRig();
    const outcome = (await rig.take(inArea('<polygon/>'))) as CapOutcome;
    expect(outcome.ignored).toEqual(['info 1: area 1: polygon is empty']);
    expect(outcome.made).toMatchObject([
      { state: 'draft', holds: expect.arrayContaining(['"Vallée du Test" has no geometry']) },
    ]);
  });
});

describe('a resource without mimeType', () => {
  const resource = capXml({
    infos: infoXml().replace('<area>', '<resource><resourceDesc>map</resourceDesc></resource><area>'),
  });

  test('is read in CAP 1.1, which allows it, and refused in CAP 1.2', () => {
    expect(ignoredIn(resource.replace('cap:1.2', 'cap:1.1'))).toEqual([]);
    expect(ignoredIn(resource)).toMatch(/resource has no <mimeType>/);
  });
});
