import { expect, test } from 'vitest';
import { AlertClient } from '../../support/alerts/alert-client.ts';
import {
  BY_THE_RIVER,
  carrier,
  content,
  csv,
  ENGLISH,
  type Job,
  MOMENTS,
  OPTED_OUT,
  PEOPLE,
  type Report,
  reachable,
  refused,
  silenced,
  text,
  WRONG_NUMBERS,
} from '../../support/alerts/flood-night.ts';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

test('an alert to 2,000 people works from the import of contacts to the report, while both carriers are cut and one comes back', {
  timeout: 120_000,
}, async () => {
  const [a, b, modem] = [await startCarrier(), await startCarrier(), await plugIn({ partMs: 20 })];
  const gateway = await startGateway({
    sender: 'PREFECTURE',
    country: 'FR',
    uncertainGrace: '200ms',
    alerts: { twoPersons: 'live', price: { perPart: 0.05, currency: 'EUR' } },
    routes: [
      carrier('carrier-a', a),
      carrier('carrier-b', b),
      { id: 'modem-1', type: 'modem', device: modem.path, reconnect: { min: '20ms', max: '200ms' } },
    ],
    plan: [{ tiers: [['carrier-a', 'carrier-b'], ['modem-1']], spillAfter: '5s' }],
  });
  const operator = new AlertClient(gateway.url, await gateway.token('operator'));
  const approver = new AlertClient(gateway.url, await gateway.token('approver'));
  for (const id of ['carrier-a', 'carrier-b', 'modem-1']) await operator.untilRoute(id, 'up');
  // The modem refuses the same wrong numbers (TS 24.011 annex E, cause 1), since either route may try them.
  for (const smsc of [a, b]) smsc.misbehave({ refuseNumbers: new Set(refused) });
  modem.misbehave({ cmsErrorFor: new Map(refused.map((number) => [number, 1])) });

  // The people are imported, after a dry run.
  const list = await operator.call<{ id: number }>('POST', '/v1/lists', { name: 'all', kind: 'emergency' });
  const imported = await operator.call<Job>('POST', `/v1/imports?dryRun=true&list=${list.id}`, csv(), {
    status: 202,
    headers: { 'content-type': 'text/csv' },
  });
  const untilJob = (state: string) =>
    operator.until(
      () => operator.get<Job>(`/v1/imports/${imported.id}`),
      (job) => job.state === state,
    );
  expect(await untilJob('checked')).toMatchObject({
    created: PEOPLE,
    refused: 1,
    errors: [{ row: PEOPLE + 2 }],
  });
  await operator.call('POST', `/v1/imports/${imported.id}/run`);
  expect(await untilJob('done')).toMatchObject({ created: PEOPLE, refused: 1 });
  for (const number of silenced) {
    await operator.call('POST', '/v1/opt-outs', { number, evidence: 'by letter' });
  }
  const segment = await operator.call<{ id: number }>('POST', '/v1/segments', {
    name: 'by the river',
    rule: { and: [{ list: list.id }, { field: 'attributes.zone', op: 'eq', value: 'rive' }] },
  });

  // The texts and the audience.
  const template = await operator.call<{ content: object }>('POST', '/v1/templates', {
    name: 'flood',
    content: content(text.fr, text.en),
  });
  const { id } = await operator.create({
    title: 'Crue',
    severity: 'extreme',
    priority: 'critical',
    content: template.content,
    values: { place: 'Tours' },
    audience: { include: [{ list: list.id }], within: [{ segment: segment.id }] },
    validFor: 'PT1H',
    question: {
      answers: [
        { word: '1', meaning: 'safe' },
        { word: '2', meaning: 'help' },
      ],
      openFor: 'PT2H',
    },
  });
  const preview = await operator.preview(id);
  const PARTS_FR = 2;
  expect(preview).toMatchObject({
    audience: BY_THE_RIVER,
    people: BY_THE_RIVER - OPTED_OUT,
    suppressed: { optedOut: OPTED_OUT, noConsent: 0 },
    estimated: false,
    blockers: [],
  });
  const [french, english] = preview.variants;
  const optedOutEnglish = silenced.filter((_, index) => (200 + index) % 4 === 0).length;
  expect(french).toMatchObject({
    people: 1500 - (OPTED_OUT - optedOutEnglish),
    typical: { parts: PARTS_FR },
  });
  expect(english).toMatchObject({ people: ENGLISH - optedOutEnglish, typical: { parts: 1 } });
  const parts = (french?.people ?? 0) * PARTS_FR + (english?.people ?? 0);
  expect(preview.parts).toBe(parts);
  expect(preview.cost).toEqual({ amount: Math.round(parts * 5) / 100, currency: 'EUR' });

  // The second person approves.
  await operator.step(id, 'submit');
  await operator.call('POST', `/v1/alerts/${id}/launch`, { hash: preview.hash }, { status: 409 });
  await approver.step(id, 'approve', { hash: preview.hash });
  await operator.launch(id);

  // Both carriers are cut while the alert goes out; the modem takes over; one carrier comes back.
  await operator.until(
    async () => a.stats.accepted + b.stats.accepted,
    (accepted) => accepted > 800,
  );
  for (const smsc of [a, b]) smsc.cut();
  await operator.until(
    async () => modem.sent.length,
    (sent) => sent >= 3,
  );
  await a.restore();
  const open = ['queued', 'sending', 'sent'];
  const sent = await operator.untilAlert(
    id,
    ({ progress }) => progress.toCome === 0 && open.every((state) => progress.byState[state] === undefined),
  );
  expect(sent.progress.byState).toEqual({
    delivered: reachable.length,
    failed: WRONG_NUMBERS,
    suppressed: OPTED_OUT,
  });
  expect(sent.progress.messages).toBe(BY_THE_RIVER);
  const byRoute = Object.fromEntries(
    sent.progress.byRoute.map(({ route, byState }) => [route ?? 'none', byState['delivered'] ?? 0]),
  );
  expect(byRoute['modem-1']).toBeGreaterThanOrEqual(3);
  const doubled = new Set(
    (await operator.messagesOf(id)).filter(({ possibleDuplicate }) => possibleDuplicate).map(({ to }) => to),
  );
  expect(doubled.size).toBe(sent.progress.possibleDuplicates);
  // At most the messages of both windows and one at the modem were in doubt.
  expect(doubled.size).toBeLessThanOrEqual(41);

  // Ten people reply: seven are safe, two need help, one opts out.
  const phones = reachable.filter((number) => !doubled.has(number)).slice(0, 10);
  const says = (at: number, words: string) =>
    a.sendInbound({ from: (phones[at] ?? '').slice(1), to: 'PREFECTURE', text: words, systemId: 'tocsin' });
  for (let index = 0; index < 7; index++) await says(index, '1');
  for (let index = 7; index < 9; index++) await says(index, '2');
  await says(9, 'STOP');
  await operator.until(
    () => operator.get<{ items: { number: string }[] }>('/v1/opt-outs?limit=100'),
    ({ items }) => items.length === OPTED_OUT + 1,
  );
  const asked = await operator.until(
    () => operator.get<{ counts: object; items: { meaning: string }[] }>(`/v1/alerts/${id}/answers?limit=9`),
    ({ items }) => items.filter(({ meaning }) => meaning !== 'silent').length === 9,
  );
  expect(asked.counts).toMatchObject({ people: reachable.length, safe: 7, help: 2, other: 0 });
  expect(asked.items.slice(0, 2).map(({ meaning }) => meaning)).toEqual(['help', 'help']);
  const audit = await approver.get<{ items: object[] }>(`/v1/audit?subject=number:%2B${phones[9]?.slice(1)}`);
  expect(audit.items).toMatchObject([{ action: 'optOut.add', actor: { id: `phone:${phones[9]}` } }]);

  // The person who opted out has the alert and the confirmation, and gets nothing else.
  const heard = () => [a, b].flatMap((smsc) => smsc.phones.texts(phones[9] ?? ''));
  await a.until(() => heard().length === 2);

  // An update goes to the people who have the alert, and is stopped since it turns out to be wrong.
  a.misbehave({ refuseNumbers: new Set(), throttleAbove: 100 });
  const update = content('Crue : la route du nord est coupée.', 'Flood: the northern road is cut.');
  const waiting = await operator.step(id, 'update', { content: update });
  await approver.step(id, 'approve', { hash: waiting.proposedUpdate?.hash });
  await operator.untilAlert(id, ({ waves }) => waves[1]?.complete === true);
  await operator.until(
    async () => (await operator.alert(id)).progress.byState['delivered'] ?? 0,
    (delivered) => delivered >= reachable.length + 50,
  );
  await approver.step(id, 'stop', { reason: 'the northern road is open' });
  a.calm();
  const stopped = await operator.untilAlert(
    id,
    ({ state, progress }) => state === 'stopped' && open.every((one) => progress.byState[one] === undefined),
  );
  const messages = await operator.messagesOf(id);
  const second = messages.filter(({ wave }) => wave === 2);
  expect(second.map(({ to }) => to).toSorted()).toEqual(reachable.toSorted());
  const states = Object.groupBy(second, ({ state }) => state);
  expect(states['suppressed']?.map(({ to }) => to)).toEqual([phones[9]]);
  const got = states['delivered'] ?? [];
  const withdrawn = states['cancelled'] ?? [];
  expect(got.length).toBeGreaterThanOrEqual(50);
  expect(withdrawn.length).toBeGreaterThan(0);
  expect(got.length + withdrawn.length + 1).toBe(reachable.length);

  expect(heard()).toHaveLength(2);

  // The figures of the report, and the log.
  expect(stopped.progress.byState).toEqual({
    delivered: reachable.length + got.length,
    failed: WRONG_NUMBERS,
    suppressed: OPTED_OUT + 1,
    cancelled: withdrawn.length,
  });
  expect(stopped.waves).toMatchObject([
    { wave: 1, kind: 'first', recipients: BY_THE_RIVER, complete: true },
    { wave: 2, kind: 'update', recipients: reachable.length, complete: true },
  ]);
  expect(stopped.log.map(({ by, action }) => `${by.name}: ${action}`)).toEqual([
    'test operator: create',
    'test operator: submit',
    'test approver: approve',
    'test operator: launch',
    ...stopped.log.filter(({ action }) => action === 'complete').map(() => 'the gateway: complete'),
    'test operator: proposeUpdate',
    'test approver: approveUpdate',
    'test approver: stop',
  ]);
  const report = await operator.get<Report>(`/v1/alerts/${id}/report`);
  expect(report.people).toMatchObject({
    total: BY_THE_RIVER,
    toReach: BY_THE_RIVER - OPTED_OUT,
    reached: reachable.length,
  });
  expect(report.notReached.people).toBe(WRONG_NUMBERS + OPTED_OUT);
  expect(report.answers.byMeaning).toMatchObject({ safe: 7, help: 2 });
  expect(report.byWave.map(({ delivered }) => delivered)).toEqual([reachable.length, got.length]);
  expect(report.byRoute.map(({ route }) => route)).toEqual(['carrier-a', 'carrier-b', 'modem-1']);
  const byRoutes = report.byRoute.reduce((sum, { delivered }) => sum + delivered, 0);
  expect(byRoutes).toBe(reachable.length + got.length);
  const group = { people: BY_THE_RIVER, reached: reachable.length };
  expect(report.byGroup).toEqual([
    { group: `list ${list.id}`, name: 'all', ...group },
    { group: `segment ${segment.id}`, name: 'by the river', ...group },
  ]);
  const moments = MOMENTS.map((moment) => Date.parse(report.timings[moment] ?? ''));
  expect(moments).toEqual(moments.toSorted((one, other) => one - other));
  expect(moments.every((moment) => Number.isSafeInteger(moment))).toBe(true);
  expect(report.curve.at(-1)?.people).toBe(reachable.length);
  expect(Date.parse(report.curve[0]?.at ?? '')).toBeGreaterThanOrEqual(moments[4] ?? Number.NaN);
  expect(a.violations).toEqual([]);
  expect(b.violations).toEqual([]);
  expect(modem.violations).toEqual([]);
});
