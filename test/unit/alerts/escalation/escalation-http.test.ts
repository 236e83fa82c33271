import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { MINUTE_MS } from '../../../support/alerts/escalations.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
let http: PreparationRig;
beforeEach(async () => {
  rig = await AlertRig.start();
  http = PreparationRig.on(rig.disk, rig.service);
});
afterEach(async () => {
  await http.app.close();
  await rig.remove();
});

const numbers = (...indexes: number[]) => ({ include: [{ numbers: indexes.map(numberOf) }] });
const text = (said: string) => ({
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text: said }],
  placeholders: {},
});
/** Each field has a value that no default has. */
const escalation = {
  need: 2,
  meaning: 'yes',
  steps: [
    { audience: numbers(1), after: 'PT15M' },
    { audience: { ...numbers(2, 3), exclude: [{ numbers: [numberOf(3)] }] }, after: 'PT20M' },
  ],
  whenFulfilled: text('Nous sommes assez nombreux, merci.'),
  whenNotFulfilled: 'nothing',
};
const alert = {
  title: 'Rappel',
  content: text('Rappel du personnel. Venez-vous ? Répondez 1 oui, 2 non.'),
  audience: numbers(0),
  kind: 'live',
  validFor: 'PT2H',
  question: {
    answers: [
      { word: '1', meaning: 'yes' },
      { word: '2', meaning: 'no' },
    ],
    openFor: 'PT1H',
  },
  escalation,
};
const planned = { ...escalation, state: 'planned', step: 0, nextAt: null };

describe('an escalation by HTTP', () => {
  test('is shown with each of its fields as it was written, also after the draft was replaced and launched', async () => {
    const made = await http.ask('operator', 'POST', '/v1/alerts', alert);
    expect(made.json()).toMatchObject({ escalation: planned });
    const { id } = made.json<{ id: number }>();
    const put = await http.ask('operator', 'PUT', `/v1/alerts/${id}`, alert);
    expect(put.json()).toMatchObject({ escalation: planned });
    const preview = await http.ask('operator', 'POST', `/v1/alerts/${id}/preview`);
    expect(preview.json()).toMatchObject({
      escalation: {
        steps: [
          { after: 'PT15M', audience: 1, people: 1 },
          { after: 'PT20M', audience: 1, people: 1 },
        ],
        whenFulfilled: [{ language: 'fr', encoding: 'gsm7', parts: 1 }],
      },
    });
    const { hash } = preview.json<{ hash: string }>();
    const launched = await http.ask('operator', 'POST', `/v1/alerts/${id}/launch`, { hash });
    expect(launched.statusCode).toBe(202);
    const at = Date.parse(launched.json<{ launched: { at: string } }>().launched.at);
    const now = await http.ask('operator', 'GET', `/v1/alerts/${id}`);
    expect(now.json()).toMatchObject({
      escalation: {
        ...escalation,
        state: 'waiting',
        step: 0,
        answered: 0,
        nextAt: new Date(at + 15 * MINUTE_MS).toISOString(),
      },
    });
    await http.ask('operator', 'POST', `/v1/alerts/${id}/pause`);
    const paused = await http.ask('operator', 'GET', `/v1/alerts/${id}`);
    expect(paused.json()).toMatchObject({ escalation: { state: 'paused', nextAt: null } });
  });

  test('of a scenario goes with each alert that is made of it, whoever launches the scenario', async () => {
    const { title: _title, ...plan } = alert;
    const made = await http.ask('operator', 'POST', '/v1/scenarios', { ...plan, name: 'Rappel' });
    expect(made.json()).toMatchObject({ escalation });
    const { id } = made.json<{ id: number }>();
    const by = { id: 'sms', name: 'an SMS', role: 'operator' } as const;
    const launched = await http.launcher.launch(id, {
      values: {},
      asExercise: false,
      hash: undefined,
      breakGlass: undefined,
      version: undefined,
      source: 'sms',
      actor: by,
    });
    expect(launched.kind).toBe('launched');
    const [sent] = (await rig.service.list(undefined, { limit: 1, cursor: undefined })).items;
    expect(sent).toMatchObject({ escalation: { state: 'waiting', step: 0 } });
    expect(sent?.draft.escalation?.steps).toHaveLength(2);
  });

  test('is refused with the field that is wrong', async () => {
    const step = (after: string) => ({ audience: numbers(1), after });
    const refused = async (own: object) => {
      const answer = await http.ask('operator', 'POST', '/v1/alerts', { ...alert, ...own });
      expect(answer.statusCode).toBe(422);
      return answer.json<{ errors: { path: string; message: string }[] }>().errors.map(({ path }) => path);
    };
    const other = (own: object) => refused({ escalation: { ...escalation, ...own } });
    expect(await refused({ question: undefined })).toEqual(['escalation']);
    expect(await other({ meaning: 'maybe' })).toEqual(['escalation.meaning']);
    expect(await other({ need: 0 })).toEqual(['escalation.need']);
    expect(await other({ steps: [] })).toEqual(['escalation.steps']);
    expect(await other({ steps: Array.from({ length: 11 }, () => step('PT1M')) })).toEqual([
      'escalation.steps',
    ]);
    expect(await other({ steps: [step('PT50M'), step('PT50M'), step('PT50M')] })).toEqual([
      'escalation.steps[2].after',
    ]);
    expect(await other({ steps: [step('PT90M')] })).toEqual(['escalation.steps[0].after']);
    const { title: _title, ...plan } = alert;
    const unfit = { ...escalation, whenFulfilled: text('Merci, rendez-vous à {place}.') };
    const scenario = await http.ask('operator', 'POST', '/v1/scenarios', {
      ...plan,
      name: 'Rappel',
      values: {},
      escalation: unfit,
    });
    expect(scenario.json<{ errors: { path: string }[] }>().errors[0]?.path).toBe('escalation.whenFulfilled');
  });
});
