import type { AlertClient } from '../../../test/support/alerts/alert-client.ts';
import { capXml } from '../../../test/support/triggers/cap-documents.ts';
import {
  dam,
  flood,
  numberOf,
  numbers,
  people,
  question,
  smoke,
  water,
} from '../console/pictures/town-data.ts';
import { type Made, makeAreas } from '../console/pictures/town-parts.ts';

/** What the prefecture's people may do. */
export interface Officers {
  readonly operator: AlertClient;
  readonly approver: AlertClient;
  readonly admin: AlertClient;
}

/** What later steps need of the town. */
export interface Town {
  readonly list: number;
  readonly scenario: number;
}

const makeIn =
  (api: AlertClient) =>
  (path: string, body: object): Promise<Made> =>
    api.call<Made>('POST', `/v1/${path}`, body);

const fillPeople = async (
  { operator, admin }: Officers,
  count: number,
): Promise<{ list: number; area: number }> => {
  const make = makeIn(operator);
  const list = await make('lists', { name: 'Riverains de la Garonne', kind: 'emergency' });
  const news = await make('lists', { name: 'Lettre de la mairie', kind: 'information' });
  const csv = { headers: { 'content-type': 'text/csv' } };
  const consent = 'consent=given&consentSource=formulaire%202026';
  const job = await operator.call<Made>('POST', `/v1/imports?list=${list.id}&${consent}`, people(count), csv);
  await operator.until(
    () => operator.get<{ state: string }>(`/v1/imports/${job.id}`),
    ({ state }) => state === 'done',
  );
  await make('contacts', { number: numberOf(9800), name: 'Noël « Accents » Ñandú', language: 'es' });
  for (const number of numbers(10, 5))
    await operator.call('PUT', `/v1/lists/${news.id}/members/${number}`, { consentSource: 'formulaire' });
  for (const [index, number] of numbers(60, 12).entries())
    await make('opt-outs', { number, evidence: ['letter', 'telephone', 'e-mail'][index % 3] });
  const area = await makeAreas(make);
  await operator.call('PUT', '/v1/population', 'postalCode,inhabitants\n31000,1200\n31200,800\n', csv);
  const removed = await make('lists', { name: 'Ancienne liste', kind: 'information' });
  await operator.request('DELETE', `/v1/lists/${removed.id}`, undefined, { 'if-match': '"1"' });
  await admin.call('POST', `/v1/people/${encodeURIComponent(numberOf(299))}/erase`, {});
  return { list: list.id, area: area.id };
};

const fillScenarios = async (
  { operator, approver }: Officers,
  { list, area }: { list: number; area: number },
): Promise<number> => {
  const make = makeIn(operator);
  const audience = { include: [{ list }], within: [{ area }] };
  await make('templates', { name: 'Crue, monter à l’étage', content: flood });
  await make('templates', { name: 'Fumée toxique, se confiner', content: smoke });
  const scenario = await make('scenarios', {
    ...{ name: 'Crue', title: 'Crue de la Garonne', kind: 'live', severity: 'severe', priority: 'high' },
    ...{ content: flood, bounds: { place: { oneOf: ['quai nord', 'la gare'] } }, audience, question },
    validFor: 'P2D',
  });
  await approver.call('POST', `/v1/scenarios/${scenario.id}/approve`, undefined);
  await make('scenarios', {
    ...{ name: 'Barrage', kind: 'live', severity: 'extreme', priority: 'critical', content: dam },
    ...{ audience, validFor: 'PT4H' },
  });
  const exercise = await make('scenarios', {
    ...{ name: 'Exercice mensuel', kind: 'exercise', content: flood, values: { place: 'quai nord' } },
    ...{ audience: { include: [{ list }] }, validFor: 'PT1H' },
  });
  const plan = { cron: '0 12 29 2 *', timeZone: 'Europe/Paris', exercise: true };
  await make('schedules', { name: 'Chaque 29 février', scenario: exercise.id, ...plan });
  await make('schedules', { name: 'Arrêté', scenario: exercise.id, ...plan, enabled: false });
  return scenario.id;
};

const fillDuty = async ({ operator, admin }: Officers, hook: string): Promise<void> => {
  const make = makeIn(operator);
  await admin.call('POST', '/v1/users', { name: 'Chloé', roles: ['viewer'], language: 'fr' });
  await make('rosters', {
    ...{ name: 'Préfecture', timeZone: 'Europe/Paris' },
    shifts: [{ everyDays: 7, start: '2026-01-01', at: '08:00', who: ['Anna', 'Bruno'] }],
  });
  await make('rosters', {
    ...{ name: 'Mairie, nuits', timeZone: 'Europe/Paris', fallback: ['Dr Roux'] },
    people: [{ name: 'Dr Roux', phone: numberOf(9045), language: 'fr' }],
    shifts: [{ days: ['mon', 'wed', 'fri'], from: '20:00', to: '08:00', who: ['Dr Roux'] }],
  });
  await make('keywords', { word: 'ABRI', reply: 'Gymnase Leo Lagrange, ouvert des 18 h.' });
  await admin.call('POST', '/v1/webhooks', {
    name: 'Salle de crise',
    url: hook,
    events: ['alert'],
  });
  await admin.call('POST', '/v1/launch-codes', { phone: numberOf(9902) });
  await make('drills', {
    ...{ name: 'Lundi matin', cron: '0 3 1 1 *', timeZone: 'Europe/Paris', within: 'PT10S' },
    ...{ numbers: numbers(9000, 3), text: 'EXERCICE - ne rien faire.' },
  });
};

