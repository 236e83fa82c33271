import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { standing } from '../../../../src/access/standing.ts';
import { alertMaker } from '../../../../src/alerts/desk/alert-maker.ts';
import { currentScenarios } from '../../../../src/alerts/scenarios/current-scenarios.ts';
import { readyScenarios } from '../../../../src/alerts/scenarios/ready-scenarios.ts';
import { CapIntake } from '../../../../src/triggers/cap/cap-intake.ts';
import { CapIntakeService } from '../../../../src/triggers/cap/cap-intake-service.ts';
import { TriggerService } from '../../../../src/triggers/trigger-service.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { approver } from '../../../support/alerts/alerts.ts';
import { PreparationRig } from '../../../support/alerts/preparation-rig.ts';
import { numberOf } from '../../../support/store/messages.ts';
import { capXml, octets } from '../../../support/triggers/cap-documents.ts';

const admin = { id: 'admin', name: 'the admin', role: 'admin' } as const;
const operator = { id: 'operator', name: 'the operator', role: 'operator' } as const;

let rig: AlertRig;

beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'always' });
});
afterEach(() => rig.remove());

const maker = () => alertMaker(rig.service, rig.disk.store);

describe('an alert that was made from a CAP message', () => {
  const intake = (launch: 'approve' | 'launch'): CapIntake => {
    const { store, clock } = rig.disk;
    const http = new CapIntakeService(launch, {
      alerts: maker(),
      repository: store.triggers,
      clock,
      drafting: async () => ({
        maxParts: 3,
        geocodes: { postalCodes: [], areaNamed: () => undefined },
        prefixFor: () => '',
      }),
      brake: () => undefined,
      restoredAt: async () => undefined,
      refused: async () => {},
    });
    return new CapIntake({ certificates: [], senders: undefined }, http, {
      repository: store.triggers,
      clock,
    });
  };
  const update = capXml({
    identifier: 'crue-2',
    sent: '2026-01-01T01:10:00+01:00',
    msgType: 'Update',
    references: 'vigilance@example.org,crue-1,2026-01-01T01:00:00+01:00',
  });
  /** Makes an alert that went out, of an earlier CAP message. */
  const goneOut = async (): Promise<void> => {
    const { id } = await rig.create(1);
    await rig.service.submit(id, operator);
    await rig.service.approve(id, approver);
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.disk.store.triggers.keepCap({
      sender: 'vigilance@example.org',
      identifier: 'crue-1',
      sent: '2026-01-01T01:00:00+01:00',
      receivedAt: 0,
      source: 'post',
      document: capXml(),
      stage: 'done',
      alerts: [id],
      outcome: '{}',
    });
  };

  test('has as author the person who sent the CAP message: only another person can approve it', async () => {
    await intake('approve').take(octets(capXml()), 'post', admin.id);
    expect(await rig.service.get(1)).toMatchObject({ state: 'pendingApproval', authors: [admin.id] });
    expect(await rig.service.approve(1, admin)).toEqual({ kind: 'ownApproval' });
    expect(await rig.service.approve(1, approver)).toMatchObject({ kind: 'done' });
  });

  test('has no author when the CAP message came from a feed', async () => {
    await intake('approve').take(octets(capXml()), 'https://example.org/feed');
    expect(await rig.service.get(1)).toMatchObject({ authors: [] });
  });

  test('and updated by a second CAP message: the person who sent that message can not approve the update', async () => {
    await goneOut();
    await intake('launch').take(octets(update), 'post', admin.id);
    expect((await rig.service.get(1))?.proposedUpdate).toMatchObject({ id: 'cap' });
    expect(await rig.service.approve(1, admin)).toEqual({ kind: 'ownApproval' });
    expect(await rig.service.approve(1, approver)).toMatchObject({ kind: 'done' });
  });

  test('and whose update another person applied after a restart: neither they nor the sender of the CAP message can approve it', async () => {
    await goneOut();
    await intake('approve').take(octets(update), 'post', admin.id);
    const waits = await rig.disk.store.triggers.capMessage('vigilance@example.org', 'crue-2');
    await intake('approve').apply(waits?.id ?? 0, operator);
    expect((await rig.service.get(1))?.proposedUpdate).toMatchObject({ id: operator.id });
    expect(await rig.service.approve(1, admin)).toEqual({ kind: 'ownApproval' });
    expect(await rig.service.approve(1, operator)).toEqual({ kind: 'ownApproval' });
  });
});

describe('an alert that was made from an alarm of another program', () => {
  let http: PreparationRig;
  beforeEach(() => {
    http = PreparationRig.on(rig.disk, rig.service);
  });
  afterEach(() => http.app.close());

  const scenario = (): Promise<number> =>
    http.make('/v1/scenarios', {
      name: 'crue',
      content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Crue : montez.' }] },
      audience: { include: [{ numbers: [numberOf(0)] }] },
      kind: 'live',
      severity: 'severe',
    });
  const alarm = async (id: number, by: string) => {
    const { store, clock } = rig.disk;
    const triggers = new TriggerService({
      alerts: maker(),
      scenarios: readyScenarios(currentScenarios(store.scenarios, store, standing(store)), rig.service),
      repository: store.triggers,
      clock,
      brake: () => undefined,
      refused: async () => {},
    });
    triggers.add(
      'pumps',
      { identity: [], rules: [{ when: {}, scenario: String(id), values: {} }] },
      'webhook',
    );
    return triggers.take('pumps', {}, by);
  };

  test('has as author the person who sent the alarm: only another person can approve it', async () => {
    await alarm(await scenario(), admin.id);
    await rig.service.submit(1, operator);
    expect(await rig.service.approve(1, admin)).toEqual({ kind: 'ownApproval' });
    expect(await rig.service.approve(1, approver)).toMatchObject({ kind: 'done' });
  });

  test('waits for another person when the sender of the alarm is the approver of the scenario', async () => {
    const id = await scenario();
    await http.ask('admin', 'POST', `/v1/scenarios/${id}/approve`);
    expect(await alarm(id, admin.id)).toMatchObject({ outcomes: [{ result: 'waiting' }] });
    expect(await alarm(id, operator.id)).toMatchObject({ outcomes: [{ result: 'launched' }] });
  });
});
