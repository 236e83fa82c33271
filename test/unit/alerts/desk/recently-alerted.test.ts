import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import type { StepVerdict } from '../../../../src/alerts/desk/verdict.ts';
import type { AlertDraft } from '../../../../src/domain/alerts/alert.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { numberOf } from '../../../support/store/messages.ts';

const WINDOW_MS = 600_000;
const other = { id: 'token-other', name: 'other', role: 'operator' } as const;

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ recentlyAlerted: WINDOW_MS });
});
afterEach(() => rig.remove());

const go = async (own: Partial<AlertDraft> = {}, again = false, people = 2): Promise<StepVerdict> => {
  const { id } = await rig.create(people, own);
  return rig.service.launch(id, { hash: undefined, actor: author, again });
};
const text = (said: string): Pick<AlertDraft, 'content'> => ({
  content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: said }], placeholders: {} },
});

describe('a second launch of the same within the time of alerts.recentlyAlerted', () => {
  test('is refused with the alert that went out, and sends nothing', async () => {
    await go();
    const second = await go();
    expect(second).toMatchObject({
      kind: 'recentlyAlerted',
      earlier: { id: 1, title: 'Crue du fleuve', launchedBy: author.name },
    });
    expect(await rig.disk.store.waves(2)).toEqual([]);
    expect(await rig.service.get(2)).toMatchObject({ state: 'draft', launched: undefined });
  });

  test('is refused also at the same instant: one of two drafts goes out', async () => {
    const made = await Promise.all([rig.create(2), rig.create(2)]);
    const verdicts = await Promise.all(
      made.map(({ id }) => rig.service.launch(id, { hash: undefined, actor: author })),
    );
    expect(verdicts.map(({ kind }) => kind).toSorted()).toEqual(['done', 'recentlyAlerted']);
    const waves = await Promise.all(made.map(({ id }) => rig.disk.store.waves(id)));
    expect(waves.flat()).toHaveLength(1);
  });

  test('passes with again, and log and audit name the earlier alert', async () => {
    await go();
    expect(await go({}, true)).toMatchObject({ kind: 'done' });
    const detail = expect.stringMatching(/^again: the same went out as alert 1 at \d{4}-/);
    expect((await rig.service.overview(2))?.log.at(-1)).toMatchObject({ action: 'launch', detail });
    const page = { limit: 1, cursor: undefined };
    const filter = { actor: undefined, action: 'alert.launch', subject: 'alert:2', since: undefined };
    expect((await rig.disk.store.audit(filter, page)).items).toMatchObject([{ detail: { detail } }]);
  });

  test('passes after that time', async () => {
    await go();
    await rig.disk.clock.advance(WINDOW_MS + 1);
    expect(await go()).toMatchObject({ kind: 'done' });
  });

  test('passes with other texts, to other people, or of another kind', async () => {
    await go();
    expect(await go(text('Fin de la crue.'))).toMatchObject({ kind: 'done' });
    expect(await go({}, false, 3)).toMatchObject({ kind: 'done' });
    expect(await go({ kind: 'exercise' })).toMatchObject({ kind: 'done' });
    expect(await go({ kind: 'exercise' })).toMatchObject({ kind: 'recentlyAlerted', earlier: { id: 4 } });
  });

  test('is refused for a scenario to the same audience, whatever values its texts have', async () => {
    await go({ scenario: 7, ...text('Crue à Tours.') });
    expect(await go({ scenario: 7, ...text('Crue à tours.') })).toMatchObject({ kind: 'recentlyAlerted' });
    expect(await go({ scenario: 8, ...text('Crue à Blois.') })).toMatchObject({ kind: 'done' });
  });

  test('is refused when the audience names the same parts in another order', async () => {
    const [one, two] = [{ numbers: [numberOf(0)] }, { numbers: [numberOf(1)] }];
    await go({ audience: { include: [one, two] } });
    expect(await go({ audience: { include: [two, one] } })).toMatchObject({ kind: 'recentlyAlerted' });
  });

  test('is refused also after a restart of the gateway', async () => {
    await go();
    await rig.stop();
    await rig.disk.reopen();
    rig = await AlertRig.start({ recentlyAlerted: WINDOW_MS }, rig.disk);
    expect(await go()).toMatchObject({ kind: 'recentlyAlerted', earlier: { id: 1 } });
  });

  test('does not count a launch that was refused, nor one that is scheduled and has not gone out', async () => {
    const later = rig.disk.clock.now() + 3_600_000;
    await go({ scheduledAt: later });
    expect(await go()).toMatchObject({ kind: 'done' });
  });

  test('leaves update, cancel and resend of the alert as they are', async () => {
    await go();
    await rig.untilExpanded(1);
    const correction = { ...text('Crue : restez en haut.'), values: {} };
    expect(await rig.service.update(1, correction, other)).toMatchObject({ kind: 'done' });
    expect(await rig.service.cancel(1, correction, { actor: other })).toMatchObject({ kind: 'done' });
  });
});

test('a trigger whose alert would repeat another leaves it to an operator, with the reason', async () => {
  await go();
  const { id } = await rig.create(2);
  const trigger = { id: 'trigger:grafana', name: 'trigger grafana', role: 'operator' } as const;
  const maker = alertMaker(rig.service, rig.disk.store);
  const draft = await maker.create((await rig.service.get(id))?.draft ?? expect.fail('no draft'), trigger);
  expect(await maker.advance(draft, 'launch', trigger)).toMatchObject({
    kind: 'refused',
    state: 'draft',
    repeats: 1,
    reason: expect.stringMatching(/^the same went out as alert 1 \("Crue du fleuve"\) at .* by author$/),
  });
});

test('with recentlyAlerted: 0s the same goes out twice', async () => {
  await rig.remove();
  rig = await AlertRig.start({ recentlyAlerted: 0 });
  await go();
  expect(await go()).toMatchObject({ kind: 'done' });
});
