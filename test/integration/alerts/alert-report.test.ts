import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportService } from '../../../src/alerts/report/report-service.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { author } from '../../support/alerts/alerts.ts';
import { alertToTen, content } from '../../support/alerts/report-story.ts';
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

const ask = (url: string) => http.ask('viewer', 'GET', url);

describe('the after-action report', () => {
  it('shows who was reached, when and by which route, and who was not reached, and why', async () => {
    const { id, list, claimedAt } = await alertToTen(rig);
    const { body, statusCode } = await ask(`/v1/alerts/${id}/report`);
    expect(statusCode).toBe(200);
    const report = JSON.parse(body);
    expect(report.people).toEqual({
      total: 10,
      suppressed: 1,
      toReach: 9,
      reached: 7,
      unconfirmed: 0,
      inDoubt: 0,
      underWay: 0,
      notReached: 2,
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
    // Five of nine people are reached at once, seven of nine after four seconds, and nine tenths never.
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

  it('counts a person once who is reached by a later wave', async () => {
    const { id } = await alertToTen(rig);
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

  it('shows a person’s outcome over all waves: "sent" for the first text, not "suppressed" for the update', async () => {
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
    expect(report?.summary.people).toMatchObject({
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
    await rig.service.cancel(id, { content, values: {} }, { actor: author });
    await rig.untilExpanded(id);
    await clock.advance(2000);
    expect((await reports.report(id))?.summary.people.byOutcome).toMatchObject({ sent: 1 });
  });

  it('keeps its figures when a person is erased, and no longer names the person', async () => {
    const { id } = await alertToTen(rig);
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

  it('counts the people of each group of a stopped alert until all its messages are final, and then keeps the counts', async () => {
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

  it('counts the people of each group again during a later wave, and with late receipts', async () => {
    const { id } = await alertToTen(rig);
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

  it('names the groups as they were called at the end of the alert', async () => {
    const { id, list } = await alertToTen(rig);
    await reports.snapshot();
    rig.disk.tearOut('lists', list);
    const { groups } = (await reports.report(id)) ?? {};
    expect(groups).toMatchObject([{ group: `list ${list}`, name: expect.stringContaining('0 1 2') }]);
    const page = await ask(`/v1/alerts/${id}/report?format=html`);
    expect(page.body).toContain(groups?.[0]?.name);
  });
});
