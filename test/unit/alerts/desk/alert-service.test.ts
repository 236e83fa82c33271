import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../../../src/domain/alerts/alert.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author, draftOf } from '../../../support/alerts/alerts.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
afterEach(() => rig.remove());

const hashOf = async (alert: Alert): Promise<string> => (await rig.service.preview(alert.id))?.hash ?? '';
const actions = async ({ id }: Alert) =>
  ((await rig.service.overview(id))?.log ?? []).map(({ action, actorName }) => `${actorName}: ${action}`);

describe('an alert that needs no second person', () => {
  beforeEach(async () => {
    rig = await AlertRig.start();
  });

  test('sends each person one message when it is launched with the hash of its preview', async () => {
    const alert = await rig.create(3);
    const hash = await hashOf(alert);
    const launched = await rig.service.launch(alert.id, { hash, actor: author });
    expect(launched).toMatchObject({ kind: 'done', alert: { state: 'sending', launched: { hash } } });
    await rig.untilExpanded(alert.id);
    const messages = await rig.messages(alert.id);
    expect(messages.map(({ to, text, state }) => ({ to, text, state }))).toEqual(
      [0, 1, 2].map((index) => ({
        to: numberOf(index),
        text: 'Crue : gagnez les hauteurs.',
        state: 'queued',
      })),
    );
    expect(messages[0]).toMatchObject({ priority: 'critical', from: 'PREFECTURE', owner: author.id });
  });

  test('is completed when all of its messages are final, and the log says how many people were reached', async () => {
    const alert = await rig.create(3);
    await rig.launch(alert.id);
    await rig.untilExpanded(alert.id);
    const [first, ...rest] = await rig.claim(`${alert.id}.1`);
    if (first === undefined) throw new Error('nothing was to be claimed');
    await rig.deliver(rest);
    await rig.refuse([first]);
    const done = await rig.untilState(alert.id, 'completed');
    expect(done?.finishedAt).toBeDefined();
    expect((await rig.service.overview(alert.id))?.log.at(-1)).toMatchObject({
      action: 'complete',
      actor: 'tocsin',
      detail: '2 of 3 people reached',
    });
  });

  test('is not launched when somebody joined its audience after the preview', async () => {
    const list = await rig.list(1, 2);
    const alert = await rig.service.create(draftOf({ audience: { include: [{ list }] } }), author);
    const hash = await hashOf(alert);
    await rig.join(list, 3);
    const refused = await rig.service.launch(alert.id, { hash, actor: author });
    expect(refused).toMatchObject({ kind: 'changed', review: { people: 3 } });
    expect(await rig.messages(alert.id)).toEqual([]);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
  });

  test('is not launched when its text was changed after the preview', async () => {
    const alert = await rig.create(2);
    const hash = await hashOf(alert);
    const { draft } = alert;
    const variants = [{ language: 'fr', text: 'Crue : restez chez vous.' }];
    await rig.service.edit(alert.id, { ...draft, content: { ...draft.content, variants } }, author);
    expect(await rig.service.launch(alert.id, { hash, actor: author })).toMatchObject({ kind: 'changed' });
  });

  test('is launched once when a client that got no answer repeats the launch with its idempotency key', async () => {
    const alert = await rig.create(2);
    const hash = await hashOf(alert);
    const first = await rig.service.launch(alert.id, { hash, key: 'k1', actor: author });
    const again = await rig.service.launch(alert.id, { hash, key: 'k1', actor: author });
    expect(first).toMatchObject({ kind: 'done' });
    expect(again).toMatchObject({ kind: 'done', repeated: true });
    expect(await rig.service.launch(alert.id, { hash: 'another', key: 'k1', actor: author })).toEqual({
      kind: 'conflict',
    });
    expect(await rig.service.launch(alert.id, { hash, actor: author })).toMatchObject({ kind: 'wrongState' });
    await rig.untilExpanded(alert.id);
    expect(await rig.messages(alert.id)).toHaveLength(2);
  });

  test('is launched once when two people launch it at the same time', async () => {
    const alert = await rig.create(2);
    const hash = await hashOf(alert);
    const verdicts = await Promise.all(
      [author, approver].map((actor) => rig.service.launch(alert.id, { hash, actor })),
    );
    expect(verdicts.map(({ kind }) => kind).toSorted()).toEqual(['done', 'wrongState']);
    await rig.untilExpanded(alert.id);
    expect(await rig.messages(alert.id)).toHaveLength(2);
  });

  test('is not launched to an empty audience, nor to an audience whose people have all opted out', async () => {
    const nobody = await rig.create(0);
    const launched = await rig.launch(nobody.id);
    expect(launched).toMatchObject({
      kind: 'blocked',
      blockers: [{ code: 'emptyAudience', path: 'audience' }],
    });
    const number = numberOf(0);
    await rig.disk.store.optOut({ number, listId: 0, source: 'sms', evidence: 'STOP', at: 0 });
    const silent = await rig.create(1);
    expect(await rig.launch(silent.id)).toMatchObject({
      kind: 'blocked',
      blockers: [{ code: 'emptyAudience', message: 'is nobody: all 1 are suppressed' }],
    });
  });

  test('is not launched when one of its lists was removed, even if the audience has other people', async () => {
    const list = await rig.list(1, 2);
    const include = [{ list }, { numbers: [numberOf(7)] }];
    const alert = await rig.service.create(draftOf({ audience: { include } }), author);
    rig.disk.tearOut('lists', list);
    expect(await rig.launch(alert.id)).toMatchObject({
      kind: 'blocked',
      blockers: [{ code: 'missingAudience' }],
    });
  });

  test('is not launched while a placeholder of its text has no value', async () => {
    const variants = [{ language: 'fr', text: 'Crue à {place} : gagnez les hauteurs.' }];
    const content = { defaultLanguage: 'fr', variants, placeholders: {} };
    const alert = await rig.create(1, { content });
    expect(await rig.launch(alert.id)).toMatchObject({
      kind: 'blocked',
      blockers: [{ code: 'unfitContent' }],
    });
    await rig.service.edit(alert.id, { ...alert.draft, values: { place: 'Tours' } }, author);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
  });

  test('records people who opted out as suppressed, with the reason, and sends to all others', async () => {
    const number = numberOf(1);
    await rig.disk.store.optOut({ number, listId: 0, source: 'sms', evidence: 'STOP', at: 0 });
    const alert = await rig.create(3);
    await rig.launch(alert.id);
    await rig.untilExpanded(alert.id);
    const messages = await rig.messages(alert.id);
    expect(messages.map(({ state, reason }) => ({ state, reason }))).toEqual([
      { state: 'queued', reason: undefined },
      { state: 'suppressed', reason: 'has opted out' },
      { state: 'queued', reason: undefined },
    ]);
    expect(await rig.claim(`${alert.id}.1`)).toHaveLength(2);
  });

  test('is launched at its scheduled time, and not before', async () => {
    const at = rig.disk.clock.now() + 60_000;
    const alert = await rig.create(2, { scheduledAt: at });
    expect(await rig.launch(alert.id)).toMatchObject({ alert: { state: 'scheduled' } });
    await rig.disk.clock.advance(50_000);
    expect(await rig.messages(alert.id)).toEqual([]);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'wrongState' });
    const sending = await rig.untilState(alert.id, 'sending');
    expect(sending?.launched?.at).toBeGreaterThanOrEqual(at);
    expect(sending?.launched?.id).toBe(author.id);
    expect(await actions(alert)).toEqual(['author: create', 'author: schedule', 'the gateway: launch']);
  });

  test('is not launched before its scheduled time when a client repeats the launch request', async () => {
    const alert = await rig.create(2, { scheduledAt: rig.disk.clock.now() + 60_000 });
    const launch = { hash: await hashOf(alert), key: 'k1', actor: author };
    expect(await rig.service.launch(alert.id, launch)).toMatchObject({ alert: { state: 'scheduled' } });
    expect(await rig.service.launch(alert.id, launch)).toMatchObject({
      repeated: true,
      alert: { state: 'scheduled' },
    });
    expect(await rig.messages(alert.id)).toEqual([]);
  });

  test('is returned to its author with the reason when its list is removed before the scheduled time', async () => {
    const list = await rig.list(1, 2);
    const scheduledAt = rig.disk.clock.now() + 5000;
    const draft = draftOf({ audience: { include: [{ list }] }, scheduledAt });
    const alert = await rig.service.create(draft, author);
    await rig.launch(alert.id);
    rig.disk.tearOut('lists', list);
    const returned = await rig.untilState(alert.id, 'returned');
    expect(returned?.launched).toBeUndefined();
    expect((await rig.service.overview(alert.id))?.log.at(-1)?.detail).toContain('names what is gone');
  });

  test('expires at expiresAt if it was not launched', async () => {
    const alert = await rig.create(2, { expiresAt: rig.disk.clock.now() + 5000 });
    await rig.untilState(alert.id, 'expired');
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'wrongState' });
  });

  test('has no message that is valid after expiresAt', async () => {
    const expiresAt = rig.disk.clock.now() + 60_000;
    const alert = await rig.create(1, { expiresAt, validForMs: 3_600_000 });
    await rig.launch(alert.id);
    await rig.untilExpanded(alert.id);
    expect((await rig.messages(alert.id))[0]?.validUntil).toBe(expiresAt);
  });

  test('is not launched with overrideOptOut where the policy does not allow that', async () => {
    const alert = await rig.create(1, { overrideOptOut: true, severity: 'extreme' });
    await rig.service.submit(alert.id, author);
    expect(await rig.service.approve(alert.id, approver)).toMatchObject({ kind: 'done' });
    expect(await rig.launch(alert.id)).toMatchObject({
      kind: 'blocked',
      blockers: [{ code: 'overrideNotAllowed' }],
    });
  });
});

