import { describe, expect, test } from 'vitest';
import { areaXml, capXml, infoXml, later } from '../../support/triggers/cap-documents.ts';
import { bind, CapRig } from '../../support/triggers/cap-rig.ts';
import type { FakeAlerts } from '../../support/triggers/fake-alerts.ts';

describe('a CAP update', () => {
  const wider = areaXml() + areaXml('<circle>44,1 5</circle>', 'Aval');

  test('goes to exactly the people whom the alert reached, and makes an alert for people who are only in the update’s area', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    const outcome = await take(
      later({ msgType: 'Update', infos: infoXml({ headline: 'Crue en aval', areas: wider }) }),
    );
    expect(outcome).toMatchObject({
      result: 'taken',
      corrections: [{ alert: 1, what: 'update', done: true }],
      made: [{ alert: 2, state: 'sending' }],
    });
    expect(alerts.textsOf(1)).toHaveLength(2);
    expect(alerts.textsOf(1)[1]).toContain('Crue en aval');
    expect(alerts.validities).toEqual([{ validForMs: 5 * 3_600_000, expiresAt: Date.UTC(2026, 0, 1, 5) }]);
    const { include, exclude } = alerts.draft(2).audience;
    expect(include).toEqual([{ shape: { circle: { lat: 44, lon: 1, radiusKm: 5 } } }]);
    expect(exclude).toEqual(alerts.draft(1).audience.include);
  });

  test('of an earlier update is sent for the same alert', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    await take(later({ msgType: 'Update' }));
    const third = later({
      identifier: 'crue-3',
      msgType: 'Update',
      references: 'vigilance@example.org,crue-2,2026-01-01T01:10:00+01:00',
    });
    expect(await take(third)).toMatchObject({ corrections: [{ alert: 1, done: true }], made: [] });
    expect(alerts.textsOf(1)).toHaveLength(3);
  });

  test('replaces an alert that has not been sent', async () => {
    const { take, alerts } = bind(new CapRig('approve'));
    await take(capXml());
    expect(await take(later({ msgType: 'Update' }))).toMatchObject({
      result: 'taken',
      corrections: [{ alert: 1, what: 'withdraw', done: true }],
      made: [{ alert: 2, state: 'pendingApproval' }],
    });
    expect(alerts.kept.get(1)?.state).toBe('rejected');
  });

  test('of an unknown alert makes a new alert that an operator has to check', async () => {
    const { take } = bind(new CapRig());
    expect(await take(later({ msgType: 'Update' }))).toMatchObject({
      made: [{ state: 'draft', holds: [expect.stringMatching(/unknown here/)] }],
    });
  });

  test('that comes before its alert keeps that alert from being sent', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(later({ msgType: 'Update' }));
    expect(await take(capXml())).toMatchObject({
      result: 'ignored',
      reason: expect.stringMatching(/crue-2/),
    });
    expect(alerts.kept.size).toBe(1);
  });

  test('cannot change another sender’s alert', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    const foreign = later({ msgType: 'Update', sender: 'stranger@example.org' });
    expect(await take(foreign)).toMatchObject({ corrections: [], made: [{ state: 'draft' }] });
    expect(alerts.textsOf(1)).toHaveLength(1);
  });

  test.each([
    ['sent once more', (alerts: FakeAlerts) => alerts.sendAgain(1, 'resend')],
    ['sent to further people', (alerts: FakeAlerts) => alerts.sendAgain(1, 'escalation')],
    ['updated by an officer', (alerts: FakeAlerts) => alerts.sendAgain(1, 'update')],
  ])('is sent when an operator applies it, also if the alert was %s meanwhile', async (_, between) => {
    const rig = new CapRig();
    await rig.take(capXml());
    rig.braked = 'too many';
    const held = await rig.take(later({ msgType: 'Update', infos: infoXml({ headline: 'Crue en aval' }) }));
    expect(held).toMatchObject({ result: 'waiting' });
    between(rig.alerts);
    rig.braked = undefined;
    const operator = { id: 't1', name: 'the operator', role: 'operator' } as const;
    const id = (await rig.repositories.capMessage('vigilance@example.org', 'crue-2'))?.id ?? 0;
    expect(await rig.intake.apply(id, operator)).toMatchObject({ outcome: { result: 'taken' } });
    expect(rig.alerts.textsOf(1)).toHaveLength(3);
    expect(rig.alerts.textsOf(1)[2]).toContain('Crue en aval');
  });

  test('waits for an operator, who applies it once, unless the setting is "launch"', async () => {
    const rig = new CapRig('approve');
    await rig.take(capXml());
    rig.alerts.launch(1);
    expect(await rig.take(later({ msgType: 'Update' }))).toMatchObject({
      result: 'waiting',
      corrections: [{ alert: 1, done: false, reason: expect.stringMatching(/operator/) }],
    });
    expect(rig.alerts.textsOf(1)).toHaveLength(1);
    const operator = { id: 't1', name: 'the operator', role: 'operator' } as const;
    const id = (await rig.repositories.capMessage('vigilance@example.org', 'crue-2'))?.id ?? 0;
    expect(await rig.intake.apply(id, operator)).toMatchObject({
      kind: 'applied',
      outcome: { result: 'taken', corrections: [{ done: true }] },
    });
    expect(await rig.intake.apply(id, operator)).toMatchObject({ kind: 'notWaiting' });
    expect(await rig.intake.apply(999, operator)).toEqual({ kind: 'unknown' });
    expect(rig.alerts.textsOf(1)).toHaveLength(2);
  });
});

