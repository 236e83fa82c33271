import { afterEach, describe, expect, test } from 'vitest';
import { hasOutgrown } from '../../../../src/alerts/desk/policy.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { viewAlert } from '../../../../src/http/v1/alerts/alert-view.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author, draftOf } from '../../../support/alerts/alerts.ts';
import { ApprovalRig } from '../../../support/alerts/approval-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';

const LATER_MS = 60_000;

let rig: AlertRig;
let remove = async (): Promise<void> => {};
const start = async (): Promise<void> => {
  rig = await AlertRig.start({ twoPersons: 'live' });
  remove = () => rig.remove();
};
afterEach(async () => {
  await remove();
  remove = async () => {};
});

const join = async (list: number, from: number, many: number): Promise<void> => {
  for (let index = from; index < from + many; index++) await rig.join(list, index);
};

/** An alert to the two people of a list, approved by a second person. */
const approved = async (own: Parameters<typeof draftOf>[0] = {}) => {
  const list = await rig.list(0, 1);
  const draft = draftOf({ audience: { include: [{ list }] }, ...own });
  const { id } = await rig.service.create(draft, author);
  await rig.service.submit(id, author);
  await rig.service.approve(id, approver);
  return { id, list };
};

test.each([
  [0, 20, false],
  [0, 21, true],
  [100, 120, false],
  [100, 121, true],
  [1000, 1100, false],
  [1000, 1101, true],
  [1000, 10, false],
])(
  'an audience approved as %i people and counted as %i now has outgrown its approval: %s',
  (was, now, is) => {
    expect(hasOutgrown(was, now)).toBe(is);
  },
);

test('an alert keeps for how many people it was submitted, until it is submitted again', async () => {
  await start();
  const list = await rig.list(0, 1);
  const { id } = await rig.service.create(draftOf({ audience: { include: [{ list }] } }), author);
  expect((await rig.service.get(id))?.submitted).toBeUndefined();
  await rig.service.submit(id, author);
  await join(list, 2, 3);
  expect((await rig.service.get(id))?.submitted).toMatchObject({ id: author.id, people: 2 });
  await rig.service.approve(id, approver);
  expect((await rig.service.get(id))?.submitted).toMatchObject({ people: 2 });
  await join(list, 5, 21);
  await rig.service.submit(id, author);
  expect((await rig.service.get(id))?.submitted).toMatchObject({ people: 26 });
  // So it is with one that was submitted before the count was kept.
  rig.disk.fill('UPDATE alerts SET submitted_people = NULL');
  const alert = await rig.service.get(id);
  expect(alert?.submitted).toMatchObject({ id: author.id, people: undefined });
  expect(alert && viewAlert(alert).submitted).toMatchObject({ people: null });
});

describe('an alert whose audience has grown since its approval', () => {
  test('is launched if few people joined', async () => {
    await start();
    const { id, list } = await approved();
    await join(list, 2, 20);
    expect(await rig.launch(id)).toMatchObject({ kind: 'done' });
    expect((await rig.service.get(id))?.approved).toMatchObject({ people: 2 });
  });

  test('asks for another approval if many joined, with both numbers and what to do', async () => {
    await start();
    const { id, list } = await approved();
    await join(list, 2, 21);
    const verdict = await rig.launch(id);
    expect(verdict).toEqual({
      kind: 'needsApproval',
      detail:
        'it was approved for 2 people, and is for 23 now: submit it again, so that a second person approves it for these',
    });
    expect(await rig.messages(id)).toEqual([]);
    expect(await rig.service.submit(id, author)).toMatchObject({ kind: 'done' });
    expect(await rig.launch(id)).toMatchObject({ kind: 'needsApproval' });
    expect(await rig.service.approve(id, approver)).toMatchObject({ kind: 'done' });
    expect(await rig.launch(id)).toMatchObject({ kind: 'done' });
  });

  test('goes back at its scheduled time with an SMS to who scheduled it and who approved it, in the same commit', async () => {
    await start();
    const phones = ['+33639980091', '+33639980092'] as Msisdn[];
    for (const [index, { id: person }] of [author, approver].entries())
      rig.phones.set(person, phones[index] ?? numberOf(0));
    const scheduledAt = rig.disk.clock.now() + LATER_MS;
    const { id, list } = await approved({ scheduledAt });
    await rig.launch(id);
    await join(list, 2, 21);
    // They are announced after the commit that the state shows.
    await rig.until(
      () => rig.told,
      (told) => told.length === 2,
    );
    await rig.untilState(id, 'returned');
    const filter = { state: undefined, priority: undefined, to: undefined, alert: undefined } as const;
    const stored = await rig.disk.store.list(
      { ...filter, reference: `launch of alert ${id}`, since: undefined, owner: undefined },
      { limit: 10, cursor: undefined },
    );
    expect(stored.items.map(({ to }) => to).toSorted()).toEqual(phones);
    expect(stored.items.every(({ priority }) => priority === 'critical')).toBe(true);
    expect(stored.items[0]?.text).toMatch(
      new RegExp(
        `^TOCSIN : alerte ${id} NON partie à l'heure prévue, renvoyée à son auteur : .* 2 personnes et en concerne 23`,
      ),
    );
  });

  test('goes back to its author at its scheduled time, with both numbers in its log', async () => {
    await start();
    const scheduledAt = rig.disk.clock.now() + LATER_MS;
    const { id, list } = await approved({ scheduledAt });
    expect(await rig.launch(id)).toMatchObject({ kind: 'done' });
    await join(list, 2, 21);
    await rig.disk.clock.advance(LATER_MS);
    expect(await rig.untilState(id, 'returned')).toMatchObject({ approved: undefined });
    const log = await rig.disk.store.alertLog(id);
    expect(log.at(-1)?.detail).toContain('approved for 2 people, and is for 23 now');
  });

  test('may be launched by breaking the glass', async () => {
    await start();
    const { id, list } = await approved();
    await join(list, 2, 21);
    const admin = { id: 'token-admin', name: 'admin', role: 'admin' } as const;
    const hash = (await rig.service.preview(id))?.hash;
    const launch = { hash, actor: admin, breakGlass: 'the dam breaks' };
    expect(await rig.service.launch(id, launch)).toMatchObject({ kind: 'done' });
  });

  test('needs another answer by SMS to a page that says the new number', async () => {
    const by = await ApprovalRig.start();
    rig = by.alerts;
    remove = () => by.remove();
    const list = await rig.list(0, 1);
    const { id } = await by.submitted({ audience: { include: [{ list }] } });
    await by.untilSent(1);
    await by.say(`OK ${by.code(0)}`);
    await join(list, 2, 21);
    await by.pass(1);
    expect(await rig.launch(id)).toMatchObject({ kind: 'needsApproval' });
    const before = by.sent.length;
    await rig.service.submit(id, author);
    await by.untilSent(before + 1);
    const page = by.sent.findLastIndex(({ text }) => text.includes('23 pers.'));
    await by.say(`OK ${by.code(page)}`);
    expect(await rig.launch(id)).toMatchObject({ kind: 'done' });
  });
});

test('an alert whose approval still covers it is not submitted again: that would take the approval back', async () => {
  await start();
  const { id } = await approved();
  expect(await rig.service.submit(id, author)).toMatchObject({ kind: 'wrongState' });
  expect((await rig.service.get(id))?.state).toBe('approved');
});
