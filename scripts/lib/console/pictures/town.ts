import type { AlertClient } from '../../../../test/support/alerts/alert-client.ts';
import type { PersonOnApi } from '../../../../test/support/console/new-alert-rig.ts';
import { dam, flood, numbers, people, question, smoke } from './town-data.ts';
import { type Made, makeAreas } from './town-parts.ts';

const PEOPLE = 1500;

export interface Town {
  readonly list: number;
  readonly area: number;
  readonly scenario: number;
  readonly roster: number;
}

/** Leaves in the store what a prefecture would have prepared on a quiet day. */
export const buildTown = async (
  api: AlertClient,
  approver: PersonOnApi,
  hook: string,
  timeZone: string,
): Promise<Town> => {
  const make = (path: string, body: object): Promise<Made> => api.call<Made>('POST', `/v1/${path}`, body);
  const list = await make('lists', { name: 'Riverains de la Garonne', kind: 'emergency' });
  await make('lists', { name: 'Lettre de la mairie', kind: 'information' });
  await make('lists', { name: 'Agents communaux et élus d’astreinte', kind: 'emergency' });
  const job = await api.call<Made>(
    'POST',
    `/v1/imports?list=${list.id}&consent=given&consentSource=formulaire%202026`,
    people(PEOPLE),
    { headers: { 'content-type': 'text/csv' } },
  );
  await api.until(
    () => api.get<{ state: string }>(`/v1/imports/${job.id}`),
    ({ state }) => state === 'done',
  );
  for (const [index, number] of numbers(60, 12).entries())
    await make('opt-outs', { number, reason: ['letter', 'telephone', 'e-mail'][index % 3] }).catch(() => {});
  const area = await makeAreas(make);
  await make('templates', { name: 'Crue, monter à l’étage', content: flood });
  await make('templates', { name: 'Fumée toxique, se confiner', content: smoke });
  const scenario = await make('scenarios', {
    name: 'Crue de la Garonne, rive nord',
    title: 'Crue de la Garonne',
    kind: 'live',
    severity: 'severe',
    priority: 'high',
    content: flood,
    bounds: { place: { oneOf: ['quai nord', 'la gare', 'le port'] } },
    audience: { include: [{ list: list.id }], within: [{ area: area.id }] },
    question,
    validFor: 'PT2H',
  });
  await approver.call('POST', `/v1/scenarios/${scenario.id}/approve`, {}, scenario.version);
  const overtopping = await make('scenarios', {
    name: 'Barrage qui déborde, rive nord',
    title: 'Barrage qui déborde',
    kind: 'live',
    severity: 'extreme',
    priority: 'critical',
    content: dam,
    bounds: { place: { oneOf: ['la colline de Pech-David', 'le lycée du plateau'] } },
    audience: { include: [{ list: list.id }], within: [{ area: area.id }] },
    question,
    validFor: 'PT4H',
  });
  await approver.call('POST', `/v1/scenarios/${overtopping.id}/approve`, {}, overtopping.version);
  await make('scenarios', {
    name: 'Fumée toxique, zone du port',
    kind: 'live',
    severity: 'extreme',
    content: smoke,
    audience: { include: [{ list: list.id }] },
    validFor: 'PT4H',
  });
  const exercise = await make('scenarios', {
    name: 'Exercice mensuel des sirènes',
    kind: 'exercise',
    content: flood,
    values: { place: 'quai nord' },
    audience: { include: [{ list: list.id }] },
    validFor: 'PT1H',
  });
  await make('schedules', {
    name: 'Premier mercredi du mois',
    cron: '0 12 1 * *',
    timeZone,
    scenario: exercise.id,
    exercise: true,
  });
  await make('schedules', {
    name: 'Crue, chaque lundi à 10 h',
    cron: '0 10 * * 1',
    timeZone,
    scenario: scenario.id,
    values: { place: 'quai nord' },
    exercise: true,
    enabled: false,
  });
  const roster = await make('rosters', {
    name: 'Préfecture',
    timeZone,
    shifts: [{ everyDays: 7, start: '2026-01-01', at: '08:00', who: ['Anna', 'Bruno'] }],
  });
  await make('rosters', {
    name: 'Mairie, nuits',
    timeZone,
    people: [{ name: 'Dr Roux', phone: '+33639989045', language: 'fr' }],
    shifts: [{ days: ['mon', 'wed', 'fri'], from: '20:00', to: '08:00', who: ['Anna'] }],
    fallback: ['Dr Roux'],
  });
  await make('keywords', { word: 'ABRI', reply: 'Gymnase Leo Lagrange, ouvert des 18 h.' });
  await make('webhooks', { name: 'Salle de crise', url: hook, events: ['alert', 'alarm'] });
  await make('launch-codes', { user: 'Anna' }).catch(() => {});
  return { list: list.id, area: area.id, scenario: scenario.id, roster: roster.id };
};
