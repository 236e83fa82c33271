import { afterEach, beforeEach, expect, test } from 'vitest';
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
