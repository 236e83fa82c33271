import { expect, test } from 'vitest';
import {
  anna,
  bruno,
  codeIn,
  deadPhones,
  END,
  inFrench,
  type NightCompared,
  type NightReport,
  type NightView,
  PAGE_NEXT_MS,
  PEOPLE,
  people,
  petit,
  roux,
  startNight,
  TOLD,
  UPDATE,
} from '../../support/alerts/night.ts';
import { recallStaff } from '../../support/alerts/night-recall.ts';

const HAVE = PEOPLE - deadPhones.length;
const at = (time: string | null | undefined): number => Date.parse(time ?? '');

interface CaseView {
  readonly id: number;
  readonly state: string;
  readonly number: string;
  readonly alert: number;
  readonly holder: string | null;
  readonly outcome: string | null;
  readonly openedAt: string;
  readonly pagedAt: string | null;
  readonly takenAt: string | null;
  readonly closedAt: string | null;
}

const caseCodeIn = (page: string): string => / (\d{6})\)$/.exec(page)?.[1] ?? '';

test('one night, from a request by SMS to the report: paging, approval, carriers that die, calls for help, the end', {
  timeout: 120_000,
}, async () => {
  const night = await startNight();
  const { operator, clock, a, b, modem } = night;
  const standing = (id: number) => operator.call<NightView>('GET', `/v1/alerts/${id}`);
  const until = (id: number, satisfies: (alert: NightView) => boolean) =>
    operator.until(() => standing(id), satisfies);

  // 04:22. Somebody in the field asks for an alert, which is a draft and goes to nobody.
  const asked = await night.during(async () => {
    await night.writes(petit, 'ALERTE CRUE quartier nord');
    return night.shown(petit, /^Noté/);
  });
  const [{ id }] = (await operator.get<{ items: [{ id: number }] }>('/v1/alerts')).items;
  expect(asked.was).toBe(`Noté : Crue, alerte ${id}. PAS encore partie : accord attendu jusqu'à 04:32.`);
  expect(await standing(id)).toMatchObject({
    state: 'pendingApproval',
    source: 'sms',
    title: 'Crue',
    waves: [],
  });

  // The first on duty is paged and sleeps on; the next is paged, and says yes.
  const first = await night.shown(anna, /à approuver/);
  clock.pass(20);
  const second = await night.shown(bruno, /à approuver/);
  clock.pass(1);
  for (const page of [first, second]) {
    expect(page).toMatch(
      new RegExp(
        `^TOCSIN à approuver : alerte RÉELLE ${id} "Crue : quartier nord", 300 pers\\., reste (10|9) min\\. Répondez OK \\d{6}, ou NON \\d{6} et la raison, sous 10 min\\.$`,
      ),
    );
  }
  expect(codeIn(first)).not.toBe(codeIn(second));
  const approved = await night.during(async () => {
    await night.writes(bruno, `OK ${codeIn(second)}`);
    return night.shown(bruno, /^Approuvé/);
  });
  expect(approved.was).toBe(`Approuvé : alerte ${id}. Elle part maintenant.`);

  // Both carriers die midway. After half a minute the modem goes over to the short text, and the gateway says how long.
  await Promise.race([a, b].map((smsc) => smsc.until(() => a.stats.accepted + b.stats.accepted > 370)));
  for (const smsc of [a, b]) smsc.cut();
  clock.pass(9);
  const degraded = await until(id, ({ progress }) => progress.short > 0);
  const told = { eta: degraded.progress.eta ?? Number.NaN, at: clock.now() };
  expect(degraded.approval?.paged).toMatchObject([
    { name: 'Anna', answeredAt: null },
    { name: 'Bruno', answeredAt: expect.any(String) },
  ]);
  const [paged, next] = degraded.approval?.paged ?? [];
  expect(at(degraded.created?.at)).toBeGreaterThanOrEqual(asked.from);
  expect(at(degraded.created?.at)).toBeLessThanOrEqual(asked.to);
  expect(at(degraded.approval?.deadline) - at(degraded.submitted?.at)).toBe(10 * 60_000);
  expect(at(paged?.at) - at(degraded.submitted?.at)).toBeLessThan(15_000);
  expect(at(next?.at) - at(paged?.at)).toBeGreaterThanOrEqual(PAGE_NEXT_MS);
  expect(at(next?.at) - at(paged?.at)).toBeLessThan(PAGE_NEXT_MS + 20_000);
  for (const time of [next?.answeredAt, degraded.approved?.at, degraded.launched?.at]) {
    expect(at(time)).toBeGreaterThanOrEqual(approved.from);
    expect(at(time)).toBeLessThanOrEqual(approved.to + 5_000);
  }

  // Two phones call for help, three are safe. The duty is paged between the texts of the alert, and answered so too.
  const warned = people.filter((number) => a.phones.texts(number).includes(TOLD.long));
  const [upstairs = '', trapped = '', ...others] = warned;
  const safe = others.slice(0, 3);
  const sentBefore = modem.sent.length;
  const called = clock.now();
  night.writesToModem(upstairs, '2');
  const call = await night.shown(roux, /PRIS 1 \d{6}\)$/);
  night.writesToModem(trapped, 'au secours, nous sommes bloqués au premier étage');
  const page = await night.shown(roux, /PRIS 2 \d{6}\)$/);
  expect(page).toBe(
    `AIDE DEMANDÉE par ${trapped} (Crue) : au secours, nous sommes bloqués au premier étage (répondez PRIS 2 ${caseCodeIn(page)})`,
  );
  for (const number of safe) night.writesToModem(number, '1');
  night.writesToModem(roux, `PRIS 1 ${caseCodeIn(call)}`);
  await night.shown(roux, /^Cas 1 : il est à vous\./);
  await operator.call('POST', '/v1/cases/2/take', {}, { status: 200 });
  night.writesToModem(roux, `PRIS 2 ${caseCodeIn(page)}`);
  await night.shown(roux, /^Le cas 2 est pris par test operator\.$/);
  night.writesToModem(roux, `CLOS 1 ${caseCodeIn(call)}`);
  await night.shown(roux, /^Cas 1 clos\.$/);
  const text = 'évacués par bateau';
  await operator.call('POST', '/v1/cases/2/close', { outcome: 'other', text }, { status: 200 });
  const closed = clock.now();
  // Two pages and three answers, each behind what the modem had in hand: nothing of it waited for the alert's end.
  expect(modem.sent.length - sentBefore).toBeLessThan(60);
  expect(night.firstTexts().none.length).toBeGreaterThan(20);
  const cases = (await operator.get<{ items: CaseView[] }>('/v1/cases')).items;
  expect(cases.toSorted((one, other) => one.id - other.id)).toMatchObject([
    { id: 1, alert: id, number: upstairs, state: 'closed', holder: 'Dr Roux', outcome: 'helped' },
    { id: 2, alert: id, number: trapped, state: 'closed', holder: 'test operator', outcome: 'other' },
  ]);
  for (const { openedAt, pagedAt, takenAt, closedAt } of cases) {
    const steps = [called, at(openedAt), at(pagedAt), at(takenAt), at(closedAt), closed];
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
  }

  // Those who asked and those who were paged know what became of it, by the modem and before the alert's last text.
  await night.shown(
    petit,
    new RegExp(`^TOCSIN : alerte ${id} approuvée par Bruno et lancée à ${PEOPLE} pers\\.$`),
  );
  await night.shown(anna, /c'est réglé/);
  expect(night.firstTexts().none.length).toBeGreaterThan(20);

  // The modem carries the rest alone, in the time that was told.
  await modem.until(() => night.firstTexts().none.length === 0);
  const took = (clock.now() - told.at) / 1000;
  expect(told.eta).toBeGreaterThan(took * 0.5);
  expect(told.eta).toBeLessThan(took * 2);
  const alone = await until(id, ({ state }) => state === 'completed');
  expect(alone.progress.people).toMatchObject({ toReach: PEOPLE, underWay: 0, inDoubt: 0, notReached: 3 });

  // A carrier comes back, with the receipts that it still had. The figures are those of the simulators.
  clock.pass(1);
  await a.restore();
  await operator.untilRoute('carrier-a', 'up');
  await a.until(({ unacknowledged }) => unacknowledged === 0);
  const { confirmed, unconfirmed, none, twice, short } = night.firstTexts();
  const reachedFirst = { total: PEOPLE, suppressed: 0, toReach: PEOPLE, reached: confirmed.length };
  const figures = {
    ...reachedFirst,
    unconfirmed: unconfirmed.length,
    inDoubt: 0,
    underWay: 0,
    notReached: 3,
  };
  const settled = await until(id, ({ progress }) => progress.people['reached'] === confirmed.length);
  expect(settled.progress.people).toEqual(figures);
  expect(unconfirmed.length).toBeGreaterThan(0);
  expect(none).toEqual([]);
  expect(settled.progress.short).toBe(short);
  const marked = (await operator.messagesOf(id)).filter(({ possibleDuplicate }) => possibleDuplicate);
  expect(marked.map(({ to }) => to)).toEqual(expect.arrayContaining(twice));
  expect(settled.progress.possibleDuplicates).toBe(marked.length);
  // At most the windows of both carriers were in doubt.
  expect(marked.length).toBeLessThanOrEqual(20);

  // The update goes to exactly those who have the alert; the first on duty, awake now, approves it by SMS.
  clock.pass(5);
  await operator.step(id, 'update', { content: inFrench(UPDATE) });
  const ofUpdate = await night.shown(anna, /mise à jour de l'alerte/);
  await night.writes(anna, `OK ${codeIn(ofUpdate)}`);
  await night.shown(anna, /^Approuvé : la mise à jour/);
  const updated = await until(id, ({ state, waves }) => state === 'completed' && waves.length === 2);
  expect(updated.approval?.paged).toMatchObject([{ name: 'Anna', answeredAt: expect.any(String) }]);
  const having = [...confirmed, ...unconfirmed].toSorted();
  expect(having).toHaveLength(HAVE);
  const showing = (wanted: string) =>
    people.filter((number) => night.texts(number).includes(wanted)).toSorted();
  expect(showing(UPDATE)).toEqual(having);
  expect(updated.progress.people).toEqual({ ...figures, reached: HAVE, unconfirmed: 0 });

  // Meanwhile staff is called back: two of the first five come, so five more are asked, until three come.
  const recall = await recallStaff(night);

  // The end, after which nobody gets an older text: all have the update by now, by whichever route, and nobody the end.
  expect(showing(END)).toEqual([]);
  const ended = await operator.call<NightView>('POST', `/v1/alerts/${id}/end`, undefined, { status: 202 });
  expect(ended).toMatchObject({ people: updated.progress.people });
  const over = await until(id, ({ state, waves }) => state === 'completed' && waves.length === 3);
  expect(showing(END)).toEqual(having);
  for (const number of having)
    expect(night.texts(number).filter((one) => one === UPDATE || one === END)).toHaveLength(2);
  expect(over.waves).toMatchObject([
    { kind: 'first', recipients: PEOPLE, complete: true },
    { kind: 'update', recipients: HAVE, byState: { delivered: HAVE } },
    { kind: 'end', recipients: HAVE, byState: { delivered: HAVE } },
  ]);
  expect(over.log.map(({ by, action }) => `${by.name}: ${action}`)).toEqual([
    'Lt Petit: create',
    'Lt Petit: submit',
    'the gateway: page',
    'the gateway: page',
    'Bruno: pageAnswered',
    'Bruno: approve',
    'Lt Petit: launch',
    'the gateway: shorten',
    'the gateway: complete',
    'test operator: proposeUpdate',
    'the gateway: page',
    'Anna: pageAnswered',
    'Anna: approveUpdate',
    'the gateway: complete',
    'test operator: end',
    'the gateway: complete',
  ]);
  const moments = over.log.map((line) => at(line.at));
  expect(moments).toEqual(moments.toSorted((one, other) => one - other));

  // The report has the same figures, and those of the simulators.
  const report = await operator.get<NightReport>(`/v1/alerts/${id}/report?lang=fr`);
  expect(report.people).toMatchObject(over.progress.people);
  expect(report.byWave.map(({ messages, delivered }) => [messages, delivered])).toEqual([
    [PEOPLE, confirmed.length],
    [HAVE, HAVE],
    [HAVE, HAVE],
  ]);
  expect(report.answers).toEqual({
    people: HAVE,
    byMeaning: { help: 2, safe: safe.length },
    silent: HAVE - 2 - safe.length,
  });
  expect(report.cases).toEqual({ open: 0, taken: 0, closed: 2, byOutcome: { helped: 1, other: 1 } });
  expect(report.help.items.map(({ number }) => number).toSorted()).toEqual([upstairs, trapped].toSorted());
  expect(report.notReached.items.map(({ number }) => number).toSorted()).toEqual([...deadPhones].toSorted());
  expect(report.messages.short).toBe(short);
  expect(report.messages.possibleDuplicates).toBe(marked.length);
  expect(report.cost).toMatchObject({
    amount: Math.round(report.messages.parts * 5) / 100,
    unpricedParts: 0,
  });
  const left = night.partsOfAlert();
  for (const { route, parts, partsInDoubt } of report.byRoute) {
    expect(left[route], route).toBeLessThanOrEqual(parts);
    expect(left[route], route).toBeGreaterThanOrEqual(parts - partsInDoubt);
  }
  const html = await (await operator.request('GET', `/v1/alerts/${id}/report?format=html&lang=fr`)).text();
  for (const shown of [
    `<b>${HAVE}</b>Jointes / ${PEOPLE}`,
    '<b>0</b>Envoyé, sans confirmation',
    '<b>3</b>Non jointes',
    '<b>2</b>Ont demandé de l’aide',
    '01/12/2026 04:22:',
    'OK par SMS',
  ])
    expect(html).toContain(shown);
  // Beside the recall of staff, the alert has the same figures.
  const compared = await operator.get<{ items: readonly NightCompared[] }>(
    `/v1/reports/compare?alerts=${id},${recall}`,
  );
  expect(compared.items.map(({ alert, title }) => [alert, title])).toEqual([
    [id, 'Crue'],
    [recall, 'Rappel'],
  ]);
  const [crue] = compared.items;
  expect(crue?.people).toMatchObject({ ...over.progress.people, undelivered: 3, share: HAVE / PEOPLE });
  expect(crue).toMatchObject({ help: 2, answers: report.answers.byMeaning, cost: report.cost });
  expect(crue?.byRoute.map(({ route, parts }) => [route, parts])).toEqual(
    report.byRoute.map(({ route, parts }) => [route, parts]),
  );
  expect(crue?.timings.submittedToApprovedMs).toBe(at(over.approved?.at) - at(over.submitted?.at));
  for (const { violations } of [a, b, modem]) expect(violations).toEqual([]);
});
