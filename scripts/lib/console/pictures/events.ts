import { setTimeout } from 'node:timers/promises';
import type { AlertClient } from '../../../../test/support/alerts/alert-client.ts';
import type { PersonOnApi } from '../../../../test/support/console/new-alert-rig.ts';
import type { ConsoleNight } from '../../../../test/support/console/night.ts';
import type { Town } from './town.ts';
import { climb, cries, fire, flood, numberOf, numbers, question, smoke, water } from './town-data.ts';

/** The carriers answer so late while the alert goes out that it lasts as long as the pictures take. */
const SLOW_MS = 9000;

/** As late as a carrier at which many send at once: it lasts some minutes, as the forecast then says. */
const BUSY_MS = 3000;
/** How long an SMS takes on a quiet day. */
const [ORANGE_MS, SFR_MS] = [1400, 2300];

/** A phone that no carrier reaches: the one that the guide asks about. */
export const UNREACHED = numberOf(42);

/** The ids of what there is to see. */
export interface Events {
  readonly live: number;
  readonly pending: number;
  readonly stopped: number;
  readonly exercise: number;
  readonly past: number;
  readonly draft: number;
  readonly message: string;
  /** Of the live alert, to a phone that got nothing. */
  readonly unreached: string;
  readonly drill: number;
}

/** Lets a night happen: alerts in every state, cries for help, a carrier that goes down, a drill. */
export const letItHappen = async (night: ConsoleNight, anna: PersonOnApi, town: Town): Promise<Events> => {
  const api: AlertClient = night.client;
  const write = (body: object): Promise<{ id: number; version: number }> =>
    anna.call('POST', '/v1/alerts', { severity: 'severe', validFor: 'PT2H', ...body });
  const go = async (id: number, more: object = {}): Promise<void> => {
    const { hash } = await api.preview(id);
    await anna.call('POST', `/v1/alerts/${id}/launch`, { hash, ...more });
  };
  const glass = { breakGlass: true, reason: 'alone on duty, the water is at the quay' };
  const settled = (id: number) =>
    api.untilAlert(id, ({ progress }) => (progress.byState['delivered'] ?? 0) > 50 && progress.toCome === 0);

  const dead = new Set([UNREACHED, ...[57, 96, 208, 316].map(numberOf), ...numbers(1010, 9)]);
  night.orange.misbehave({ undeliverable: dead });
  night.sfr.misbehave({ undeliverable: dead });
  const drill = await api.call<{ id: number }>('POST', '/v1/drills', {
    name: 'Lundi matin',
    cron: '0 10 * * 1',
    timeZone: 'Europe/Paris',
    numbers: numbers(9000, 3),
    text: 'EXERCICE - mesure du delai, ne rien faire.',
  });
  night.orange.misbehave({ slowMs: ORANGE_MS });
  night.sfr.misbehave({ slowMs: SFR_MS });
  await anna.call('POST', `/v1/drills/${drill.id}/run`, {});
  await setTimeout(2 * SFR_MS);
  night.orange.misbehave({ slowMs: 0 });
  night.sfr.misbehave({ slowMs: 0 });
  const past = await write({
    kind: 'live',
    title: 'Coupure d’eau potable, quartier sud',
    content: water,
    values: { place: 'quartier sud' },
    question,
    audience: { include: [{ numbers: numbers(900, 140) }] },
  });
  await go(past.id, glass);
  await settled(past.id);
  for (const index of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) await night.writes(numberOf(900 + index), '1');
  await night.writes(numberOf(915), 'Merci, on est chez ma fille');
  await anna.call('POST', `/v1/alerts/${past.id}/end`, {}).catch(() => {});
  await api.untilAlert(past.id, ({ progress }) => progress.toCome + (progress.byState['queued'] ?? 0) === 0);
  const message = await api.call<{ id: string }>('POST', '/v1/messages', {
    to: numberOf(9001),
    text: 'Réunion de crise à 4 h, salle Garonne.',
  });

  night.orange.misbehave({ slowMs: SLOW_MS });
  night.sfr.misbehave({ slowMs: SLOW_MS });
  const stopped = await write({
    kind: 'live',
    title: 'Évacuation du quartier des Minimes',
    content: fire,
    values: { place: 'les Minimes' },
    audience: { include: [{ numbers: numbers(400, 300) }] },
  });
  await go(stopped.id, glass);
  await api.untilAlert(stopped.id, ({ progress }) => (progress.byState['sending'] ?? 0) > 3);
  await anna.call('POST', `/v1/alerts/${stopped.id}/stop`);

  night.orange.misbehave({ slowMs: 0 });
  night.sfr.misbehave({ slowMs: 0 });
  const live = await write({
    kind: 'live',
    title: 'Crue de la Garonne, rive nord',
    priority: 'high',
    content: flood,
    values: { place: 'quai nord' },
    question,
    audience: { include: [{ list: town.list }] },
  });
  await go(live.id, glass);
  await api.untilAlert(live.id, ({ progress }) => (progress.byState['delivered'] ?? 0) > 480);
  const { items } = await api.get<{ items: readonly { id: string; alert: number | null }[] }>(
    `/v1/messages?to=${encodeURIComponent(UNREACHED)}`,
  );
  const unreached = items.find(({ alert }) => alert === live.id)?.id ?? '';
  night.orange.misbehave({ slowMs: BUSY_MS });
  night.sfr.cut();
  for (const [index, text] of cries.entries()) await night.writes(numberOf(100 + index), text);
  for (const number of numbers(110, 60)) await night.writes(number, '1');
  await night.writes(numberOf(180), 'Est-ce que le pont est ouvert ?');
  await anna.call('POST', `/v1/alerts/${live.id}/notes`, { text: 'Pont neuf fermé à 3 h 10 par la police.' });

  const exercise = await write({
    kind: 'exercise',
    title: 'Exercice mensuel des sirènes',
    priority: 'low',
    content: flood,
    values: { place: 'quai nord' },
    audience: { include: [{ numbers: numbers(1200, 24) }] },
  });
  await go(exercise.id);
  const pending = await write({
    kind: 'live',
    title: 'Fumée toxique, zone du port',
    severity: 'extreme',
    content: smoke,
    values: { place: 'zone du port' },
    audience: { include: [{ list: town.list }], within: [{ area: town.area }] },
  });
  await anna.call('POST', `/v1/alerts/${pending.id}/submit`, {});
  const draft = await write({
    kind: 'live',
    title: 'Crue, rive sud',
    content: climb,
    values: { place: 'rive sud' },
    audience: { include: [{ list: town.list }] },
  });
  await anna
    .call('POST', '/v1/approvals/delegations', {
      to: 'Bruno',
      until: new Date(Date.now() + 36e5 * 9).toISOString(),
    })
    .catch(() => {});
  return {
    live: live.id,
    pending: pending.id,
    stopped: stopped.id,
    exercise: exercise.id,
    past: past.id,
    draft: draft.id,
    message: message.id,
    unreached,
    drill: drill.id,
  };
};
