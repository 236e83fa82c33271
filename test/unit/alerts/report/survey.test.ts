import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportHtml } from '../../../../src/alerts/report/page/report-html.ts';
import { Surveys } from '../../../../src/alerts/report/survey.ts';
import { talliesOf } from '../../../../src/alerts/report/tallies.ts';
import { formatFor } from '../../../../src/alerts/report/words/format.ts';
import { reportExample } from '../../../support/alerts/report-example.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { SAFE_OR_HELP, sentAlerts } from '../../../support/inbound/sent-alerts.ts';
import { HOUR_MS, newMessage, numberOf, T0 } from '../../../support/store/messages.ts';

const MINUTE = 60_000;

let rig: PhoneRig;
let http: HttpRig;
beforeEach(async () => {
  rig = await PhoneRig.open();
  const { store } = rig;
  const surveys = new Surveys({ alerts: store, answers: store, repository: store.reports });
  http = new HttpRig(undefined, { surveys });
});
afterEach(async () => {
  await http.app.close();
  await rig.close();
});
const { asked } = sentAlerts(() => rig);

/** An alert to five people, of whom two read French and one English; four have answered. */
const answered = async (own: object = {}) => {
  const alert = await asked(own, numberOf(0));
  for (const index of [1, 2, 3, 4]) {
    const message = newMessage({ to: numberOf(index) });
    await rig.rows.send(rig.store, alert, message);
    rig.rows.setState(message, 'delivered');
  }
  for (const [index, language] of ['fr', 'fr', 'en'].entries())
    rig.rows.rows(
      'UPDATE alert_recipients SET language = ? WHERE number = ? RETURNING 1',
      language,
      numberOf(index),
    );
  await rig.say('1', numberOf(0));
  await rig.say('2', numberOf(1));
  await rig.disk.clock.advance(6 * MINUTE);
  await rig.say('1', numberOf(1));
  await rig.say('1', numberOf(2));
  await rig.say('=chat', numberOf(3));
  return alert;
};

const survey = async (alert: number) =>
  JSON.parse((await http.ask('viewer', 'GET', `/v1/alerts/${alert}/survey`)).body);

describe('the survey of an alert', () => {
  test('counts each person once with the answer that stands, by language and by the time it came', async () => {
    const alert = await answered();
    const found = await survey(alert);
    expect(found.people).toBe(5);
    expect(found.question).toEqual({ answers: SAFE_OR_HELP, until: new Date(T0 + HOUR_MS).toISOString() });
    expect(found.answers).toEqual([
      { meaning: 'safe', words: ['1'], people: 3, share: 0.6, byLanguage: { en: 1, fr: 2 } },
      { meaning: 'help', words: ['2'], people: 0, share: 0, byLanguage: {} },
      { meaning: 'other', words: [], people: 1, share: 0.2, byLanguage: { und: 1 } },
      { meaning: 'silent', words: [], people: 1, share: 0.2, byLanguage: {} },
    ]);
    const at = (minutes: number) => new Date(T0 + minutes * MINUTE).toISOString();
    expect(found.curve).toEqual({
      slotMs: 5 * MINUTE,
      points: [
        { at: at(0), answers: { safe: 1 } },
        { at: at(5), answers: { other: 1, safe: 2 } },
      ],
    });
    expect(found.texts).toBe(`/v1/alerts/${alert}/answers?meaning=other`);
  });

  test('counts the same in small pieces as at once', async () => {
    const alert = await answered();
    const slots = { from: T0, slotMs: 5 * MINUTE, most: 288 };
    let people = 0;
    let pieces = 0;
    for (let after = ''; ; pieces++) {
      const until = await rig.store.endOfAnswers(alert, after, 1);
      if (until === undefined) break;
      for (const one of await rig.store.countSurvey(alert, after, until, slots)) people += one.people;
      after = until;
    }
    expect([pieces, people]).toEqual([4, 4]);
  });

  test('has longer slots for a question that is open for days, so that there are at most 288', async () => {
    const alert = await answered({ questionUntil: T0 + 72 * HOUR_MS });
    expect((await survey(alert)).curve.slotMs).toBe(15 * MINUTE);
  });

  test('has the counts that were kept once the answers are deleted', async () => {
    const alert = await answered();
    const answers = { people: 5, byMeaning: { safe: 3, other: 1 }, silent: 1 };
    const none = { people: [], messages: [], reasons: [], groups: [] };
    await rig.store.reports.keepFigures(alert, { countedAt: T0, ...none, answers });
    rig.rows.rows('DELETE FROM alert_answers RETURNING 1');
    rig.rows.rows('UPDATE alert_reports SET purged = 1 RETURNING 1');
    const found = await survey(alert);
    expect(found.purged).toBe(true);
    expect(found.answers[0]).toEqual({
      meaning: 'safe',
      words: ['1'],
      people: 3,
      share: 0.6,
      byLanguage: {},
    });
    expect(found.curve.points).toEqual([]);
  });

  test('is a CSV with a digest, which the audit log has too, and no alert is 404', async () => {
    const alert = await answered();
    const { body, headers } = await http.ask('viewer', 'GET', `/v1/alerts/${alert}/survey?format=csv`);
    expect(body.split('\r\n')).toEqual([
      'meaning,words,people,share,people en,people fr,people und',
      'safe,1,3,0.6,1,2,0',
      'help,2,0,0,0,0,0',
      'other,,1,0.2,0,0,1',
      'silent,,1,0.2,,,',
      '',
    ]);
    const hash = createHash('sha256').update(body);
    const hex = hash.copy().digest('hex');
    expect(headers['repr-digest']).toBe(`sha-256=:${hash.digest('base64')}:`);
    const detail = { format: 'csv', of: 'survey', sha256: hex };
    expect(http.audit.notes).toMatchObject([{ action: 'alert.export', subject: `alert:${alert}`, detail }]);
    expect((await http.ask('viewer', 'GET', `/v1/alerts/${alert + 1}/survey`)).statusCode).toBe(404);
  });
});

describe('the tallies of a question', () => {
  test('have two words with one meaning as one answer, and no share without people', () => {
    const answers = [
      { word: '1', meaning: 'safe' },
      { word: 'OK', meaning: 'safe' },
      { word: '3', meaning: 'away' },
    ];
    const tallies = talliesOf({ answers, openForMs: 1 }, { people: 0, byMeaning: {}, silent: 0 });
    expect(tallies).toEqual([
      { meaning: 'safe', words: ['1', 'OK'], people: 0, share: undefined },
      { meaning: 'away', words: ['3'], people: 0, share: undefined },
      { meaning: 'silent', words: [], people: 0, share: undefined },
    ]);
  });

  test('have nobody for a meaning that nobody gave, though every object of JavaScript has that name', () => {
    const answers = [{ word: '1', meaning: 'constructor' }];
    const [tally] = talliesOf({ answers, openForMs: 1 }, { people: 1, byMeaning: {}, silent: 1 });
    expect(tally).toEqual({ meaning: 'constructor', words: ['1'], people: 0, share: 0 });
  });

  test('are in the page of the report, with the words of the question and shares', () => {
    const report = reportExample();
    const page = reportHtml(report, formatFor('fr', 'Europe/Paris', report.alert.created.at));
    const section = /<h2>Réponses<\/h2>.*?<\/section>/s.exec(page)?.[0].replaceAll(/<[^>]*>/g, '|');
    expect(section).toMatch(/hors de la commune\|\|3\|\|802\|\|8,3\s%/);
    expect(section).toMatch(/sans réponse\|\|\|\|2\s694\|\|28\s%/);
  });
});
