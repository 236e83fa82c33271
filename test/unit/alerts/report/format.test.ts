import { describe, expect, it } from 'vitest';
import { formatFor } from '../../../../src/alerts/report/words/format.ts';

const french = formatFor('fr', 'Europe/Paris', 0);
const english = formatFor('en', 'Europe/Paris', 0);

describe('a share of people in a report', () => {
  it.each([
    [0, 11_303, '0%'],
    [3, 11_303, '< 0.1%'],
    [6, 11_303, '0.1%'],
    [1, 2, '50%'],
    [11_300, 11_303, '> 99.9%'],
    [11_303, 11_303, '100%'],
    [0, 0, '0%'],
  ])('of %i in %i is %s: some are never none, and nearly all are never all', (part, of, shown) => {
    expect(english.share(part, of)).toBe(shown);
  });

  it('has a decimal comma and narrow spaces in French', () => {
    expect(french.share(3, 11_303)).toBe('<\u202f0,1\u202f%');
    expect(french.share(11_300, 11_303)).toBe('>\u202f99,9\u202f%');
  });
});

describe('the name of a language in a report', () => {
  it.each(['abcd', 'fran', 'x', 'not a tag'])(
    'of %j, which is no tag of BCP 47, is the text itself',
    (tag) => {
      expect(french.languageName(tag)).toBe(tag);
    },
  );

  it('is in the language of the report', () => {
    expect([french.languageName('en'), english.languageName('fr')]).toEqual(['anglais', 'French']);
  });
});