const fillTriggers = async ({ operator, admin }: Officers): Promise<void> => {
  for (const level of ['3', '1'])
    await admin.call('POST', '/v1/triggers/pumping-station', { id: `pump-${level}`, level, site: 'la gare' });
  const cap = capXml({ identifier: 'crue-1', sent: new Date().toISOString().replace(/\.\d+Z$/, '+00:00') });
  await operator.request('POST', '/v1/cap', cap, { 'content-type': 'application/cap+xml' });
};

/** Leaves in the store what a prefecture prepares on a quiet day. */
export const fillTown = async (officers: Officers, hook: string, count: number): Promise<Town> => {
  const found = await fillPeople(officers, count);
  const scenario = await fillScenarios(officers, found);
  await fillDuty(officers, hook);
  await fillTriggers(officers);
  return { list: found.list, scenario };
};

/** What the town's people write back. */
export type Write = (from: string, text: string) => Promise<void>;

/** Lets alerts happen: one with answers, an update, an end, one that is stopped, drafts, one that waits for approval. */
export const fillAlerts = async (
  { operator, approver }: Officers,
  { list }: Town,
  write: Write,
): Promise<void> => {
  const draft = (title: string, more: object): Promise<Made> =>
    operator.call<Made>('POST', '/v1/alerts', {
      ...{ title, kind: 'live', severity: 'severe', validFor: 'P2D', content: flood },
      ...{ values: { place: 'quai nord' }, audience: { include: [{ list }] }, ...more },
    });
  const launch = async (id: number): Promise<void> => {
    const { hash } = await operator.preview(id);
    await operator.step(id, 'submit');
    await approver.step(id, 'approve', { hash });
    await operator.launch(id);
  };
  const done = (id: number, waves: number) =>
    operator.untilAlert(id, (alert) => alert.waves.length === waves && alert.state === 'completed');

  const main = await draft('Crue de la Garonne', { question, priority: 'high' });
  await launch(main.id);
  await done(main.id, 1);
  for (const number of numbers(100, 20)) await write(number, '1');
  await write(numberOf(120), "2 L'eau monte, ma mère ne marche pas");
  await write(numberOf(121), 'au secours');
  await write(numberOf(122), 'Est-ce que le pont est ouvert ?');
  await write(numberOf(123), 'STOP');
  await write(numberOf(9000), 'ABRI');
  await operator.until(
    () => operator.get<{ items: unknown[] }>('/v1/inbox?limit=100'),
    ({ items }) => items.length >= 25,
  );
  const { items: cases } = await operator.get<{ items: { id: number }[] }>('/v1/cases');
  const [first] = cases;
  if (first !== undefined) {
    await operator.call('POST', `/v1/cases/${first.id}/take`, {});
    await operator.call('POST', `/v1/cases/${first.id}/close`, { outcome: 'helped' });
  }
  await operator.call('POST', `/v1/alerts/${main.id}/notes`, { text: 'Pont neuf fermé à 3 h 10.' });
  const update = { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Crue : pont coupé.' }] };
  const waiting = await operator.step(main.id, 'update', { content: update });
  await approver.step(main.id, 'approve', { hash: waiting.proposedUpdate?.hash });
  await done(main.id, 2);

  const ended = await draft('Coupure d’eau potable', { content: water });
  await launch(ended.id);
  await done(ended.id, 1);
  await operator.call('POST', `/v1/alerts/${ended.id}/end`);
  await done(ended.id, 2);

  const exercise = await draft('Exercice', {
    kind: 'exercise',
    audience: { include: [{ numbers: numbers(500, 9) }] },
  });
  await operator.launch(exercise.id);
  const pending = await draft('Fumée toxique', { content: smoke, severity: 'extreme' });
  await operator.step(pending.id, 'submit');
  const dropped = await draft('Brouillon jeté', {});
  await operator.step(dropped.id, 'discard');
  const tested = await draft('Brouillon', {});
  await operator.call('POST', `/v1/alerts/${tested.id}/test`, { numbers: [numberOf(9901)] });
  await operator.call('POST', '/v1/drills/1/run', {});
};
