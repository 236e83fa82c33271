import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertmanagerMapping } from '../../../src/triggers/alertmanager.ts';
import { follow, parsePointer } from '../../../src/triggers/json-pointer.ts';
import { type Mapping, mapBody } from '../../../src/triggers/mapping.ts';

describe('a JSON pointer', () => {
  // The example document of RFC 6901, section 5.
  const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, ' ': 7, 'm~n': 8, 'k"l': 6 };
  test.each([
    ['', document],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/m~0n', 8],
    ['/ ', 7],
    ['/foo/2', undefined],
    ['/foo/00', undefined],
    ['/foo/length', undefined],
    ['/constructor', undefined],
    ['/__proto__', undefined],
    ['/foo/bar/baz', undefined],
  ])('%j points at what RFC 6901 says', (pointer, value) => {
    expect(follow(document, parsePointer(pointer) ?? ['?'])).toEqual(value);
  });

  test.each(['foo', '/a~2', '/~'])('%j is refused', (text) => {
    expect(parsePointer(text)).toBeUndefined();
  });
});

const pump: Mapping = {
  identity: ['/id'],
  rules: [
    { when: { '/level': ['3', '4'] }, scenario: '7', values: { place: '/site/name', what: 'Alarme' } },
    { when: { '/level': ['2'] }, scenario: '8', values: {} },
  ],
};

const only = (mapping: Mapping, body: unknown) => {
  const mapped = mapBody(mapping, body);
  if (mapped.kind === 'refused') throw new Error(mapped.reason);
  return mapped.events[0];
};

describe('the mapping of another program’s events to scenarios', () => {
  test('uses the scenario and values of the first rule that matches', () => {
    expect(only(pump, { id: 12, level: 4, site: { name: 'Écluse nord' } })).toEqual({
      identity: '["12"]',
      launch: { scenario: '7', values: { place: 'Écluse nord', what: 'Alarme' } },
    });
    expect(only(pump, { id: 12, level: '2' })?.launch).toEqual({ scenario: '8', values: {} });
    expect(only(pump, { level: 1 })).toEqual({ identity: undefined, launch: undefined });
  });

  test('turns a value into one line, and its braces into parentheses, so that it contains no placeholder', () => {
    const event = { id: 1, level: 3, site: { name: ' a\n{name}\u0000b ' } };
    expect(only(pump, event)?.launch?.values['place']).toBe('a (name) b');
  });

  test('refuses a body without its list of events, and a body with more than 1000 events', () => {
    const each = { ...pump, each: '/events' };
    expect(mapBody(each, { events: 'x' })).toMatchObject({ kind: 'refused' });
    expect(mapBody(each, { events: Array(1001).fill({}) })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/1001 events/),
    });
  });

  test('never throws, whatever the body contains', () => {
    const each = { ...pump, each: '/0' };
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(pump, each), (body, mapping) => {
        expect(mapBody(mapping, body).kind).toMatch(/events|refused/);
      }),
    );
  });
});

describe("the body of Alertmanager's webhook", () => {
  const mapping = alertmanagerMapping([
    {
      labels: { severity: ['critical'], 'app/part': ['pump'] },
      scenario: 'crue',
      values: { place: 'labels.site', what: 'annotations.summary' },
    },
  ]);
  const alert = (status: string, severity = 'critical') => ({
    status,
    labels: { alertname: 'High', severity, site: 'Écluse', 'app/part': 'pump' },
    annotations: { summary: 'Niveau haut' },
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint: 'c0ffee',
  });

  test('gives an event for each alert, identified by fingerprint and start, with a launch only if it is firing and matches', () => {
    const body = {
      version: '4',
      status: 'firing',
      alerts: [alert('firing'), alert('resolved'), alert('firing', 'info')],
    };
    expect(mapBody(mapping, body)).toEqual({
      kind: 'events',
      events: [
        {
          identity: '["c0ffee","2026-01-01T00:00:00Z"]',
          launch: { scenario: 'crue', values: { place: 'Écluse', what: 'Niveau haut' } },
        },
        { identity: '["c0ffee","2026-01-01T00:00:00Z"]', launch: undefined },
        { identity: '["c0ffee","2026-01-01T00:00:00Z"]', launch: undefined },
      ],
    });
  });
});
