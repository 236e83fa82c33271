import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whyNoResend } from '../../../../src/alerts/corrections/following.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { correction, wavesOf } from '../../../support/alerts/waves.ts';
import { numberOf } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());
const { inWave, launched } = wavesOf(() => rig);

describe('a resend', () => {
  test('to "silent" goes to people who have the alert and gave no answer', async () => {
    const id = await launched(4);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 3));
    await rig.refuse(claims.slice(3));
    rig.answered.add(numberOf(1));
    await rig.service.resend(id, 'silent', author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([0, 2].map(numberOf));
  });

  test('to "silent" is refused while an earlier resend to "silent" is being sent', async () => {
    const id = await launched(2);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.resend(id, 'silent', author);
    await rig.untilExpanded(id);
    const detail = 'a resend to the silent is going out already';
    expect(await rig.service.resend(id, 'silent', author)).toEqual({ kind: 'wrongState', detail });
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
    expect(await rig.service.resend(id, 'silent', author)).toMatchObject({ kind: 'done' });
  });

  test('to "silent" is refused while an earlier one goes out that the kept counts do not have yet', async () => {
    const id = await launched(2);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.resend(id, 'silent', author);
    await rig.untilExpanded(id);
    const alert = await rig.service.get(id);
    const waves = await rig.disk.store.waves(id);
    const counts = await rig.progress.of(id);
    const olderCounts = counts.filter(({ wave }) => wave === 1);
    expect(alert && whyNoResend(alert, waves, olderCounts, 'silent', rig.disk.clock.now())).toEqual({
      kind: 'wrongState',
      detail: 'a resend to the silent is going out already',
    });
  });

  test('to "silent" is not sent to a person who has a queued message of the alert', async () => {
    const id = await launched(2);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.1`));
    await rig.service.update(id, correction, author);
    await rig.untilExpanded(id);
    await rig.deliver(await rig.claim(`${id}.2`, 1));
    await rig.service.resend(id, 'silent', author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 3)).map(({ to }) => to)).toEqual([numberOf(0)]);
  });

  test('is not sent to a person who has left the audience, or is excluded from it', async () => {
    const { store } = rig.disk;
    const list = await rig.list(0, 1, 2);
    const excluded = await rig.list(2);
    const audience = { include: [{ list }], exclude: [{ list: excluded }] };
    await store.members.remove(excluded, numberOf(2));
    const { id } = await rig.create(0, { audience });
    await rig.launch(id);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.refuse(claims);
    const contact = await store.contacts.find(numberOf(0));
    await store.contacts.remove(contact?.id ?? 0, undefined);
    await rig.join(excluded, 2);
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    expect(claims).toHaveLength(3);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([numberOf(1)]);
  });

  test('of an alert whose list is removed is sent to nobody, and waits for a person to stop the alert', async () => {
    const { store } = rig.disk;
    const list = await rig.list(0);
    const { id } = await rig.create(0, { audience: { include: [{ list }] } });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.refuse(await rig.claim(`${id}.1`));
    rig.disk.tearOut('lists', list);
    await rig.service.resend(id, 'undelivered', author);
    await rig.until(
      async () => (await store.alertLog(id)).map(({ action }) => action),
      (actions) => actions.includes('audienceGone'),
    );
    expect(await inWave(id, 2)).toEqual([]);
    await rig.service.stop(id, author);
    await rig.untilExpanded(id);
  });

  test('to "undelivered" goes to people whom no message of the alert has reached', async () => {
    const id = await launched(4);
    await rig.untilExpanded(id);
    const claims = await rig.claim(`${id}.1`);
    await rig.deliver(claims.slice(0, 3));
    await rig.refuse(claims.slice(3));
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    expect((await inWave(id, 2)).map(({ to }) => to)).toEqual([numberOf(3)]);
    await rig.deliver(await rig.claim(`${id}.2`));
    await rig.untilState(id, 'completed');
  });
});
