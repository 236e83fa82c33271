import { describe, expect, test } from 'vitest';
import { hasLink, hasPhoneNumber, withoutLinks } from '../../../../src/domain/text/links.ts';

describe('what a phone may show as a link or offer to call is taken out', () => {
  test.each([
    ['Claire https://evil.example/x', 'Claire'],
    ['Claire http:evil', 'Claire'],
    ['www.evil.example Claire', 'Claire'],
    ['evil.com', ''],
    ['voir evil.com/abc?d=1 vite', 'voir vite'],
    ['(evil.com)', ''],
    ['exämple.рф', ''],
    ['evil。com', ''],
    ['claire@evil.fr', ''],
    ['192.0.2.10', ''],
    ['tel:112 Claire', 'Claire'],
    ['x.com/abc', 'x. com/abc'],
    ['Claire +33 6 39 98 00 01', 'Claire'],
    ['Claire 06.39.98.00.01 !', 'Claire !'],
    ['Claire (0)6-39-98-00-01', 'Claire'],
    ['٠٦٣٩٩٨٠٠٠١', ''],
    ['Claire\r\nMartin\u2028fin', 'Claire Martin fin'],
  ])('%j becomes %j', (text, stripped) => {
    expect(withoutLinks(text)).toBe(stripped);
    if (stripped === '') expect(hasLink(text) || hasPhoneNumber(text)).toBe(true);
  });
});

describe('names, places and times stay as they are', () => {
  test.each([
    'Jean-Christophe d’Artagnan',
    'bâtiment B, 3e étage',
    '75011 Paris',
    '18:30',
    '2026-11-26',
    '26/11/2026',
    '2026-11-26 18:30',
    'Dr. Martin',
    'quai n° 12 bis',
    'أحمد',
    '12.5 km',
  ])('%j', (text) => {
    expect(withoutLinks(text)).toBe(text);
    expect(hasLink(text) || hasPhoneNumber(text)).toBe(false);
  });

  test('initials get a space, so that no phone takes them for an address', () => {
    expect(withoutLinks('J.P.Martin')).toBe('J. P. Martin');
  });
});

test('a long text of digits and separators is looked through in linear time', () => {
  expect(withoutLinks(`${'1 . '.repeat(20_000)}x`).endsWith('x')).toBe(true);
});
