import { describe, expect, it } from 'vitest';
import { curveOf, reachedAt, thinned } from '../../../../src/alerts/report/curve.ts';
import { curveSvg } from '../../../../src/alerts/report/page/curve-svg.ts';
import { html } from '../../../../src/alerts/report/page/html.ts';
import { reportLanguageFor } from '../../../../src/alerts/report/words/language.ts';

const reached = (slot: number, people: number, lastAt = slot * 100) => ({
  language: undefined,
  outcome: 'reached' as const,
  slot,
  firstAt: slot * 100,
  lastAt,
  people,
});

describe('the curve of people reached over time in an alert report', () => {
  it('adds up the people who were reached until each time, whatever the order of the counts', () => {
    expect(curveOf([reached(20, 1), reached(10, 2), reached(20, 3)])).toEqual([
      { at: 1000, people: 2 },
      { at: 2000, people: 6 },
    ]);
  });

  it('counts the people of a slot of 100 ms at the last receipt in the slot, not at its beginning', () => {
    expect(curveOf([reached(10, 1, 1040), reached(10, 1, 1070), reached(10, 1, 1001)])).toEqual([
      { at: 1070, people: 3 },
    ]);
    const { firstAt: _, lastAt: __, ...kept } = reached(10, 3);
    expect(curveOf([kept])).toEqual([{ at: 1100, people: 3 }]);
  });

  it('tells when a share of the people, such as 90 %, was reached, or that it never was', () => {
    const curve = curveOf([reached(10, 50), reached(20, 39), reached(30, 1)]);
    expect(reachedAt(curve, 0.5, 100)).toBe(1000);
    expect(reachedAt(curve, 0.9, 100)).toBe(3000);
    expect(reachedAt(curve, 0.99, 100)).toBeUndefined();
    expect(reachedAt([], 0.5, 0)).toBeUndefined();
  });

  it('keeps its first and its last point when 10,000 points are thinned out to 400', () => {
    const points = Array.from({ length: 10_000 }, (_, at) => ({ at, people: at }));
    const few = thinned(points);
    expect(few).toHaveLength(400);
    expect(few[0]).toEqual({ at: 0, people: 0 });
    expect(few.at(-1)).toEqual({ at: 9999, people: 9999 });
  });

  it('is drawn in steps, from the launch to the last receipt, inside the SVG', () => {
    const svg = curveSvg([{ at: 6000, people: 5 }], 1000, 10);
    expect(svg).toContain('d="M110.0 208.0H708.0V110.0"');
    expect(svg).toContain('0:00:05');
    expect(curveSvg([], 0, 0)).not.toContain('NaN');
  });
});

it('a value that is put into the HTML page is escaped', () => {
  const hostile = `"><script>alert('x')</script>&`;
  expect(html`<td>${hostile}</td>`.text).toBe(
    '<td>&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</td>',
  );
});

it.each([
  ['fr-CA, en;q=0.8', 'fr'],
  ['en;q=0.5, fr;q=0.4', 'en'],
  ['fr;q=0, de', 'en'],
  ['de, fr;q=0.1', 'fr'],
  ['', 'en'],
  [undefined, 'en'],
  [`${','.repeat(100_000)}fr`, 'en'],
  ['fr;q=nonsense', 'fr'],
])('the report page for Accept-Language %j is in %s', (header, language) => {
  expect(reportLanguageFor(header)).toBe(language);
});
