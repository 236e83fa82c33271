import { describe, expect, test } from 'vitest';
import type { Advance } from '../../../src/domain/triggers/alert-maker.ts';
import { areaXml, capXml, infoXml } from '../../support/triggers/cap-documents.ts';
import { CapRig } from '../../support/triggers/cap-rig.ts';

const REFERENCE = 'vigilance@example.org,crue-1,2026-01-01T01:00:00+01:00';
const later = (fields: Parameters<typeof capXml>[0]) =>
  capXml({ identifier: 'crue-2', sent: '2026-01-01T01:10:00+01:00', references: REFERENCE, ...fields });

describe('a new CAP alert', () => {
  test('becomes one alert with a text for each language, for those in its areas, until it expires', async () => {
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
  ] as const)('goes as far as the setting launch allows: %s', async (launch, state) => {
    const { take } = bind(new CapRig(launch));
    expect(await take(capXml())).toMatchObject({ made: [{ state, holds: [] }] });
  });

  test('that comes again makes no second alert, also after a restart', async () => {
    const it = new CapRig();
    const first = await it.take(capXml());
    it.restart();
    expect(await it.take(capXml())).toEqual(first);
    expect(it.alerts.steps).toEqual(['create 1', 'launch 1']);
  });

  test('is refused under an identifier that its sender used before', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    expect(await take(capXml({ sent: '2026-01-01T02:00:00+01:00' }))).toMatch(
      /used the identifier crue-1 before/,
    );
    expect(alerts.kept.size).toBe(1);
  });

  test('lists what its SMS leaves out', async () => {
    const { take } = bind(new CapRig());
    const description = 'Le niveau monte encore. '.repeat(40);
    expect(await take(capXml({ infos: infoXml({ description }) }))).toMatchObject({
      made: [{ cuts: { fr: [{ field: 'text' }, { field: 'description', what: 'shortened' }] } }],
    });
  });

  test('keeps braces in its text, which are no placeholders', async () => {
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
    const it = new CapRig();
    it.braked = 'too many';
    expect(await it.take(capXml())).toMatchObject({ made: [{ state: 'draft', holds: ['too many'] }] });
  });

  test('is held back when its launch is refused', async () => {
    const it = new CapRig();
    it.alerts.refuses = 'two persons have to agree';
    expect(await it.take(capXml())).toMatchObject({
      made: [{ state: 'draft', holds: ['two persons have to agree'] }],
    });
  });
});

describe('an operator is notified of a CAP message', () => {
  const heldOf = ({ alerts }: CapRig) => alerts.notes.filter(({ action }) => action === 'held');

  test('when its alert is held back, and the alert’s log has the reason', async () => {
    const it = new CapRig();
    it.braked = 'too many';
    await it.take(capXml());
    expect(heldOf(it)).toEqual([{ alert: 1, action: 'held', detail: 'too many' }]);
    expect(it.refused).toEqual([{ by: 'cap', alert: 1, reason: 'too many' }]);
  });

  test('only in the alert’s log when its SMS leaves out text', async () => {
    const it = new CapRig();
    await it.take(capXml({ infos: infoXml({ description: 'Le niveau monte encore. '.repeat(40) }) }));
    expect(it.alerts.notes).toEqual([
      {
        alert: 1,
        action: 'abridged',
        detail: expect.stringMatching(/^fr: text rewritten \(.+\), description shortened \(.+\)$/),
      },
    ]);
    expect(it.refused).toEqual([]);
  });

  test('once when its update or cancel waits, and the log of the alert that it is for has it', async () => {
    const it = new CapRig('approve');
    await it.take(capXml());
    it.alerts.launch(1);
    await it.take(later({ msgType: 'Cancel' }));
    const reason = 'a cancel by the CAP message crue-2 waits: an operator has to apply it';
    expect(heldOf(it)).toEqual([{ alert: 1, action: 'held', detail: reason }]);
    expect(it.refused).toEqual([{ by: 'cap', alert: 1, reason }]);
    const id = (await it.repositories.capMessage('vigilance@example.org', 'crue-2'))?.id ?? 0;
    await it.intake.apply(id, { id: 't1', name: 'the operator', role: 'operator' });
    expect(heldOf(it)).toHaveLength(1);
  });

  test('never when the setting launch is draft', async () => {
    const it = new CapRig('draft');
    await it.take(capXml({ status: 'Test' }));
    expect(heldOf(it)).toHaveLength(1);
    expect(it.refused).toEqual([]);
  });
});