describe('the policy that asks for a second person', () => {
  beforeEach(async () => {
    rig = await AlertRig.start({ twoPersons: 'live', overrideOptOut: ['extreme'] });
  });

  test('lets an alert be launched only after another person has approved it', async () => {
    const alert = await rig.create(2);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'needsApproval' });
    await rig.service.submit(alert.id, author);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'needsApproval' });
    expect(await rig.service.approve(alert.id, author)).toEqual({ kind: 'ownApproval' });
    expect(await rig.service.approve(alert.id, approver, await hashOf(alert))).toMatchObject({
      kind: 'done',
      alert: { state: 'approved', approved: { name: 'approver' } },
    });
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
    expect(await actions(alert)).toEqual([
      'author: create',
      'author: submit',
      'approver: approve',
      'author: launch',
    ]);
  });

  test('treats everybody who edited the alert as an author, who may not approve it', async () => {
    const alert = await rig.create(2);
    await rig.service.edit(alert.id, { ...alert.draft, title: 'Crue de la nuit' }, approver);
    await rig.service.submit(alert.id, author);
    expect(await rig.service.approve(alert.id, approver)).toEqual({ kind: 'ownApproval' });
  });

  test('refuses an approval with the hash of another preview', async () => {
    const alert = await rig.create(2);
    await rig.service.submit(alert.id, author);
    expect(await rig.service.approve(alert.id, approver, 'another hash')).toMatchObject({ kind: 'changed' });
    expect((await rig.service.get(alert.id))?.state).toBe('pendingApproval');
  });

  test('asks for a new approval after an alert was returned to its author', async () => {
    const alert = await rig.create(2);
    await rig.service.submit(alert.id, author);
    await rig.service.approve(alert.id, approver);
    await rig.service.returnToAuthor(alert.id, approver, 'name the bridge');
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'needsApproval' });
    expect((await rig.service.overview(alert.id))?.log.at(-1)).toMatchObject({ detail: 'name the bridge' });
  });

  test('lets one person launch an exercise', async () => {
    const alert = await rig.create(2, { kind: 'exercise' });
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(alert.id);
    expect((await rig.messages(alert.id))[0]?.text).toMatch(/^EXERCICE/);
  });

  test('can be overridden by break glass with a reason, which is logged and announced', async () => {
    const alert = await rig.create(2);
    const hash = await hashOf(alert);
    const launch = { hash, actor: author, breakGlass: 'the approver cannot be reached' };
    expect(await rig.service.launch(alert.id, launch)).toMatchObject({ kind: 'done' });
    expect((await rig.service.overview(alert.id))?.log.at(-1)).toMatchObject({
      action: 'breakGlass',
      actorName: 'author',
      detail: 'the approver cannot be reached',
    });
    expect(rig.announced.map(({ action }) => action)).toContain('breakGlass');
  });

  test('cannot be overridden by break glass for an alert that overrides opt-outs', async () => {
    const number = numberOf(0);
    await rig.disk.store.optOut({ number, listId: 0, source: 'sms', evidence: 'STOP', at: 0 });
    const alert = await rig.create(1, { overrideOptOut: true, severity: 'extreme' });
    const launch = { hash: await hashOf(alert), actor: author, breakGlass: 'now' };
    expect(await rig.service.launch(alert.id, launch)).toMatchObject({ kind: 'needsApproval' });
    await rig.service.submit(alert.id, author);
    await rig.service.approve(alert.id, approver);
    expect(await rig.launch(alert.id)).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(alert.id);
    expect(await rig.messages(alert.id)).toMatchObject([{ state: 'queued' }]);
  });
});
