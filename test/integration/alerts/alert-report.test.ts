import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportService } from '../../../src/alerts/report/report-service.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { author } from '../../support/alerts/alerts.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { accepted, ended, numberOf, receipt } from '../../support/store/messages.ts';

let rig: AlertRig;
let reports: ReportService;
let http: HttpRig;

beforeEach(async () => {
  rig = await AlertRig.start();
  reports = rig.reports();
  http = new HttpRig(undefined, { reports });
});

afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const ask = (url: string, headers: Record<string, string> = {}) =>
  http.ask('viewer', 'GET', url, undefined, headers);

const content = {
  defaultLanguage: 'fr',
  variants: [
    { language: 'fr', text: 'Crue : gagnez les hauteurs.' },
    { language: 'en', text: 'Flood: go to higher ground.' },
  ],
  placeholders: {},
};

/** To a list of ten: one opted out, seven reached at two moments, two refused. */
const story = async (title = 'Crue') => {
  const { store, clock } = rig.disk;
  const list = await rig.list(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  await store.optOut({ number: numberOf(9), listId: list, source: 'operator', evidence: 'asked', at: 0 });
  const { id } = await rig.create(0, { title, content, audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  const claimedAt = clock.now();
  const claims = await rig.claim(`${id}.1`);
  expect(claims).toHaveLength(9);
  await clock.advance(1000);
  await rig.deliver(claims.slice(0, 5));
  await clock.advance(4000);
  await rig.deliver(claims.slice(5, 7));
  await rig.refuse(claims.slice(7));
  await rig.untilState(id, 'completed');
  return { id, list, claimedAt };
};

describe('the after-action report', () => {
  it('tells who was reached when, by what, and who was not and why', async () => {
    const { id, list, claimedAt } = await story();
    const { body, statusCode } = await ask(`/v1/alerts/${id}/report`);
    expect(statusCode).toBe(200);
    const report = JSON.parse(body);
    expect(report.people).toEqual({
      total: 10,
      toReach: 9,
      reached: 7,
      byOutcome: { reached: 7, failed: 2, suppressed: 1 },
    });
    expect(report.byLanguage).toEqual([
      { language: 'en', total: 5, toReach: 4, reached: 3 },
      { language: 'fr', total: 5, toReach: 5, reached: 4 },
    ]);
    expect(report.byGroup).toEqual([
      { group: `list ${list}`, name: expect.stringContaining('0 1 2'), people: 10, reached: 7 },
    ]);
    expect(report.byRoute).toMatchObject([
      { route: 'carrier-a', messages: 9, delivered: 7, byState: { delivered: 7, failed: 2 } },
    ]);
    expect(report.byWave).toMatchObject([{ wave: 1, kind: 'first', messages: 10 }]);
    expect(report.notReached).toMatchObject({
      people: 3,
      byReason: [
        { state: 'failed', reason: 'no such number', people: 2 },
        { state: 'suppressed', people: 1 },
      ],
      items: [
        { number: numberOf(7), state: 'failed', reason: 'no such number', route: 'carrier-a' },
        { number: numberOf(8), state: 'failed' },
        { number: numberOf(9), state: 'suppressed' },
      ],
      more: false,
      notShown: 0,
      csv: `/v1/alerts/${id}/report?format=csv&of=notReached`,
    });
    const ms = (text: string) => Date.parse(text) - claimedAt;
    expect(ms(report.timings.firstSubmitAt)).toBe(0);
    expect(ms(report.timings.firstDeliveredAt)).toBe(1000);
    // Five of nine at once, seven of nine four seconds later, and never nine tenths.
    expect(ms(report.timings.delivered50At)).toBe(ms(report.timings.firstDeliveredAt));
    expect(report.timings.delivered90At).toBeNull();
    expect(report.curve.map(({ people }: { people: number }) => people)).toEqual([5, 7]);
    expect(Date.parse(report.curve[1].at) - Date.parse(report.curve[0].at)).toBe(4000);
    expect(report.curveSvg).toMatch(/^<svg/);
    expect(report.log.map(({ action }: { action: string }) => action)).toEqual([
      'create',
      'launch',
      'complete',
    ]);
  });

  it('counts a person once, who is reached by a later wave', async () => {
    const { id } = await story();
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    const report = await reports.report(id);
    expect(report?.summary.people).toMatchObject({ total: 10, reached: 9 });
    expect(report?.summary.byWave.map(({ wave, messages }) => [wave, messages])).toEqual([
      [1, 10],
      [2, 2],
    ]);
    expect(report?.notReached.map(({ number }) => number)).toEqual([numberOf(9)]);
  });

  it('tells of a person what is true over all waves: who may have the first text was not left out of the second', async () => {
    const { store, clock } = rig.disk;
    const { id } = await rig.create(3, { content });
    await rig.launch(id);
    await rig.untilExpanded(id);
    const [got, may, fails] = await rig.claim(`${id}.1`);
    if (got === undefined || may === undefined || fails === undefined)
      throw new Error('three were written to');
    await rig.deliver([got]);
    await store.settle([accepted(may, 'unanswered', { at: clock.now() }), ended(fails, 'failed')]);
    await store.optOut({ number: may.to, listId: 0, source: 'sms', evidence: 'STOP', at: clock.now() });
    await rig.service.update(id, { content, values: {} }, author);
    await rig.untilExpanded(id);
    await clock.advance(2000);
    const report = await reports.report(id);
    expect(report?.summary.people).toEqual({
      total: 3,
      toReach: 3,
      reached: 1,
      byOutcome: { reached: 1, sent: 1, failed: 1 },
    });
    expect(report?.reasons.map(({ state, people }) => [state, people])).toEqual([
      ['sent', 1],
      ['failed', 1],
    ]);
    expect(report?.notReached.map(({ number, wave, state }) => [number, wave, state])).toEqual([
      [may.to, 1, 'sent'],
      [fails.to, 1, 'failed'],
    ]);
    await rig.service.cancel(id, { content, values: {} }, author);
    await rig.untilExpanded(id);
    await clock.advance(2000);
    expect((await reports.report(id))?.summary.people.byOutcome).toMatchObject({ sent: 1 });
  });

  it('keeps its figures when a person is erased, and names them no more', async () => {
    const { id } = await story();
    expect(await reports.snapshot()).toBe(1);
    expect(await reports.snapshot()).toBe(0);
    const before = await reports.report(id);
    await rig.disk.clock.advance(60_000);
    await rig.disk.store.persons.erase(numberOf(0), 'erased-1', []);
    await rig.disk.store.persons.erase(numberOf(7), 'erased-2', []);
    const after = await reports.report(id);
    expect(after?.summary.people).toEqual(before?.summary.people);
    expect(after?.summary.curve).toEqual(before?.summary.curve);
    expect(after?.groups).toEqual(before?.groups);
    expect(after?.notReached.map(({ number }) => number)).toEqual([numberOf(8), numberOf(9)]);
  });

  it('counts the groups of a stopped alert until nothing of it is on its way, then keeps them', async () => {
    const list = await rig.list(0, 1, 2);
    const { id } = await rig.create(0, { content, audience: { include: [{ list }] } });
    await rig.launch(id);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.service.stop(id, author);
    expect(await reports.snapshot()).toBe(0);
    const { store, clock } = rig.disk;
    await store.settle(claims.map((one) => accepted(one, `ref-${one.id}`, { at: clock.now() })));
    await rig.until(
      () => store.openWaves(),
      ({ length }) => length === 0,
    );
    expect(await reports.snapshot()).toBe(0);
    await store.record(
      claims.map((one) => receipt(`ref-${one.id}`)),
      clock.now(),
    );
    await rig.until(
      () => reports.snapshot(),
      (kept) => kept === 1,
    );
    rig.disk.fill(`DELETE FROM list_members WHERE list_id = ${list}`);
    expect((await reports.report(id))?.groups).toMatchObject([{ people: 3, reached: 3 }]);
  });

  it('counts the groups anew during a further wave, and with receipts that come late', async () => {
    const { id } = await story();
    await reports.snapshot();
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    const [first, second] = await rig.claim(`${id}.2`);
    if (first === undefined || second === undefined) throw new Error('two were to be sent again');
    await rig.deliver([first]);
    await rig.disk.clock.advance(2000);
    expect((await reports.report(id))?.groups).toMatchObject([{ people: 10, reached: 8 }]);
    const { store, clock } = rig.disk;
    await store.settle([accepted(second, 'late', { at: clock.now() })]);
    await store.giveUp(0, second.validUntil, second.validUntil);
    await rig.untilState(id, 'completed');
    expect(await reports.snapshot()).toBe(1);
    await store.record([receipt('late')], clock.now());
    await clock.advance(2000);
    expect((await reports.report(id))?.groups).toMatchObject([{ people: 10, reached: 9 }]);
  });

  it('is a page in the language of who reads it, that asks for nothing and runs nothing', async () => {
    const { id } = await story('<script>alert(1)</script>');
    const english = await ask(`/v1/alerts/${id}/report?format=html`);
    const french = await ask(`/v1/alerts/${id}/report?format=html`, { 'accept-language': 'fr-FR' });
    const asked = await ask(`/v1/alerts/${id}/report?format=html&lang=en`, { 'accept-language': 'fr' });
    expect(english.body).toContain('<h1>After-action report: &lt;script&gt;');
    expect(french.body).toContain('Retour d’expérience');
    expect(asked.headers['content-language']).toBe('en');
    expect(english.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(english.headers['content-security-policy']).toContain("default-src 'none'");
    expect(english.body).not.toMatch(/<script|<link|src=|href=|url\(/i);
    expect(english.body).toContain(numberOf(7));
  });

  it('is a file with every message, in which no cell is a formula', async () => {
    const { id } = await story();
    const { contacts } = rig.disk.store;
    const contact = await contacts.find(numberOf(1) as Msisdn);
    if (contact === undefined) throw new Error('no such contact');
    const { id: contactId, version, ...data } = contact;
    await contacts.replace(contactId, { ...data, name: '=cmd|/c calc' }, version, 0);
    const { body, headers } = await ask(`/v1/alerts/${id}/report?format=csv`);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = body.split('\r\n');
    expect(lines[0]).toBe('number,name,language,wave,state,reason,route,sentAt,finalAt');
    expect(lines).toHaveLength(12);
    expect(lines[2]).toContain(`${numberOf(1)},'=cmd|/c calc,en,1,delivered`);
  });

  it('is a file with a line for each whom nothing reached, and says of how many it shows only some', async () => {
    const { id } = await story();
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    await rig.refuse(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    const { body, headers } = await ask(`/v1/alerts/${id}/report?format=csv&of=notReached`);
    expect(headers['content-disposition']).toContain(`alert-${id}-not-reached.csv`);
    const [head, ...lines] = body.trimEnd().split('\r\n');
    expect(head).toBe('number,name,language,wave,state,reason,route,sentAt,finalAt');
    expect(lines.map((line) => line.split(',').toSpliced(1, 1).slice(0, 5))).toEqual([
      [numberOf(7), 'en', '2', 'failed', 'no such number'],
      [numberOf(8), 'fr', '2', 'failed', 'no such number'],
      [numberOf(9), 'en', '1', 'suppressed', expect.any(String)],
    ]);
    expect((await ask(`/v1/alerts/999/report?format=csv&of=notReached`)).statusCode).toBe(404);
    expect((await ask(`/v1/alerts/${id}/report?of=notReached`)).statusCode).toBe(422);
  });

  it('shows the first thousand whom nothing reached, and says how many more there are and where', async () => {
    const { id } = await rig.create(1003, { content });
    await rig.launch(id);
    await rig.untilExpanded(id);
    const { notReached } = JSON.parse((await ask(`/v1/alerts/${id}/report`)).body);
    expect(notReached).toMatchObject({ people: 1003, more: true, notShown: 3 });
    expect(notReached.items).toHaveLength(1000);
    const lines = (await ask(notReached.csv)).body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 1003);
    const page = await ask(`/v1/alerts/${id}/report?format=html`);
    expect(page.body).toContain(`3 more are in /v1/alerts/${id}/report?format=csv&amp;of=notReached`);
  });

  it('names the groups as they were called when it was over', async () => {
    const { id, list } = await story();
    await reports.snapshot();
    await rig.disk.store.lists.remove(list, undefined);
    const { groups } = (await reports.report(id)) ?? {};
    expect(groups).toMatchObject([{ group: `list ${list}`, name: expect.stringContaining('0 1 2') }]);
    const page = await ask(`/v1/alerts/${id}/report?format=html`);
    expect(page.body).toContain(groups?.[0]?.name);
  });

  it('is there of a draft too, and not of what is not there', async () => {
    const { id } = await rig.create(3);
    const report = JSON.parse((await ask(`/v1/alerts/${id}/report`)).body);
    expect(report).toMatchObject({ people: { total: 0 }, curve: [], timings: { launchedAt: null } });
    expect((await ask(`/v1/alerts/${id}/report?format=html`)).statusCode).toBe(200);
    for (const format of ['json', 'csv', 'html'])
      expect((await ask(`/v1/alerts/999/report?format=${format}`)).statusCode).toBe(404);
    expect((await ask(`/v1/alerts/${id}/report?format=pdf`)).statusCode).toBe(422);
    expect((await http.ask('sender', 'GET', `/v1/alerts/${id}/report`)).statusCode).toBe(403);
  });
});
