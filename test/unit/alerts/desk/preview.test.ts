import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { routeCapabilities } from '../../../../src/domain/routes/capabilities.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';

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
  test('shows for each language a typical text and the longest text, and in total people, parts and cost', async () => {
    const list = await rig.list(2, 4, 10_000, 5);
    const { id } = await rig.service.create(draftOf({ content, audience: { include: [{ list }] } }), author);
    const preview = await rig.service.preview(id);
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

  test('says how many parts a contact’s value could make, also if nobody has such a value yet', async () => {
    const list = await rig.list(1);
    const text = `Crue. ${'x'.repeat(150 - 'bâtiment 1'.length)} {attributes.building}`;
    const variants = [{ language: 'fr', text }];
    const draft = draftOf({ content: { ...content, variants }, audience: { include: [{ list }] } });
    const { variants: shown } = await rig.service.previewDraft({
      ...draft,
      content: {
        ...draft.content,
        placeholders: { 'attributes.building': { fallback: 'site', maxLength: 60 } },
      },
    });
    expect(shown).toMatchObject([{ worst: { parts: 3 }, mostParts: 4 }]);
    const plain = { ...content, variants: [{ language: 'fr', text: 'Crue.' }], placeholders: {} };
    expect((await rig.service.previewDraft({ ...draft, content: plain })).variants).toMatchObject([
      { mostParts: 1 },
    ]);
  });

  test('counts the parts of the short text when only modems are usable', async () => {
    const list = await rig.list(2, 4);
    const text = 'Gagnez les hauteurs par la route du nord, sans attendre. '.repeat(4);
    const variants = [{ language: 'fr', text, short: 'Gagnez les hauteurs.' }];
    const draft = draftOf({
      content: { ...content, variants, placeholders: {} },
      audience: { include: [{ list }] },
    });
    const reckoned = async () => {
      const { parts, cost, variants: shown } = await rig.service.previewDraft(draft);
      return { parts, amount: cost?.amount, typical: shown[0]?.typical.parts };
    };
    expect(await reckoned()).toEqual({ parts: 4, amount: 0.4, typical: 2 });
    const [carrier] = rig.traffic.routes;
    if (carrier === undefined) throw new Error('the rig has a carrier');
    const modem = { ...carrier, id: 'modem-1', capabilities: routeCapabilities.modem };
    rig.traffic.routes = [{ ...carrier, usable: false }, modem];
    expect(await reckoned()).toEqual({ parts: 2, amount: 0.2, typical: 2 });
  });

  test('has a hash that changes with people, texts, values, kind, sender, routes or the time', async () => {
    const list = await rig.list(1, 2);
    const audience = { include: [{ list }] };
    const draft = draftOf({ audience });
    const hashOf = async (own: object) => (await rig.service.previewDraft({ ...draft, ...own })).hash;
    const same = await hashOf({});
    expect(await hashOf({})).toBe(same);
    const others = [
      { scheduledAt: 1 },
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

  test('has a blocker for a route that does not exist', async () => {
    const list = await rig.list(1);
    const draft = draftOf({ audience: { include: [{ list }] }, routes: ['carrier-b'] });
    const { blockers } = await rig.service.previewDraft(draft);
    expect(blockers).toEqual([
      {
        code: 'unknownRoute',
        path: 'routes',
        message: 'no route is called "carrier-b"; did you mean "carrier-a"?',
      },
    ]);
  });
});
