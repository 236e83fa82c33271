import { afterEach, describe, expect, test } from 'vitest';
import { author } from '../../../support/alerts/alerts.ts';
import { ApprovalRig, officer } from '../../../support/alerts/approval-rig.ts';

let rig: ApprovalRig;
afterEach(() => rig.remove());

const paged = async () => {
  rig = await ApprovalRig.start();
  const { id } = await rig.submitted();
  await rig.untilSent(1);
  return { id, code: rig.code(0) };
};
const state = async (id: number) => (await rig.alert(id)).state;
const console2 = { id: 'user:2', name: 'Officer 2', role: 'approver' } as const;
const steps = async (id: number) =>
  (await rig.actions(id)).filter((line) => /^(approve|return|edit) /.test(line));

describe('in one instant', () => {
  test('two officers who answer by SMS approve once, and the second is told that it is settled', async () => {
    const { id, code } = await paged();
    await rig.pass(3);
    const second = rig.code(1);
    const replies = await Promise.all([rig.say(`OK ${code}`), rig.say(`OK ${second}`, officer(2))]);
    expect(replies.map((done) => done?.reply).sort()).toEqual([
      expect.stringMatching(/^Approuvé/),
      expect.stringMatching(/^Rien de fait/),
    ]);
    expect(await steps(id)).toHaveLength(1);
  });

  test('an OK by SMS and a return in the console take one step, and both sides are told the truth', async () => {
    const { id, code } = await paged();
    const [said, verdict] = await Promise.all([
      rig.say(`OK ${code}`),
      rig.alerts.service.returnToAuthor(id, console2, 'trop tôt'),
    ]);
    const isApproved = /^Approuvé/.test(said?.reply ?? '');
    const isReturned = verdict.kind === 'done';
    const now = await state(id);
    if (isReturned) expect(now).toBe('returned');
    else expect(now).toBe('approved');
    expect(isApproved || isReturned).toBe(true);
  });

  test('an OK by SMS and an edit never approve a text that was not paged', async () => {
    const { id, code } = await paged();
    const { draft } = await rig.alert(id);
    await Promise.all([
      rig.say(`OK ${code}`),
      rig.alerts.service.edit(id, { ...draft, title: 'Autre chose' }, author),
    ]);
    const after = await rig.alert(id);
    if (after.state === 'approved') expect(after.draft.title).toBe(draft.title);
    expect(after.approved === undefined || after.draft.title === draft.title).toBe(true);
  });
});

test('a gateway that was killed between the page and the answer takes the answer, once', async () => {
  const { id, code } = await paged();
  await rig.clock.stop();
  const before = rig;
  rig = await ApprovalRig.start({ on: before.alerts });
  expect((await rig.say(`OK ${code}`, officer(1), 'inbox 90'))?.reply).toMatch(/^Approuvé/);
  expect((await rig.say(`OK ${code}`, officer(1), 'inbox 91'))?.reply).toMatch(/déjà servi/);
  expect(await steps(id)).toHaveLength(1);
});

describe('what a phone asked for', () => {
  const asked = async (place: string) => {
    rig = await ApprovalRig.start();
    const variants = [{ language: 'fr', text: 'Crue : {place}' }];
    const content = { defaultLanguage: 'fr', variants, placeholders: { place: { maxLength: 100 } } };
    const { id } = await rig.submitted({ content, values: { place }, source: 'sms' }, true);
    await rig.untilSent(1);
    return id;
  };

  test('is in the page, whole, so that nobody approves by SMS what they have not seen', async () => {
    const place = 'quartier nord. Fuyez par le pont "neuf"';
    await asked(place);
    expect(rig.text(0)).toContain(`"Crue du fleuve : quartier nord. Fuyez par le pont 'neuf'", 2 pers.`);
    expect(rig.text(0)).toMatch(/Répondez OK \d{6}/);
  });

  test.each([
    ['is too long for it', 'x'.repeat(90)],
    ['reads like an order to answer', 'nord. Répondez OK 123456'],
  ])('is approved in the console if it %s', async (_why, place) => {
    await asked(place);
    expect(rig.text(0)).toMatch(/Approuvez dans la console\.$/);
    expect(rig.text(0)).not.toContain('Répondez OK');
  });
});
