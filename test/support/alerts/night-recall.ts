import { expect } from 'vitest';
import { numberOf } from '../store/messages.ts';
import { anna, codeIn, inFrench, type Night, type NightView } from './night.ts';

const asked = Array.from({ length: 5 }, (_, index) => numberOf(8000 + index));
const later = Array.from({ length: 5 }, (_, index) => numberOf(8100 + index));
const ASKS = 'Rappel du personnel. Venez-vous ? Répondez 1 oui, 2 non.';
const ENOUGH = 'Assez de renfort, merci.';
const AFTER_MS = 60_000;

interface RecallView extends NightView {
  readonly escalation: { readonly state: string; readonly step: number; readonly answered: number };
}

const numbers = (some: readonly string[]) => ({ include: [{ numbers: some }] });

/** Calls five people back, of whom two come; a minute later five more, of whom one comes: three are enough. Gives the alert. */
export const recallStaff = async (night: Night): Promise<number> => {
  const { operator, clock } = night;
  const { id } = await operator.create({
    title: 'Rappel',
    content: inFrench(ASKS),
    audience: numbers(asked),
    validFor: 'PT2H',
    question: {
      answers: [
        { word: '1', meaning: 'yes' },
        { word: '2', meaning: 'no' },
      ],
      openFor: 'PT1H',
    },
    escalation: {
      need: 3,
      meaning: 'yes',
      steps: [{ audience: numbers(later), after: 'PT1M' }],
      whenFulfilled: inFrench(ENOUGH),
    },
  });
  const until = (satisfies: (alert: RecallView) => boolean) =>
    operator.until(() => operator.get<RecallView>(`/v1/alerts/${id}`), satisfies);
  await operator.step(id, 'submit', { launchOnApproval: true });
  const page = await night.shown(
    anna,
    new RegExp(`alerte RÉELLE ${id} "Rappel", 10 pers\\. au plus en 2 groupes`),
  );
  await night.writes(anna, `OK ${codeIn(page)}`);
  for (const number of asked) await night.shown(number, /^Rappel/);
  const [one = '', two = '', no = ''] = asked;
  await night.writes(one, '1');
  await night.writes(two, '1 oui');
  await night.writes(no, '2');
  const { escalation } = await until((alert) => alert.escalation.answered === 2);
  expect(escalation).toMatchObject({ state: 'waiting', step: 0 });
  expect(later.flatMap((number) => night.texts(number))).toEqual([]);

  // Two are not enough: a minute after the launch, further people are asked, and with the third yes nobody else is.
  clock.pass(20);
  for (const number of later) await night.shown(number, /^Rappel/);
  clock.pass(5);
  const [third = ''] = later;
  await night.writes(third, '1');
  const quiet = [...asked.slice(3), ...later.slice(1)];
  for (const number of quiet) await night.shown(number, /^Assez/);
  const done = await until(({ state }) => state === 'completed');
  expect(done.escalation).toMatchObject({ state: 'fulfilled', step: 1, answered: 3 });
  for (const number of [...asked, ...later]) {
    expect(night.texts(number)).toEqual(quiet.includes(number) ? [ASKS, ENOUGH] : [ASKS]);
  }
  expect(done.log.map(({ by, action }) => `${by.name}: ${action}`)).toEqual([
    'test operator: create',
    'test operator: submit',
    'the gateway: page',
    'Anna: pageAnswered',
    'Anna: approve',
    'test operator: launch',
    'the gateway: escalate',
    'the gateway: fulfilled',
    'the gateway: complete',
  ]);
  const timeOf = (wanted: string) => Date.parse(done.log.find(({ action }) => action === wanted)?.at ?? '');
  const waited = timeOf('escalate') - timeOf('launch');
  expect(waited).toBeGreaterThanOrEqual(AFTER_MS);
  expect(waited).toBeLessThan(AFTER_MS + 20_000);
  expect(done.progress.people).toMatchObject({ total: 10, reached: 10 });
  expect(done.waves.map(({ recipients }) => recipients)).toEqual([5, 5, quiet.length]);
  return id;
};
