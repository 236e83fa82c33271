import { describe, expect, test } from 'vitest';
import { capXml, infoXml, later } from '../../support/triggers/cap-documents.ts';
import { bind, CapRig } from '../../support/triggers/cap-rig.ts';

describe('a new CAP alert', () => {
  test('becomes one alert with a text for each language, for the people in its areas, until it expires', async () => {
    const { alerts, take } = bind(new CapRig());
    const english = infoXml({
      language: 'en-GB',
      headline: 'Flood of the river Test',
      instruction: 'Go upstairs.',
    });
    expect(await take(capXml({ infos: infoXml() + english }))).toMatchObject({
      result: 'taken',
      made: [{ alert: 1, state: 'sending', holds: [] }],
    });
    const draft = alerts.draft(1);
    expect(draft).toMatchObject({
      title: 'Crue de la rivière Test',
      kind: 'live',
      severity: 'severe',
      priority: 'critical',
      source: 'cap',
      validForMs: 5 * 3_600_000,
      expiresAt: Date.UTC(2026, 0, 1, 5),
      overrideOptOut: false,
    });
    expect(draft.audience.include).toEqual([{ shape: { polygon: expect.any(Array) } }]);
    expect(draft.content.defaultLanguage).toBe('fr');
    expect(draft.content.variants.map(({ language, text }) => [language, text])).toEqual([
      ['fr', "Vigilance Test: Crue de la rivière Test. Vallée du Test. Montez à l'étage."],
      ['en', 'Vigilance Test: Flood of the river Test. Vallée du Test. Go upstairs.'],
    ]);
    expect(alerts.actors[0]).toMatchObject({ id: 'cap', name: 'CAP from vigilance@example.org' });
  });

  test.each([
    ['draft', 'draft'],
    ['approve', 'pendingApproval'],
    ['launch', 'sending'],
  ] as const)('goes as far as the setting of CAP launches allows: %s', async (launch, state) => {
    const { take } = bind(new CapRig(launch));
    expect(await take(capXml())).toMatchObject({ made: [{ state, holds: [] }] });
  });

  test('that comes again makes no second alert, even after a restart', async () => {
    const rig = new CapRig();
    const first = await rig.take(capXml());
    rig.restart();
    expect(await rig.take(capXml())).toEqual(first);
    expect(rig.alerts.steps).toEqual(['create 1', 'launch 1']);
  });

  test('is refused with an identifier that its sender has used before', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    expect(await take(capXml({ sent: '2026-01-01T02:00:00+01:00' }))).toMatch(
      /used the identifier crue-1 before/,
    );
    expect(alerts.kept.size).toBe(1);
  });

  test('has in its answer what its SMS leaves out', async () => {
    const { take } = bind(new CapRig());
    const description = 'Le niveau monte encore. '.repeat(40);
    expect(await take(capXml({ infos: infoXml({ description }) }))).toMatchObject({
      made: [{ cuts: { fr: [{ field: 'text' }, { field: 'description', what: 'shortened' }] } }],
    });
  });

  test('keeps braces in its text as text, not as placeholders', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml({ infos: infoXml({ headline: 'Crue {niveau} }' }) }));
    expect(alerts.textsOf(1)[0]).toContain('Crue {{niveau}} }}.');
  });

  test('is scheduled for its effective time', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml({ infos: infoXml({ effective: '2026-01-01T03:00:00+01:00' }) }));
    expect(alerts.draft(1)).toMatchObject({
      scheduledAt: Date.UTC(2026, 0, 1, 2),
      validForMs: 3 * 3_600_000,
    });
  });

  test.each([
    ['has expired', capXml({ infos: infoXml({ expires: '2026-01-01T01:00:00+01:00' }) }), /expired/],
    [
      'was sent a day ago and has no expires',
      capXml({ sent: '2025-12-31T01:00:00+01:00' }).replace(/<expires>.*<\/expires>/, ''),
      /expired/,
    ],
    ['has no info', capXml({ infos: '' }), /no info/],
    ['is a draft', capXml({ status: 'Draft' }), /Draft/],
    ['is between systems', capXml({ status: 'System' }), /System/],
    ['is an acknowledgement', capXml({ msgType: 'Ack' }), /Ack/],
    ['reports an error', capXml({ msgType: 'Error' }), /Error/],
    ['is a draft of a cancel', later({ msgType: 'Cancel', status: 'Draft' }), /Draft/],
  ])('makes no alert if it %s', async (_what, xml, reason) => {
    const { take, alerts } = bind(new CapRig());
    expect(await take(xml)).toMatchObject({
      result: 'ignored',
      reason: expect.stringMatching(reason),
      made: [],
    });
    expect(alerts.steps).toEqual([]);
  });

  test.each([
    ['Exercise', 'sending'],
    ['Test', 'draft'],
  ])('of status %s is an exercise', async (status, state) => {
    const { take, alerts } = bind(new CapRig());
    expect(await take(capXml({ status }))).toMatchObject({ made: [{ state }] });
    expect(alerts.draft(1).kind).toBe('exercise');
  });

  test('is held back for an operator when its scope is not Public', async () => {
    const { take } = bind(new CapRig());
    const xml = capXml({ scope: 'Restricted', more: '<restriction>staff</restriction>' });
    expect(await take(xml)).toMatchObject({
      made: [{ state: 'draft', holds: [expect.stringMatching(/Restricted/)] }],
    });
  });

  test('is held back by the storm brake, with that reason', async () => {
    const rig = new CapRig();
    rig.braked = 'too many';
    expect(await rig.take(capXml())).toMatchObject({ made: [{ state: 'draft', holds: ['too many'] }] });
  });

  test('is held back when its launch is refused', async () => {
    const rig = new CapRig();
    rig.alerts.refuses = 'two persons have to agree';
    expect(await rig.take(capXml())).toMatchObject({
      made: [{ state: 'draft', holds: ['two persons have to agree'] }],
    });
  });
});

