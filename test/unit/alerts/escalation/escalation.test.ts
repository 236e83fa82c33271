import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reportHtml } from '../../../../src/alerts/report/page/report-html.ts';
import { formatFor } from '../../../../src/alerts/report/words/format.ts';
import type { EscalationPlan } from '../../../../src/domain/alerts/escalation.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { answersIn, MINUTE_MS, planOf, recall, thanks } from '../../../support/alerts/escalations.ts';
import { correction } from '../../../support/alerts/waves.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());
const { says } = answersIn(() => rig);

/** Launches an alert to people 0 to 2, and lets everybody get it. */
const launched = async (plan: EscalationPlan): Promise<number> => {
  const { id } = await rig.create(3, recall(plan));
  expect(await rig.launch(id)).toMatchObject({ kind: 'done' });
  await delivered(id, 1);
  return id;
};
const delivered = async (id: number, wave: number): Promise<void> => {
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.${wave}`));
};
const progress = async (id: number) => (await rig.service.get(id))?.escalation;
const asked = async (id: number, wave: number) =>
  (await rig.messages(id)).filter(({ alert }) => alert?.wave === wave).map(({ to }) => to);
const actions = async (id: number) => (await rig.disk.store.alertLog(id)).map(({ action }) => action);
const pass = (minutes: number) => rig.disk.clock.advance(minutes * MINUTE_MS);
const untilWave = (id: number, wave: number) =>
  rig.until(
    () => rig.disk.store.waves(id),
    (waves) => waves.length >= wave,
  );
const untilState = (id: number, state: string) =>
  rig.until(
    () => progress(id),
    (now) => now?.state === state,
  );

describe('an escalation', () => {
  test('asks the people of the next step when too few have answered in time, and nobody a second time', async () => {
    const id = await launched(planOf({ need: 2, people: [[2, 3], [4]] }));
    await says(id, 0, 'yes');
    await pass(14);
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
    await pass(1);
    await untilWave(id, 2);
    await rig.untilExpanded(id);
    expect(await asked(id, 2)).toEqual([numberOf(3)]);
    expect(await progress(id)).toMatchObject({ state: 'waiting', step: 1 });
    expect((await rig.disk.store.alertLog(id)).at(-1)).toMatchObject({
      action: 'escalate',
      detail: 'step 1 of 2: 1 of 2 people have answered "yes"',
    });
    expect(rig.announced.at(-1)?.action).toBe('escalate');
  });

  test('ends when enough people have answered, and then tells only those who gave no answer', async () => {
    const id = await launched(planOf({ need: 2, people: [[3]], whenFulfilled: thanks }));
    await says(id, 0, 'yes');
    await says(id, 1, 'yes');
    await untilState(id, 'fulfilled');
    await rig.untilExpanded(id);
    expect(await asked(id, 2)).toEqual([numberOf(2)]);
    expect(await actions(id)).toContain('fulfilled');
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    await pass(60);
    expect(await rig.disk.store.waves(id)).toHaveLength(2);
  });

  test('that is fulfilled wakes nobody of a step whose message no route has, and thanks those on their way', async () => {
    const id = await launched(planOf({ need: 1, people: [[3, 4]], whenFulfilled: thanks }));
    await pass(15);
    await untilWave(id, 2);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.2`, 1);
    await says(id, 0, 'yes');
    await untilState(id, 'fulfilled');
    await rig.deliver(claims);
    await rig.untilExpanded(id);
    await rig.until(
      () => asked(id, 3),
      (numbers) => numbers.length === 3,
    );
    const [onItsWay] = claims;
    expect((await asked(id, 3)).sort()).toEqual([numberOf(1), numberOf(2), onItsWay?.to].sort());
    const second = (await rig.messages(id)).filter(({ alert }) => alert?.wave === 2);
    expect(second.map(({ state }) => state).sort()).toEqual(['cancelled', 'delivered']);
  });

  test('that is fulfilled takes the alert from nobody of its own audience', async () => {
    const { id } = await rig.create(3, recall(planOf({ need: 1, people: [[3]] })));
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`, 1));
    await says(id, 0, 'yes');
    await untilState(id, 'fulfilled');
    expect((await rig.disk.store.waves(id)).map(({ state }) => state.kind)).toEqual(['stored']);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.untilState(id, 'completed');
    expect((await rig.messages(id)).map(({ state }) => state)).toEqual(Array(3).fill('delivered'));
  });

  test('counts no yes that was taken back before its end, and does not begin anew after it', async () => {
    const id = await launched(planOf({ need: 2, people: [[3]] }));
    await says(id, 0, 'yes');
    await says(id, 0, 'no');
    await says(id, 1, 'yes');
    await pass(15);
    await untilWave(id, 2);
    await says(id, 2, 'yes');
    await untilState(id, 'fulfilled');
    await says(id, 2, 'no');
    await pass(16);
    expect(await progress(id)).toMatchObject({ state: 'fulfilled', step: 1 });
    expect(await rig.disk.store.waves(id)).toHaveLength(2);
  });

  test('stands still while the alert is paused, and goes on with the time that was left', async () => {
    const id = await launched(planOf({ need: 1, people: [[3]] }));
    await pass(10);
    await rig.service.pause(id, author);
    const left = (await progress(id))?.leftMs ?? 0;
    expect(left).toBeGreaterThan(4 * MINUTE_MS);
    await pass(20);
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
    await rig.service.resume(id, author);
    expect((await progress(id))?.nextAt).toBe(rig.disk.clock.now() + left);
    await pass(4);
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
    await pass(1);
    await untilWave(id, 2);
  });

  test.each(['stop', 'cancel'] as const)('asks nobody else after a %s', async (verb) => {
    const id = await launched(planOf({ need: 1, people: [[3]] }));
    if (verb === 'stop') await rig.service.stop(id, author);
    else await rig.service.cancel(id, correction, { actor: author });
    expect(await progress(id)).toEqual({ state: 'ended', step: 0 });
    await pass(30);
    expect((await rig.disk.store.waves(id)).filter(({ kind }) => kind === 'escalation')).toEqual([]);
  });

  test('that asked everybody in vain tells the duty list in one commit with its line in the log', async () => {
    const id = await launched(planOf({ need: 3, people: [[3]] }));
    await pass(15);
    await untilWave(id, 2);
    await delivered(id, 2);
    await says(id, 3, 'yes');
    await pass(15);
    await untilState(id, 'exhausted');
    expect(
      (await rig.disk.store.alertLog(id)).find(({ action }) => action === 'escalationExhausted'),
    ).toMatchObject({
      detail: '1 of 3 people have answered "yes"; nobody else is left to be asked',
    });
    expect(await rig.toDuty(id)).toHaveLength(1);
    await rig.untilState(id, 'completed');
  });

  test('keeps the alert from being completed while further people may be asked', async () => {
    const id = await launched(planOf({ need: 1, people: [[3]] }));
    const { id: other } = await rig.create(3);
    await rig.launch(other);
    await delivered(other, 1);
    await rig.untilState(other, 'completed');
    expect((await rig.service.get(id))?.state).toBe('sending');
  });

  test('asks nobody once the validity of the alert is over', async () => {
    const plan = planOf({ need: 1, people: [[3], [4]], after: 40 * MINUTE_MS });
    const { id } = await rig.create(3, { ...recall(plan), expiresAt: rig.disk.clock.now() + 20 * MINUTE_MS });
    await rig.launch(id);
    await delivered(id, 1);
    await pass(20);
    await untilState(id, 'exhausted');
    expect(
      (await rig.disk.store.alertLog(id)).some(({ detail }) => detail?.includes('validity is over')),
    ).toBe(true);
    await pass(60);
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
  });

  test('goes on after a restart, and asks each step once, also when the clock is set back', async () => {
    const id = await launched(planOf({ need: 1, people: [[3], [4]] }));
    await rig.stop();
    await pass(15);
    rig = await rig.restart();
    await untilWave(id, 2);
    await rig.stop();
    await pass(-30);
    rig = await rig.restart();
    await pass(40);
    expect((await actions(id)).filter((action) => action === 'escalate')).toHaveLength(1);
    await pass(5);
    await untilWave(id, 3);
    await rig.untilExpanded(id);
    expect(await asked(id, 2)).toEqual([numberOf(3)]);
    expect(await asked(id, 3)).toEqual([numberOf(4)]);
  });

  test('asks people of the alert and of a step once, also while the first wave has not come to them', async () => {
    const numbers = Array.from({ length: 2600 }, (_, index) => index);
    const { id } = await rig.create(
      2600,
      recall(planOf({ need: 1, people: [[...numbers, 4001]], after: 5000 })),
    );
    await rig.launch(id);
    await rig.until(
      () => rig.disk.store.waves(id),
      ([wave]) => (wave?.recipients ?? 0) >= 1500,
    );
    await untilWave(id, 2);
    await rig.until(
      () => rig.disk.store.waves(id),
      (waves) => waves[1]?.state.kind === 'stored',
    );
    expect((await rig.disk.store.waves(id))[0]?.recipients).toBeLessThan(2600);
    expect(await asked(id, 2)).toEqual([numberOf(4001)]);
    await rig.claim(`${id}.1`, 2600);
    await rig.untilExpanded(id);
    expect(await asked(id, 1)).toHaveLength(2600);
  });
});

test('the report says what the steps of an escalation reached, how many answers were needed, and how it ended', async () => {
  const id = await launched(planOf({ need: 2, people: [[3]] }));
  await pass(15);
  await untilWave(id, 2);
  await delivered(id, 2);
  await says(id, 3, 'yes');
  await pass(15);
  await untilState(id, 'exhausted');
  const report = await rig.reports().report(id);
  if (report === undefined) throw new Error('there is no report');
  const french = reportHtml(report, formatFor('fr', 'Europe/Paris', rig.disk.clock.now()));
  expect(french).toMatch(/2 × yes.{0,2}: trop peu de réponses/);
  expect(french).toContain('renfort demandé');
  expect(reportHtml(report, formatFor('en', 'Europe/Paris', rig.disk.clock.now()))).toContain(
    'further people asked',
  );
  expect(report.summary.people.total).toBe(4);
});
