import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertClient } from '../../../support/alerts/alert-client.ts';
import { launch, otherDraft, outcome, TwoPersons } from '../../../support/alerts/two-persons.ts';
import { numberOf } from '../../../support/store/messages.ts';
import { capXml, infoXml } from '../../../support/triggers/cap-documents.ts';

let rig: TwoPersons;
let anna: AlertClient;
let bruno: AlertClient;
let names = 0;

beforeAll(async () => {
  rig = await TwoPersons.start({
    cap: { launch: 'launch' },
    triggers: {
      webhooks: [
        { name: 'pump', identity: ['/id'], rules: [{ scenario: 'Pompe', values: { place: '/site' } }] },
      ],
    },
  });
  anna = await rig.person('Anna', ['operator']);
  bruno = await rig.person('Bruno', ['approver']);
});
afterAll(() => rig.close());

const scenario = (own: object = {}) => ({
  name: `Crue ${names}`,
  kind: 'live',
  severity: 'severe',
  content: {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: `Crue ${names++} : {place}.` }],
    placeholders: { place: { maxLength: 60 } },
  },
  bounds: { place: { oneOf: ['Tours', 'Blois'] } },
  audience: { include: [{ numbers: [numberOf(1)] }] },
  ...own,
});
const approved = async (own: object = {}): Promise<{ id: number; body: object }> => {
  const body = scenario(own);
  const { id } = await anna.call<{ id: number }>('POST', '/v1/scenarios', body, { status: 201 });
  expect(await outcome(bruno, 'POST', `/v1/scenarios/${id}/approve`)).toBe('done');
  return { id, body };
};
const launchScenario = (id: number, values: object) =>
  outcome(anna, 'POST', `/v1/scenarios/${id}/launch`, { values });

describe('a scenario that was approved beforehand', () => {
  test.each([
    'Appelez le 3639',
    'https://example.org/tours',
    'Tours\nEvacuez',
    'To\u202Eurs',
    'Tours\u200b',
    '{place}',
    'T'.repeat(60),
    'tours ; Blois',
  ])('does not go out by one person with the value %j, which is outside of its bounds', async (place) => {
    const { id } = await approved();
    expect(['needs-approval', 'validation', 'cannot-launch']).toContain(await launchScenario(id, { place }));
    expect(await launchScenario(id, { place: 'Tours' })).toBe('done');
  });

  test('does not go out any more after an edit, until it is approved again', async () => {
    const { id, body } = await approved();
    expect(await outcome(anna, 'PUT', `/v1/scenarios/${id}`, { ...body, validFor: 'PT2H' })).toBe('done');
    expect(await launchScenario(id, { place: 'Tours' })).toBe('needs-approval');
  });

  test('is not approved by who wrote it, nor at another version than was read', async () => {
    const { id } = await anna.call<{ id: number }>('POST', '/v1/scenarios', scenario(), { status: 201 });
    expect(await outcome(anna, 'POST', `/v1/scenarios/${id}/approve`)).toBe('forbidden');
    const old = { 'if-match': '"7"' };
    expect(await outcome(bruno, 'POST', `/v1/scenarios/${id}/approve`, undefined, old)).toBe(
      'changed-meanwhile',
    );
  });
});

describe('what a program brings', () => {
  test('waits for a person, if nobody has approved its scenario: the alarm and its operator are not two', async () => {
    await anna.call('POST', '/v1/scenarios', scenario({ name: 'Pompe' }), { status: 201 });
    const { outcomes } = await anna.call<{ outcomes: readonly { result: string; alert: number }[] }>(
      'POST',
      '/v1/triggers/pump',
      { id: 'a', site: 'Tours' },
    );
    expect(outcomes).toMatchObject([{ result: 'waiting' }]);
    expect(await launch(anna, outcomes[0]?.alert ?? 0)).toBe('needs-approval');
  });

  test('waits, if it is a CAP alert that one person posts', async () => {
    await anna.call(
      'POST',
      '/v1/contacts',
      { number: numberOf(5), position: { lat: 43.6, lon: 1.4 } },
      { status: 201 },
    );
    const at = (minutes: number) =>
      `${new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19)}-00:00`;
    const xml = capXml({ sent: at(-1), infos: infoXml({ expires: at(60) }) });
    const response = await anna.request('POST', '/v1/cap', xml, { 'content-type': 'application/cap+xml' });
    const { made } = (await response.json()) as { made: readonly { alert: number; state: string }[] };
    expect(made).toHaveLength(1);
    expect(['pendingApproval', 'draft']).toContain(made[0]?.state);
    expect(await launch(anna, made[0]?.alert ?? 0)).toBe('needs-approval');
  });
});

describe('an alert for later', () => {
  const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  test('is not scheduled without the second person, nor by breaking the glass: there is time', async () => {
    const { id } = await anna.create(otherDraft({ scheduledAt: later(1) }));
    expect(await launch(anna, id)).toBe('needs-approval');
    expect(await launch(anna, id, { breakGlass: true, reason: 'nobody answers' })).toBe('needs-approval');
  });

  test('does not move to another time under an approver who names the version that was read', async () => {
    const draft = otherDraft({ scheduledAt: later(1) });
    const { id, version } = await anna.create(draft);
    const { hash } = await anna.preview(id);
    await outcome(anna, 'PUT', `/v1/alerts/${id}`, { ...draft, scheduledAt: later(20) });
    await anna.step(id, 'submit');
    const seen = { 'if-match': `"${version}"` };
    expect(await outcome(bruno, 'POST', `/v1/alerts/${id}/approve`, { hash }, seen)).toBe(
      'changed-meanwhile',
    );
  });
});