describe('an operator is notified of a CAP message', () => {
  const heldOf = ({ alerts }: CapRig) => alerts.notes.filter(({ action }) => action === 'held');

  test('when the alert is held back, and the alert’s log has the reason', async () => {
    const rig = new CapRig();
    rig.braked = 'too many';
    await rig.take(capXml());
    expect(heldOf(rig)).toEqual([{ alert: 1, action: 'held', detail: 'too many' }]);
    expect(rig.refused).toEqual([{ by: 'cap', alert: 1, reason: 'too many' }]);
  });

  test('only in the alert’s log when the SMS leaves out text', async () => {
    const rig = new CapRig();
    await rig.take(capXml({ infos: infoXml({ description: 'Le niveau monte encore. '.repeat(40) }) }));
    expect(rig.alerts.notes).toEqual([
      {
        alert: 1,
        action: 'abridged',
        detail: expect.stringMatching(/^fr: text rewritten \(.+\), description shortened \(.+\)$/),
      },
    ]);
    expect(rig.refused).toEqual([]);
  });

  test('once when an update or cancel waits, and the log of the alert that it corrects has an entry', async () => {
    const rig = new CapRig('approve');
    await rig.take(capXml());
    rig.alerts.launch(1);
    await rig.take(later({ msgType: 'Cancel' }));
    const reason = 'a cancel by the CAP message crue-2 waits: an operator has to apply it';
    expect(heldOf(rig)).toEqual([{ alert: 1, action: 'held', detail: reason }]);
    expect(rig.refused).toEqual([{ by: 'cap', alert: 1, reason }]);
    const id = (await rig.repositories.capMessage('vigilance@example.org', 'crue-2'))?.id ?? 0;
    await rig.intake.apply(id, { id: 't1', name: 'the operator', role: 'operator' });
    expect(heldOf(rig)).toHaveLength(1);
  });

  test('never when the setting of CAP launches is "draft"', async () => {
    const rig = new CapRig('draft');
    await rig.take(capXml({ status: 'Test' }));
    expect(heldOf(rig)).toHaveLength(1);
    expect(rig.refused).toEqual([]);
  });
});

describe('the accepted senders of CAP', () => {
  test('are only the configured senders', async () => {
    const { take, alerts } = bind(new CapRig('launch', { senders: ['vigilance@example.org'] }));
    expect(await take(capXml({ sender: 'stranger@example.org' }))).toMatch(
      /not among the configured senders/,
    );
    expect(await take(capXml())).toMatchObject({ result: 'taken' });
    expect(alerts.kept.size).toBe(1);
  });

  test('must sign their documents if a certificate is configured', async () => {
    const { take, alerts } = bind(new CapRig('launch', { certificates: ['-----BEGIN CERTIFICATE-----'] }));
    expect(await take(capXml())).toBe('the document is not signed');
    expect(alerts.steps).toEqual([]);
  });
});
