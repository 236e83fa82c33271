import { describe, expect, test } from 'vitest';
import type { Alert, Wave } from '../../../src/domain/alerts/alert.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { type CapSource, capOfAlert } from '../../../src/triggers/cap/cap-of-alert.ts';
import { parseCap } from '../../../src/triggers/cap/parse-cap.ts';
import { parseAtom } from '../../../src/triggers/feed/parse-atom.ts';
import { writeAtom } from '../../../src/triggers/feed/write-atom.ts';
import { octets } from '../../support/triggers/cap-documents.ts';

const T0 = Date.UTC(2026, 0, 1);
const content = { variants: [{ language: 'fr', text: 'Montez.' }], defaultLanguage: 'fr', placeholders: {} };

const alert = (own: Partial<Alert['draft']> = {}): Alert => ({
  id: 12,
  version: 3,
  state: 'sending',
  draft: {
    title: 'Crue & <vent>',
    kind: 'live',
    severity: 'severe',
    priority: 'critical',
    content,
    values: {},
    audience: {
      include: [
        { area: 7 },
        { list: 3 },
        { numbers: ['+33639980077' as Msisdn] },
        { shape: { circle: { lat: 43.6, lon: -0.00000001, radiusKm: 2.5 } } },
        { shape: { postalCodes: ['31000', '31100'] } },
      ],
    },
    validForMs: 3_600_000,
    overrideOptOut: false,
    source: 'api',
    ...own,
  },
  created: { id: 'a', name: 'a', at: T0 },
  authors: [],
  submitted: undefined,
  approved: undefined,
  launched: undefined,
  updatedAt: T0,
  finishedAt: undefined,
  questionUntil: undefined,
  proposedUpdate: undefined,
  endsAt: undefined,
  endOffer: undefined,
});

const wave = (number: number, kind: Wave['kind']): Wave => ({
  alert: 12,
  wave: number,
  kind,
  target: 'audience',
  step: undefined,
  content,
  values: {},
  startedAt: T0 + number * 60_000,
  validUntil: T0 + 3_600_000,
  mark: 0,
  cursor: '',
  state: { kind: 'stored' },
  recipients: 1,
  short: false,
  expected: 1,
});

const square = [
  [43, 1],
  [43, 2],
  [44, 2],
  [43, 1],
] as const;

const read = (own: Partial<CapSource> = {}) => {
  const source = {
    alert: alert(),
    waves: [],
    areas: new Map([[7, { name: 'Vallée', shape: { polygon: square } }]]),
    ...own,
  };
  const xml = capOfAlert(source, { sender: 'us@example.org', textIn: () => 'Montez à l’étage.\u0000' });
  const parsed = parseCap(octets(xml));
  if (parsed.kind === 'refused') throw new Error(`${parsed.reason}\n${xml}`);
  return { xml, cap: parsed.alert };
};

describe('an alert written as CAP', () => {
  test('is accepted by the CAP parser, with its areas and without any recipient', () => {
    const { xml, cap } = read({ waves: [wave(1, 'first')] });
    expect(cap).toMatchObject({
      sender: 'us@example.org',
      identifier: 'alert-12-1',
      sentAt: T0 + 60_000,
      status: 'Actual',
      msgType: 'Alert',
      references: [],
      infos: [
        {
          language: 'fr',
          headline: 'Crue & <vent>',
          description: 'Montez à l’étage.',
          severity: 'Severe',
          urgency: 'Immediate',
          expires: T0 + 3_600_000,
          areas: [
            { areaDesc: 'Vallée', polygons: [square] },
            { circles: [{ lat: 43.6, lon: 0, radiusKm: 2.5 }] },
            {
              geocodes: [
                { valueName: 'postalCode', value: '31000' },
                { valueName: 'postalCode', value: '31100' },
              ],
            },
          ],
        },
      ],
    });
    expect(xml).not.toContain('+336');
  });

  test('has as its CAP area, for a list within an area, that area, and for an area within another, the inner one', () => {
    const areasOf = (audience: Alert['draft']['audience']) =>
      read({ alert: alert({ audience }) }).cap.infos[0]?.areas.map(({ areaDesc }) => areaDesc);
    expect(areasOf({ include: [{ list: 3 }], within: [{ area: 7 }] })).toEqual(['Vallée']);
    const circle = { shape: { circle: { lat: 43.6, lon: 1, radiusKm: 2 } } };
    expect(areasOf({ include: [circle, { list: 3 }], within: [{ segment: 5 }, { area: 7 }] })).toEqual([
      'Vallée',
    ]);
    // CAP areas are a union: two of them would mean "in either".
    expect(areasOf({ include: [{ list: 3 }], within: [circle, { area: 7 }] })).toEqual(['2 km']);
    expect(areasOf({ include: [circle], within: [{ list: 3 }] })).toEqual(['2 km']);
  });

  test('has the status Draft before it is sent, and Exercise for an exercise', () => {
    expect(read().cap).toMatchObject({ status: 'Draft', identifier: 'alert-12-draft' });
    const exercise = alert({ kind: 'exercise' });
    expect(read({ alert: exercise, waves: [wave(1, 'first')] }).cap.status).toBe('Exercise');
  });

  test('refers as an update or cancel to all earlier texts, and leaves out waves that only resend a text', () => {
    const waves = [wave(1, 'first'), wave(2, 'resend'), wave(3, 'update')];
    expect(read({ waves }).cap).toMatchObject({
      identifier: 'alert-12-3',
      msgType: 'Update',
      references: [{ sender: 'us@example.org', identifier: 'alert-12-1', sent: '2026-01-01T00:01:00-00:00' }],
    });
    expect(read({ waves: [...waves, wave(4, 'cancel'), wave(5, 'resend')] }).cap).toMatchObject({
      identifier: 'alert-12-4',
      msgType: 'Cancel',
      references: [{ identifier: 'alert-12-1' }, { identifier: 'alert-12-3' }],
    });
  });
});

test('the Atom feed of alerts can be read by a feed reader', () => {
  const xml = writeAtom([{ id: 12, title: 'Crue & <vent>', updatedAt: T0 }], 'us@example.org', T0 + 5);
  expect(parseAtom(octets(xml), 'https://us.example.org/v1/cap.atom')).toMatchObject({
    kind: 'entries',
    entries: [{ updatedAt: T0, url: 'https://us.example.org/v1/alerts/12/cap' }],
    unreadable: 0,
  });
  expect(parseAtom(octets(writeAtom([], 'us', T0)), 'https://us.example.org/')).toMatchObject({
    entries: [],
  });
});
