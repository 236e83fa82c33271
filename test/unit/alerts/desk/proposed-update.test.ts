import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertDraft } from '../../../../src/domain/alerts/alert.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver, author } from '../../../support/alerts/alerts.ts';

const admin = { id: 'token-admin', name: 'admin', role: 'admin' } as const;

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'live', overrideOptOut: ['severe'] });
});
afterEach(() => rig.remove());

const saying = (text: string) => ({
  content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text }], placeholders: {} },
  values: {},
});
const ROAD = 'Crue : la route du nord est coupée.';
const BRIDGE = 'Crue : le pont est fermé.';

/** An alert that has reached two people. */
const reached = async (own: Partial<AlertDraft> = {}): Promise<number> => {
  const { id } = await rig.create(2, own);
  await rig.service.submit(id, author);
  await rig.service.approve(id, approver);
  await rig.launch(id);
  await rig.untilExpanded(id);
  await rig.deliver(await rig.claim(`${id}.1`));
  return id;
};
const proposed = async (id: number) => (await rig.service.get(id))?.proposedUpdate;
const textsOf = async (id: number, wave: number) =>
  (await rig.messages(id)).filter(({ alert }) => alert?.wave === wave).map(({ text }) => text);
const lastLine = async (id: number) => (await rig.disk.store.alertLog(id)).at(-1);

describe('an update where the policy asks for a second person', () => {
  test('is not sent until another person approves it with the hash of the text that they saw', async () => {
    const id = await reached();
    expect(await rig.service.update(id, saying(ROAD), author)).toMatchObject({ kind: 'done' });
    const waiting = await proposed(id);
    expect(waiting).toMatchObject({ id: author.id, texts: [{ language: 'fr', text: ROAD }] });
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
    expect(await rig.service.approve(id, approver, 'another')).toMatchObject({ kind: 'changed' });
    expect(await rig.service.approve(id, approver, waiting?.hash)).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(id);
    expect(await textsOf(id, 2)).toEqual([ROAD, ROAD]);
    expect(await proposed(id)).toBeUndefined();
    expect(await lastLine(id)).toMatchObject({ actor: approver.id, action: 'approveUpdate' });
  });

  test('changes expiresAt of the alert only when the update is approved', async () => {
    const now = rig.disk.clock.now();
    const expiresAt = now + 7_200_000;
    const id = await reached({ expiresAt: now + 600_000 });
    await rig.service.update(id, { ...saying(ROAD), expiresAt }, author);
    const waiting = await proposed(id);
    expect(waiting).toMatchObject({ expiresAt });
    expect((await rig.service.get(id))?.draft.expiresAt).toBe(now + 600_000);
    await rig.service.approve(id, approver, waiting?.hash);
    expect((await rig.service.get(id))?.draft.expiresAt).toBe(expiresAt);
  });

  test('can not be approved by its author, nor with the hash of an earlier update that it replaced', async () => {
    const id = await reached();
    await rig.service.update(id, saying(ROAD), admin);
    const first = await proposed(id);
    expect(await rig.service.approve(id, admin, first?.hash)).toEqual({ kind: 'ownApproval' });
    await rig.service.update(id, saying(BRIDGE), author);
    expect(await rig.service.approve(id, approver, first?.hash)).toMatchObject({ kind: 'changed' });
    expect(await rig.service.approve(id, admin, (await proposed(id))?.hash)).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(id);
    expect(await textsOf(id, 2)).toEqual([BRIDGE, BRIDGE]);
  });

  test('waits for approval across a restart, and is discarded when a second person rejects it', async () => {
    const id = await reached();
    await rig.service.update(id, saying(ROAD), author);
    await rig.stop();
    await rig.disk.reopen();
    rig = await AlertRig.start({ twoPersons: 'live' }, rig.disk);
    const hash = (await proposed(id))?.hash;
    expect(await rig.service.reject(id, approver, 'not so', { hash })).toMatchObject({ kind: 'done' });
    expect(await rig.service.approve(id, approver, hash)).toMatchObject({ kind: 'wrongState' });
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
  });

  test('is sent at once by break glass, and the log has the reason', async () => {
    const id = await reached({ overrideOptOut: true });
    await rig.service.update(id, saying(ROAD), author);
    await rig.service.update(id, saying(BRIDGE), author, 'the water is at the door');
    await rig.untilExpanded(id);
    expect(await textsOf(id, 2)).toEqual([BRIDGE, BRIDGE]);
    expect(await proposed(id)).toBeUndefined();
    expect(await lastLine(id)).toMatchObject({
      action: 'breakGlassUpdate',
      detail: 'the water is at the door',
    });
  });

  test('is refused at once, and does not wait for approval, when a placeholder of its text has no value', async () => {
    const id = await reached();
    expect(await rig.service.update(id, saying('Gagnez {place}.'), author)).toMatchObject({
      kind: 'blocked',
    });
    expect(await proposed(id)).toBeUndefined();
  });

  test('is sent without a second person when the alert is an exercise', async () => {
    const { id } = await rig.create(2, { kind: 'exercise' });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.update(id, saying(ROAD), author);
    await rig.untilExpanded(id);
    expect(await textsOf(id, 2)).toEqual([`EXERCICE - ${ROAD}`, `EXERCICE - ${ROAD}`]);
  });
});

describe('one person without a second', () => {
  test('can cancel an alert with the text of the library, which discards an update that waits for approval', async () => {
    const id = await reached();
    await rig.service.update(id, saying(ROAD), author);
    const hash = (await proposed(id))?.hash;
    await rig.service.cancel(id, undefined, { actor: author });
    await rig.untilExpanded(id);
    const text = expect.stringMatching(/^Annulation de l'alerte de \d+ h/);
    expect(await textsOf(id, 2)).toEqual([text, text]);
    expect(await rig.service.approve(id, approver, hash)).toMatchObject({ kind: 'wrongState' });
  });

  test('can stop an alert, which discards an update that waits for approval, so a late approval sends nothing', async () => {
    const id = await reached();
    await rig.service.update(id, saying(ROAD), author);
    const hash = (await proposed(id))?.hash;
    await rig.service.stop(id, author);
    expect(await proposed(id)).toBeUndefined();
    expect(await rig.service.approve(id, approver, hash)).toMatchObject({ kind: 'wrongState' });
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
  });

  test('can resend the text of an approved alert, and stop the alert', async () => {
    const id = await reached();
    expect(await rig.service.resend(id, 'silent', author)).toMatchObject({ kind: 'done' });
    await rig.untilExpanded(id);
    expect(await textsOf(id, 2)).toHaveLength(2);
    expect(await rig.service.stop(id, author)).toMatchObject({ alert: { state: 'stopped' } });
  });
});