describe('the areas of a CAP alert', () => {
  const audience = async (areas: string, launch: Advance = 'launch') => {
    const { take, alerts } = bind(new CapRig(launch));
    const outcome = await take(capXml({ infos: infoXml({ areas }) }));
    if (typeof outcome === 'string') throw new Error(outcome);
    return { include: alerts.draft(1).audience.include, ...outcome.made[0] };
  };
  const geocode = (name: string, value: string) =>
    `<geocode><valueName>${name}</valueName><value>${value}</value></geocode>`;

  test('are polygons, circles, postal codes and areas of ours', async () => {
    const { include, holds } = await audience(
      areaXml('<circle>43.6,1.44 2.5</circle>') +
        areaXml(geocode('CodePostal', '31000')) +
        areaXml(geocode('INSEE', '31555')),
    );
    expect(include).toEqual([
      { shape: { circle: { lat: 43.6, lon: 1.44, radiusKm: 2.5 } } },
      { shape: { postalCodes: ['31000'] } },
      { area: 7 },
    ]);
    expect(holds).toEqual([]);
  });

  test.each([
    ['there is none', '', /no geometry/],
    ['it is only described', areaXml(''), /no geometry/],
    ['its geocode is unknown', areaXml(geocode('SAME', '006037')), /no area of ours is called "SAME:006037"/],
    ['it is a point', areaXml('<circle>43.6,1.44 0</circle>'), /a circle of/],
    ['it goes round the world', areaXml('<polygon>0,-170 0,170 10,170 0,-170</polygon>'), /date line/],
  ])('select nobody, never everybody, when %s', async (_what, areas, why) => {
    const { include, state, holds } = await audience(areas);
    expect(include).toEqual([]);
    expect(state).toBe('draft');
    expect(holds?.join('; ')).toMatch(why);
  });

  test('hold the alert back when one of them is unknown, since its people would be missing', async () => {
    const { include, state } = await audience(areaXml() + areaXml(geocode('SAME', '006037')));
    expect(include).toHaveLength(1);
    expect(state).toBe('draft');
  });

  test('are the polygon alone where a geocode names the same place again', async () => {
    const { state } = await audience(areaXml(`<circle>43.6,1.44 2.5</circle>${geocode('SAME', '006037')}`));
    expect(state).toBe('sending');
  });
});

describe('two infos in one language in a CAP alert', () => {
  test('that say the same make one alert', async () => {
    const { take, alerts } = bind(new CapRig());
    expect(await take(capXml({ infos: infoXml() + infoXml() }))).toMatchObject({ made: [{ alert: 1 }] });
    expect(alerts.kept.size).toBe(1);
  });

  test('that say the same for two areas, or two codes of one area, make one alert for all of them', async () => {
    const { take, alerts } = bind(new CapRig());
    const coded = (value: string) =>
      areaXml(`<circle>44,1 1</circle><geocode><valueName>CP</valueName><value>${value}</value></geocode>`);
    await take(capXml({ infos: infoXml({ areas: coded('1') }) + infoXml({ areas: coded('2') }) }));
    expect(alerts.kept.size).toBe(1);
    expect(alerts.draft(1).audience.include).toHaveLength(1);
    const two =
      infoXml({ areas: areaXml('<circle>43,1 1</circle>', 'Sud') }) + infoXml({ areas: coded('2') });
    await take(capXml({ identifier: 'crue-2', infos: two }));
    expect(alerts.kept.size).toBe(2);
    expect(alerts.draft(2).audience.include).toHaveLength(2);
  });

  test('for different places make two alerts, each in its languages', async () => {
    const { take, alerts } = bind(new CapRig());
    const north = areaXml('<circle>44,1 1</circle>', 'Nord');
    const south = areaXml('<circle>43,1 1</circle>', 'Sud');
    const infos = [
      infoXml({ headline: 'Crue au nord', areas: north }),
      infoXml({ headline: 'Crue au sud', areas: south }),
      infoXml({ language: 'en', headline: 'Flood in the north', areas: north }),
    ];
    await take(capXml({ infos: infos.join('') }));
    const seen = [...alerts.kept.values()].map(({ draft }) => [
      draft.title,
      draft.content.variants.map(({ language }) => language),
      draft.audience.include.length,
    ]);
    expect(seen).toEqual([
      ['Crue au nord', ['fr', 'en'], 1],
      ['Crue au sud', ['fr'], 1],
    ]);
  });
});

