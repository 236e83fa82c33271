import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertRig } from '../../support/alert-rig.ts';
import { author, draftOf } from '../../support/alerts.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ price: { perPart: 0.1, currency: 'EUR' } });
});
afterEach(() => rig.remove());

const content = {
  defaultLanguage: 'fr',
  variants: [
    { language: 'fr', text: 'Évacuez le {attributes.building} par le nord.', short: 'Évacuez par le nord.' },
    { language: 'en', text: 'Leave {attributes.building} by the north.' },
  ],
  placeholders: { 'attributes.building': { fallback: 'site' } },
};

describe('a preview', () => {
  test('shows what a person would get, and who gets the longest', async () => {
    const list = await rig.list(2, 4, 10_000, 5);
    const { id } = await rig.desk.create(draftOf({ content, audience: { include: [{ list }] } }), author);
    const preview = await rig.desk.preview(id);
    expect(preview?.variants).toMatchObject([
      {
        language: 'fr',
        people: 3,
        worst: { text: 'Évacuez le bâtiment 10000 par le nord.', encoding: 'ucs2', parts: 1 },
        short: { text: 'Évacuez par le nord.' },
      },
      { language: 'en', people: 1, typical: { text: 'Leave bâtiment 5 by the north.' } },
    ]);
    expect(preview).toMatchObject({ people: 4, parts: 4, cost: { amount: 0.4, currency: 'EUR' } });
    expect(preview?.estimated).toBe(false);
  });

  test('has another hash for other people, texts, values or routes, and the same for the same', async () => {
    const list = await rig.list(1, 2);
    const audience = { include: [{ list }] };
    const draft = draftOf({ audience });
    const hashOf = async (own: object) => (await rig.desk.previewDraft({ ...draft, ...own })).hash;
    const same = await hashOf({});
    expect(await hashOf({})).toBe(same);
    expect(await hashOf({ scheduledAt: 1 })).toBe(same);
    const others = [
      { content },
      { values: { place: 'Tours' } },
      { audience: { include: [{ list }], exclude: [{ numbers: [] }] } },
      { routes: ['carrier-a'] },
      { kind: 'exercise' },
      { from: 'MAIRIE' },
    ];
    for (const other of others) expect(await hashOf(other), JSON.stringify(other)).not.toBe(same);
    await rig.join(list, 3);
    expect(await hashOf({})).not.toBe(same);
  });

  test('names a route that there is not', async () => {
    const list = await rig.list(1);
    const draft = draftOf({ audience: { include: [{ list }] }, routes: ['carrier-b'] });
    const { blockers } = await rig.desk.previewDraft(draft);
    expect(blockers).toEqual([
      { code: 'unknownRoute', path: 'routes', message: 'no route is called "carrier-b"' },
    ]);
  });
});
