import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertDraft } from '../../../../src/domain/alerts/alert.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author } from '../../../support/alerts/alerts.ts';
import { statesOf } from '../../../support/alerts/waves.ts';
import { requeued } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'live', breakGlass: ['operator'] });
});
afterEach(() => rig.remove());

const says = (text: string) => ({
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text }],
  placeholders: {},
});
const free = { content: says('Tout va bien, rentrez chez vous.'), values: {} };
const cancelContent = says('Fausse alerte à {place}.');

/** An alert that two persons launched to four people: two have it, one message is with a route, one is queued. */
const halfway = async (own: Partial<AlertDraft> = {}): Promise<number> => {
  const { id } = await rig.create(4, { values: { place: 'Tours' }, cancelContent, ...own });
  await rig.service.submit(id, author);
  await rig.service.approve(id, approver);
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.1`, 2));
  return id;
};
const wave = async (id: number, number: number) =>
  (await rig.messages(id)).filter(({ alert }) => alert?.wave === number);
const textsOf = async (id: number, number: number) => (await wave(id, number)).map(({ text }) => text);
const actionsOf = async (id: number) => (await rig.disk.store.alertLog(id)).map(({ action }) => action);
const waiting = async (id: number) => (await rig.service.get(id))?.proposedUpdate;

describe('a cancel by one person where the policy asks for two', () => {
  test('sends the text that was approved with the alert, with its values of then', async () => {
    const id = await halfway();
    expect(await rig.service.cancel(id, undefined, { actor: author })).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(id);
    expect(await textsOf(id, 2)).toEqual(['Fausse alerte à Tours.', 'Fausse alerte à Tours.']);
  });

  test('sends that text also when it is given in full, and after an update that has other values', async () => {
    const id = await halfway();
    const update = { content: says('Crue à {place}.'), values: { place: 'Blois, appelez le 3615' } };
    await rig.service.update(id, update, author);
    await rig.service.approve(id, approver, (await waiting(id))?.hash);
    const given = { content: says('Fausse alerte à {place}.'), values: { place: 'Tours' } };
    expect(await rig.service.cancel(id, given, { actor: author })).toMatchObject({
      kind: 'done',
      alert: { proposedUpdate: undefined },
    });
    expect(await actionsOf(id)).toContain('cancel');
  });

  test('holds free text for a second person, and withdraws at once what no route has', async () => {
    const id = await halfway();
    const [held] = await rig.claim(`${id}.1`, 1);
    if (held === undefined) throw new Error('a message is queued');
    expect(await rig.service.cancel(id, free, { actor: author })).toMatchObject({ kind: 'done' });
    expect(rig.traffic.held).toContain(`${id}.1`);
    await rig.until(
      () => wave(id, 1),
      (messages) => messages.filter(({ state }) => state === 'cancelled').length === 1,
    );
    await rig.disk.store.settle([requeued(held)]);
    expect(statesOf(await wave(id, 1)).toSorted()).toEqual([
      'cancelled',
      'cancelled',
      'delivered',
      'delivered',
    ]);
    expect(await wave(id, 2)).toEqual([]);
    const proposed = await waiting(id);
    expect(proposed).toMatchObject({ what: 'cancel', texts: [{ text: free.content.variants[0]?.text }] });
    expect(await rig.service.resend(id, 'silent', author)).toMatchObject({ kind: 'wrongState' });
    expect(await rig.service.update(id, free, author)).toMatchObject({ kind: 'wrongState' });
    expect(await rig.service.approve(id, author, proposed?.hash)).toEqual({ kind: 'ownApproval' });
    expect(await rig.service.approve(id, approver, proposed?.hash)).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(id);
    expect(await textsOf(id, 2)).toEqual(Array(2).fill(free.content.variants[0]?.text));
    expect(await actionsOf(id)).toEqual(expect.arrayContaining(['proposeCancel', 'approveCancel']));
  });

  test('of a paused alert withdraws what it holds too, and a rejected text sends nothing', async () => {
    const id = await halfway();
    await rig.service.pause(id, author);
    await rig.service.cancel(id, free, { actor: author });
    const hash = (await waiting(id))?.hash;
    expect(await rig.service.reject(id, approver, 'wrong text', { hash })).toMatchObject({ kind: 'done' });
    await rig.untilState(id, 'completed');
    expect(statesOf(await rig.messages(id))).toEqual(['delivered', 'delivered', 'cancelled', 'cancelled']);
    expect(await actionsOf(id)).toContain('rejectCancel');
  });

  test('sends free text at once by breaking the glass, if the policy lets this role do so', async () => {
    const id = await halfway();
    const breakGlass = 'the dam holds';
    const by = (role: 'operator' | 'admin') => ({ actor: { ...author, role }, breakGlass });
    expect(await rig.service.cancel(id, free, by('admin'))).toMatchObject({ kind: 'glassForbidden' });
    expect(await rig.service.cancel(id, free, by('operator'))).toMatchObject({ kind: 'done' });
    expect((await rig.disk.store.alertLog(id)).at(-1)).toMatchObject({
      action: 'breakGlassCancel',
      detail: breakGlass,
    });
  });

  test('does not send a cancelContent that nobody else has seen, since the launch broke the glass', async () => {
    const { id } = await rig.create(1, { cancelContent: free.content });
    const hash = (await rig.service.preview(id))?.hash;
    await rig.service.launch(id, { hash, actor: author, breakGlass: 'the dam breaks' });
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.cancel(id, undefined, { actor: author });
    await rig.untilExpanded(id);
    expect(await textsOf(id, 2)).toEqual([expect.stringMatching(/^Annulation de l'alerte de /)]);
  });
});

test('an urgent update whose text was approved with the alert needs no second person', async () => {
  const id = await halfway();
  const update = { content: says('Fausse alerte à Tours.'), values: {} };
  expect(await rig.service.update(id, update, author)).toMatchObject({
    alert: { proposedUpdate: undefined },
  });
  expect(await actionsOf(id)).toContain('update');
});

test('where nobody may break the glass, neither a launch nor an update does', async () => {
  await rig.remove();
  rig = await AlertRig.start({ twoPersons: 'live', breakGlass: 'nobody' });
  const { id } = await rig.create(1);
  const hash = (await rig.service.preview(id))?.hash;
  const glass = 'the dam breaks';
  expect(await rig.service.launch(id, { hash, actor: author, breakGlass: glass })).toMatchObject({
    kind: 'glassForbidden',
  });
  const gone = await halfway();
  expect(await rig.service.update(gone, free, author, glass)).toMatchObject({ kind: 'glassForbidden' });
});

test('a change of cancelContent or endContent takes the approval of the alert back', async () => {
  const { id, draft } = await rig.create(1, { endContent: says('Fin.') });
  const hashes = await Promise.all(
    [draft, { ...draft, endContent: says('Fini.') }, { ...draft, cancelContent }].map(
      async (one) => (await rig.service.previewDraft(one)).hash,
    ),
  );
  expect(new Set(hashes).size).toBe(3);
  expect((await rig.service.get(id))?.draft.endContent).toEqual(says('Fin.'));
});

test('an alert whose cancelContent lacks a value is not launched', async () => {
  const { id } = await rig.create(1, { cancelContent });
  expect((await rig.service.preview(id))?.blockers).toMatchObject([
    { code: 'unfitContent', path: 'cancelContent' },
  ]);
});
