import { describe, expect, test } from 'vitest';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { AlertClient, AlertView } from '../../support/alerts/alert-client.ts';
import { draft, saying, startAlertGateway } from '../../support/alerts/alert-gateway.ts';
import { numberOf } from '../../support/store/messages.ts';

let smsc: Smsc;
let operator: AlertClient;
let approver: AlertClient;

const start = async (alerts: object = {}) => {
  const started = await startAlertGateway({ alerts });
  ({ smsc, operator } = started);
  approver = await started.as('approver');
};

describe('alerts over HTTP, when the policy asks for a second person,', () => {
  test('are launched after another person has approved them', async () => {
    await start({ twoPersons: 'live' });
    const { id } = await operator.create(draft(2));
    const path = `/v1/alerts/${id}`;
    const { hash } = await operator.preview(id);
    await operator.call('POST', `${path}/launch`, { hash }, { status: 409 });
    await operator.step(id, 'submit');
    await operator.call('POST', `${path}/approve`, undefined, { status: 403 });
    for (const unseen of [undefined, {}]) {
      await approver.call('POST', `${path}/approve`, unseen, { status: 422 });
    }
    await approver.step(id, 'approve', { hash });
    await approver.call('POST', `${path}/launch`, { hash }, { status: 403 });
    await operator.launch(id);
    const done = await operator.untilAlert(id, ({ state }) => state === 'completed');
    expect(done.log.map(({ by, action }) => `${by.name}: ${action}`)).toEqual([
      'test operator: create',
      'test operator: submit',
      'test approver: approve',
      'test operator: launch',
      'the gateway: complete',
    ]);
  });

  test('are launched without the second person by breaking the glass, if a reason is given', async () => {
    await start({ twoPersons: 'always' });
    const { id } = await operator.create(draft(1));
    const { hash } = await operator.preview(id);
    const path = `/v1/alerts/${id}/launch`;
    await operator.call('POST', path, { hash, breakGlass: true }, { status: 422 });
    await operator.call('POST', path, { hash, breakGlass: true, reason: 'nobody answers' }, { status: 202 });
    const { log } = await operator.alert(id);
    expect(log).toContainEqual(expect.objectContaining({ action: 'breakGlass', detail: 'nobody answers' }));
    const audit = await approver.until(
      () => approver.get<{ items: { action: string; subject: string }[] }>('/v1/audit?action=alert'),
      ({ items }) => items.some(({ action }) => action === 'alert.breakGlass'),
    );
    expect(audit.items).toContainEqual(
      expect.objectContaining({
        action: 'alert.breakGlass',
        subject: `alert:${id}`,
        detail: expect.anything(),
      }),
    );
  });

  test('send an update after a second person has approved it, or at once by breaking the glass', async () => {
    await start({ twoPersons: 'live' });
    const { id } = await operator.create(draft(2));
    const { hash } = await operator.preview(id);
    await operator.step(id, 'submit');
    await approver.step(id, 'approve', { hash });
    await operator.launch(id);
    await operator.untilAlert(id, ({ state }) => state === 'completed');
    const path = `/v1/alerts/${id}`;
    const waits = await operator.call<AlertView>(
      'POST',
      `${path}/update`,
      { ...saying('Crue : le pont est fermé.'), validFor: 'PT10M', expiresAt: '2100-01-01T00:00:00Z' },
      { status: 200 },
    );
    expect(waits).toMatchObject({
      state: 'completed',
      proposedUpdate: {
        validFor: 'PT10M',
        expiresAt: '2100-01-01T00:00:00.000Z',
        texts: [{ text: 'Crue : le pont est fermé.', encoding: 'gsm7', parts: 1 }],
      },
    });
    await approver.call('POST', `${path}/approve`, { hash }, { status: 412 });
    const approved = await approver.step(id, 'approve', { hash: waits.proposedUpdate?.hash });
    expect(approved).toMatchObject({ state: 'sending', proposedUpdate: null });
    await operator.untilAlert(id, ({ state }) => state === 'completed');
    const urgent = { ...saying('Crue : partez.'), breakGlass: true };
    await operator.call('POST', `${path}/update`, urgent, { status: 422 });
    await operator.call('POST', `${path}/update`, { ...urgent, reason: 'alone on duty' }, { status: 202 });
    await operator.untilAlert(id, ({ state }) => state === 'completed');
    expect(smsc.phones.texts(numberOf(0)).slice(1)).toEqual(['Crue : le pont est fermé.', 'Crue : partez.']);
    const audit = await approver.get<{ items: { action: string }[] }>('/v1/audit?action=alert');
    expect(audit.items).toContainEqual(
      expect.objectContaining({ action: 'alert.breakGlassUpdate', subject: `alert:${id}` }),
    );
  });
});
