import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../../../src/alerts/report/page/report-html.ts';
import { formatFor } from '../../../../src/alerts/report/words/format.ts';
import { reportExample } from '../../../support/alerts/report-example.ts';

const report = reportExample();
const page = (language: 'fr' | 'en', own: Partial<typeof report> = {}) =>
  reportHtml({ ...report, ...own }, formatFor(language, 'Europe/Paris', report.alert.created.at));
/** The figures in the boxes at the top. */
const boxes = (html: string) =>
  [...html.matchAll(/<div><b>([^<]*)<\/b>([^<]*)<\/div>/g)].map(
    ([, value = '', name]) => [name, Number(value.replace(',', ''))] as const,
  );

describe('the page of the report at a glance', () => {
  it('has boxes whose people add up to those to reach, also those in doubt', () => {
    const [reached, ...others] = boxes(page('en'));
    expect(reached).toEqual(['Reached / 11,303', 9630]);
    const { people } = report.summary;
    expect(others).toEqual([
      ['Sent, not confirmed', people.unconfirmed],
      ['In doubt: perhaps sent', people.inDoubt],
      ['Not reached', people.notReached],
      ['Asked for help', 14],
    ]);
    const all = boxes(page('en'))
      .slice(0, -1)
      .reduce((sum, [, value]) => sum + value, 0);
    expect(all).toBe(people.toReach);
  });

  it('has a box of those whose message is under way while there are any', () => {
    const people = { ...report.summary.people, underWay: 7, inDoubt: 0 };
    expect(boxes(page('en', { summary: { ...report.summary, people } })).map(([name]) => name)).toEqual([
      'Reached / 11,303',
      'Sent, not confirmed',
      'Queued or being sent',
      'Not reached',
      'Asked for help',
    ]);
  });

  it('counts calls for help as calls, since a person may have called more than once', () => {
    expect(page('en')).toContain('<th class="n" scope="col">Calls</th>');
    expect(page('fr')).toContain('<th class="n" scope="col">Appels</th>');
    expect(page('fr')).not.toContain('pris par personne');
  });

  it('says that the long text beside an approval is a hash', () => {
    expect(page('fr')).toContain('empreinte Q2uX');
    expect(page('en')).toContain('hash Q2uX');
  });
});
