import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alertMaker } from '../../../src/alerts/desk/alert-maker.ts';
import { AlertRig } from '../../support/alerts/alert-rig.ts';
import { approver, author } from '../../support/alerts/alerts.ts';

const cap = { id: 'cap', name: 'CAP from vigilance@example.org', role: 'operator' } as const;

let rig: AlertRig;

beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'always' });
  await rig.create(1);
});
afterEach(() => rig.remove());

/** Withdraws the alert, and returns the events that webhooks would report. */
const withdrawn = async (): Promise<readonly string[]> => {
  const before = rig.announced.length;
  const maker = alertMaker(rig.service, rig.disk.store);
  expect(await maker.withdraw(1, cap, 'replaced')).toEqual({ kind: 'done', state: 'rejected' });
  return rig.announced.slice(before).map(({ action, detail }) => `${action}: ${detail}`);
};

test('a draft is withdrawn without asking anybody to approve it', async () => {
  expect(await withdrawn()).toEqual(['discard: replaced']);
});

test('an alert that waits for approval is withdrawn without asking anybody to approve it', async () => {
  await rig.service.submit(1, author);
  expect(await withdrawn()).toEqual(['discard: replaced']);
});

test('an alert that was returned to its author is withdrawn without asking anybody to approve it', async () => {
  await rig.service.submit(1, author);
  await rig.service.returnToAuthor(1, approver, 'too long');
  expect(await withdrawn()).toEqual(['discard: replaced']);
});

test('an approved alert that is withdrawn is rejected', async () => {
  await rig.service.submit(1, author);
  await rig.service.approve(1, approver);
  expect(await withdrawn()).toEqual(['reject: replaced']);
});

test('an alert that a CAP message leaves to an operator is announced at once, not with the next step of a person', async () => {
  const maker = alertMaker(rig.service, rig.disk.store);
  await maker.note(1, cap, 'held', 'an operator has to apply it');
  expect(rig.announced.at(-1)).toMatchObject({
    action: 'held',
    actor: cap,
    alert: { id: 1, state: 'draft' },
  });
  const told = await rig.disk.store.takeHappenings(10);
  expect(told.at(-1)).toMatchObject({
    type: 'alert.held',
    data: { alert: 1, by: cap.name, action: 'held', detail: 'an operator has to apply it' },
  });
});

test.each(['note', 'page', 'approvalOverdue', 'test'] as const)(
  'an alert with the line %s in its log still goes on by itself, since that changes nothing of it',
  async (action) => {
    const maker = alertMaker(rig.service, rig.disk.store);
    const note = { at: rig.disk.clock.now(), actor: approver, action, detail: 'Vu par le maire.' } as const;
    await rig.disk.store.logAlert(1, note);
    expect(await maker.advance(1, 'request', author, undefined)).toMatchObject({
      kind: 'done',
      state: 'pendingApproval',
    });
  },
);

test('who approved the scenario is no second person of a launch of their own, which waits for another', async () => {
  const own = { id: author.id, name: author.name, at: 0, meaning: {} };
  const maker = alertMaker(rig.service, rig.disk.store);
  expect(await maker.advance(1, 'launch', author, own)).toEqual({
    kind: 'refused',
    state: 'pendingApproval',
    reason: 'a second person must approve this alert first',
    awaitsApproval: true,
  });
});

test('what a trigger was to launch waits for a second person, whose approval launches it', async () => {
  const maker = alertMaker(rig.service, rig.disk.store);
  const waits = { kind: 'refused', state: 'pendingApproval', awaitsApproval: true };
  expect(await maker.advance(1, 'launch', author)).toMatchObject(waits);
  expect(await rig.service.get(1)).toMatchObject({ state: 'pendingApproval', launchOnApproval: true });
  // The trigger takes it up again after a crash.
  expect(await maker.advance(1, 'launch', author)).toMatchObject(waits);
});

test('what a trigger only hands in is not launched by its approval', async () => {
  const maker = alertMaker(rig.service, rig.disk.store);
  expect(await maker.advance(1, 'approve', author)).toEqual({ kind: 'done', state: 'pendingApproval' });
  expect((await rig.service.get(1))?.launchOnApproval).toBeUndefined();
});

describe('a correction that a CAP message brings', () => {
  const says = (text: string) => ({
    content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text }], placeholders: {} },
    validForMs: 3_600_000,
    expiresAt: undefined,
  });
  const free = says('Tout va bien, rentrez chez vous.');
  const isByHand = { actor: author, authors: ['token-poster'], isByHand: true };
  const out = async () => {
    const { id } = await rig.create(2);
    await rig.service.submit(id, author);
    await rig.service.approve(id, approver);
    await rig.launch(id);
    await rig.untilExpanded(id);
    return id;
  };
  const waves = async (id: number) => (await rig.disk.store.waves(id)).map(({ kind }) => kind);

  test.each(['cancel', 'update'] as const)(
    'and a person applies, a %s with free text, waits for a second person',
    async (kind) => {
      const id = await out();
      const maker = alertMaker(rig.service, rig.disk.store);
      expect(await maker.correct(id, kind, free, isByHand)).toMatchObject({
        kind: 'refused',
        reason: `the ${kind} waits for the approval of a second person`,
      });
      expect(await waves(id)).toEqual(['first']);
      const poster = { id: 'token-poster', name: 'poster' };
      const hash = (await rig.service.get(id))?.proposedUpdate?.hash;
      for (const by of [author, poster])
        expect(await rig.service.approve(id, by, hash)).toEqual({ kind: 'ownApproval' });
      expect(await rig.service.approve(id, approver, hash)).toMatchObject({ kind: 'done' });
      expect(await waves(id)).toEqual(['first', kind]);
    },
  );

  test('and a person applies, a cancel without a text of its own, goes out with the approved text', async () => {
    const id = await out();
    const maker = alertMaker(rig.service, rig.disk.store);
    expect(await maker.correct(id, 'cancel', undefined, isByHand)).toMatchObject({ kind: 'done' });
    expect(await waves(id)).toEqual(['first', 'cancel']);
  });

  test('and nobody applies, goes as far as the setting of the trigger lets it go', async () => {
    const id = await out();
    const maker = alertMaker(rig.service, rig.disk.store);
    const by = { actor: cap, isByHand: false };
    expect(await maker.correct(id, 'cancel', free, by)).toMatchObject({ kind: 'done' });
    expect(await waves(id)).toEqual(['first', 'cancel']);
  });
});