describe('a CAP update', () => {
  const wider = areaXml() + areaXml('<circle>44,1 5</circle>', 'Aval');

  test('goes to exactly those whom the alert reached, and makes an alert for people who are only now in its area', async () => {
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

  test('of an update is sent for the same alert', async () => {
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

  test('replaces an alert that was not sent yet', async () => {
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

  test('that came before its alert keeps that alert from being sent', async () => {
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

  test('waits for an operator, who applies it once, unless the setting is launch', async () => {
    const it = new CapRig('approve');
    await it.take(capXml());
    it.alerts.launch(1);
    expect(await it.take(later({ msgType: 'Update' }))).toMatchObject({
      result: 'waiting',
      corrections: [{ alert: 1, done: false, reason: expect.stringMatching(/operator/) }],
    });
    expect(it.alerts.textsOf(1)).toHaveLength(1);
    const operator = { id: 't1', name: 'the operator', role: 'operator' } as const;
    const id = (await it.repositories.capMessage('vigilance@example.org', 'crue-2'))?.id ?? 0;
    expect(await it.intake.apply(id, operator)).toMatchObject({
      kind: 'applied',
      outcome: { result: 'taken', corrections: [{ done: true }] },
    });
    expect(await it.intake.apply(id, operator)).toMatchObject({ kind: 'notWaiting' });
    expect(await it.intake.apply(999, operator)).toEqual({ kind: 'unknown' });
    expect(it.alerts.textsOf(1)).toHaveLength(2);
  });
});

describe('a CAP cancel', () => {
  test('tells those whom the alert reached that it is cancelled, in their language', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    expect(await take(later({ msgType: 'Cancel', infos: '' }))).toMatchObject({
      result: 'taken',
      made: [],
      corrections: [{ alert: 1, what: 'cancel', done: true }],
    });
    expect(alerts.textsOf(1)[1]).toBe('Annulation : Crue de la rivière Test. Cette alerte est annulée.');
  });

  test('sends the text of its info if it has one', async () => {
    const { take, alerts } = bind(new CapRig());
    await take(capXml());
    await take(
      later({ msgType: 'Cancel', infos: infoXml({ headline: 'Fausse alerte', areas: areaXml('') }) }),
    );
    expect(alerts.textsOf(1)[1]).toContain('Fausse alerte');
    expect(alerts.kept.size).toBe(1);
  });

  test('withdraws an alert that was not sent yet, and sends nothing', async () => {
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

describe('the accepted senders of CAP', () => {
  test('are only those that are configured', async () => {
    const { take, alerts } = bind(new CapRig('launch', { senders: ['vigilance@example.org'] }));
    expect(await take(capXml({ sender: 'stranger@example.org' }))).toMatch(
      /not among the configured senders/,
    );
    expect(await take(capXml())).toMatchObject({ result: 'taken' });
    expect(alerts.kept.size).toBe(1);
  });

  test('must sign their documents where a certificate is configured', async () => {
    const { take, alerts } = bind(new CapRig('launch', { certificates: ['-----BEGIN CERTIFICATE-----'] }));
    expect(await take(capXml())).toBe('the document is not signed');
    expect(alerts.steps).toEqual([]);
  });
});

describe('a gateway that is killed in the middle of a CAP message', () => {
  const cases = [
    ['an alert', ['create', 'launch'], async () => {}],
    [
      'an update',
      ['update', 'create'],
      async (it: CapRig) => {
        await it.take(capXml());
      },
    ],
  ] as const;
  const wider = infoXml({ areas: areaXml() + areaXml('<circle>44,1 5</circle>') });

  test.each(
    cases.flatMap(([what, , before]) =>
      [1, 2, 3].flatMap((step) => [true, false].map((after) => ({ what, step, after, before }))),
    ),
  )('sends $what once (killed at step $step, step done: $after)', async ({ what, step, after, before }) => {
    const it = new CapRig();
    await before(it);
    const document = what === 'an alert' ? capXml() : later({ msgType: 'Update', infos: wider });
    const done = it.alerts.steps.length;
    it.alerts.endsAt = { step: done + step, after };
    await it.take(document).catch(() => {});
    it.restart();
    await it.intake.resume();
    await it.take(document);
    const waves = [...it.alerts.kept.keys()].map((id) => it.alerts.textsOf(id).length);
    const out = waves.filter((count) => count > 0);
    expect(out).toEqual(what === 'an alert' ? [1] : [2, 1]);
    expect(await it.repositories.openCaps()).toEqual([]);
  });
});

const bind = (it: CapRig) => ({ take: (xml: string) => it.take(xml), alerts: it.alerts });
