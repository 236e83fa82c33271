import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../../../src/console/rooms/alert/before/difference.ts';

const seen = {
  hash: 'a',
  people: 10,
  audience: 12,
  suppressed: { optedOut: 2 },
  parts: 20,
  variants: [{ language: 'fr', typical: { text: 'Crue.' } }],
  routes: [{ route: 'orange' }, { route: 'sfr' }],
  blockers: [],
} as unknown as Parameters<typeof differenceOf>[0];

const changed = (own: object) => differenceOf(seen, { ...seen, ...own }, String);

describe('the difference between what was seen and what is', () => {
  it('is nothing where only the order of routes differs', () => {
    expect(changed({ hash: 'b', routes: [{ route: 'sfr' }, { route: 'orange' }] })).toEqual([]);
  });

  it('names people, suppressed and SMS with both figures', () => {
    expect(
      changed({ people: 11, audience: 14, suppressed: { optedOut: 2, noConsent: 1 }, parts: 22 }),
    ).toEqual([
      { what: 'people', before: '10', now: '11' },
      { what: 'audience', before: '12', now: '14' },
      { what: 'suppressed', before: '2', now: '3' },
      { what: 'parts', before: '20', now: '22' },
    ]);
  });

  it('shows texts that changed, came or went', () => {
    const variants = [
      { language: 'fr', typical: { text: 'Crue !' } },
      { language: 'en', typical: { text: 'Flood.' } },
    ];
    expect(changed({ variants })).toEqual([
      { what: 'text', of: 'fr', before: 'Crue.', now: 'Crue !' },
      { what: 'text', of: 'en', before: '', now: 'Flood.' },
    ]);
  });

  it('names routes that came or went', () => {
    expect(changed({ routes: [{ route: 'orange' }] })).toEqual([
      { what: 'routes', before: 'orange, sfr', now: 'orange' },
    ]);
  });
});