describe('a CAP cancel', () => {
  test('tells the people whom the alert reached that it is cancelled, in their language', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    expect(await take(later({ msgType: 'Cancel', infos: '' }))).toMatchObject({
      result: 'taken',
      made: [],
      corrections: [{ alert: 1, what: 'cancel', done: true }],
    });
    expect(alerts.textsOf(1)[1]).toBe('Annulation : Crue de la rivière Test. Cette alerte est annulée.');
  });

  test('sends the text of its own info, if there is one', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    await take(
      later({ msgType: 'Cancel', infos: infoXml({ headline: 'Fausse alerte', areas: areaXml('') }) }),
    );
    expect(alerts.textsOf(1)[1]).toContain('Fausse alerte');
    expect(alerts.kept.size).toBe(1);
  });

  test('withdraws an alert that has not been sent, and sends nothing', async () => {
    const { take, alerts } = bind(new CapRig('draft'));
    await take(capXml());
    expect(await take(later({ msgType: 'Cancel' }))).toMatchObject({
      corrections: [{ what: 'withdraw', done: true }],
    });
    expect(alerts.textsOf(1)).toEqual([]);
  });

  test('of an unknown alert sends nothing, and keeps that alert from being sent if it comes later', async () => {
    const { take, alerts } = bind(new CapRig());
    expect(await take(later({ msgType: 'Cancel' }))).toMatchObject({
      result: 'ignored',
      made: [],
      corrections: [],
    });
    expect(await take(capXml())).toMatchObject({ result: 'ignored' });
    expect(alerts.steps).toEqual([]);
  });

  test('of an exercise never ends a real alert, in any order of arrival', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    expect(await take(later({ msgType: 'Cancel', status: 'Exercise' }))).toMatchObject({
      result: 'ignored',
      reason: expect.stringMatching(/status is Exercise/),
    });
    expect(alerts.textsOf(1)).toHaveLength(1);
    const other = 'vigilance@example.org,crue-9,2026-01-01T01:00:00+01:00';
    await take(later({ identifier: 'crue-8', msgType: 'Cancel', status: 'Exercise', references: other }));
    expect(await take(capXml({ identifier: 'crue-9' }))).toMatchObject({ made: [{ state: 'sending' }] });
  });
});
