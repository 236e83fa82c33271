import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { routeCapabilities } from '../../../../src/domain/routes/capabilities.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author } from '../../../support/alerts/alerts.ts';
import { accepted } from '../../../support/store/messages.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start({ price: { perPart: 0.1, currency: 'EUR' } });
});
afterEach(() => rig.remove());

const content = {
  defaultLanguage: 'fr',
  variants: [
    { language: 'fr', text: 'Crue : la route du nord est coupée.', short: 'Route du nord coupée.' },
    { language: 'en', text: `Flood: the road to the north is closed. ${'Go by the south. '.repeat(10)}` },
  ],
  placeholders: {},
};
const correction = { content, values: {} };
const bilingual = {
  ...content,
  variants: content.variants.map(({ language }) => ({ language, text: 'Crue' })),
};

/** An alert to six contacts, three in each language: two have it, one may have it, one is refused, two are queued. */
const halfway = async (): Promise<number> => {
  const list = await rig.list(0, 1, 2, 3, 4, 5);
  const { id } = await rig.create(0, { content: bilingual, audience: { include: [{ list }] } });
  await rig.launch(id);
  await rig.untilExpanded(id);
  const claims = await rig.claim(`${id}.1`, 4);
  await rig.deliver(claims.slice(0, 2));
  await rig.disk.store.settle(
    claims.slice(2, 3).map((one) => accepted(one, 'later', { at: rig.disk.clock.now() })),
  );
  await rig.refuse(claims.slice(3));
  return id;
};

const partsOf = async (id: number, said: typeof content) => {
  const seen = await rig.service.previewCorrection(id, {
    what: 'update',
    correction: { content: said, values: {} },
  });
  if (seen.kind !== 'previewed') throw new Error(seen.kind);
  return seen.preview;
};

describe('the preview of a correction (an update or a cancel)', () => {
  test('shows the texts, the people who have the alert or may have it, the cost and the time', async () => {
    const id = await halfway();
    expect(await rig.service.previewCorrection(id, { what: 'update', correction })).toEqual({
      kind: 'previewed',
      preview: {
        people: 3,
        onTheWay: 0,
        toCome: 2,
        needsSecondPerson: false,
        variants: [
          {
            language: 'fr',
            people: 2,
            text: { text: 'Crue : la route du nord est coupée.', encoding: 'gsm7', parts: 1 },
            short: { text: 'Route du nord coupée.', encoding: 'gsm7', parts: 1 },
          },
          { language: 'en', people: 1, text: expect.objectContaining({ parts: 2 }), short: undefined },
        ],
        parts: 4,
        cost: { amount: 0.4, currency: 'EUR' },
        routes: [expect.objectContaining({ route: 'carrier-a', usable: true })],
        etaMs: 90,
        inTime: true,
        reason: undefined,
        findings: expect.any(Array),
      },
    });
  });

  test('changes nothing, and is refused where the correction itself would be refused', async () => {
    const id = await halfway();
    const before = await rig.service.get(id);
    await rig.service.previewCorrection(id, { what: 'cancel', correction });
    expect(await rig.service.get(id)).toEqual(before);
    expect(await rig.disk.store.waves(id)).toHaveLength(1);
    const unfit = {
      content: { ...content, variants: [{ language: 'fr', text: 'Crue {place' }] },
      values: {},
    };
    expect(await rig.service.previewCorrection(id, { what: 'update', correction: unfit })).toMatchObject({
      kind: 'blocked',
    });
    await rig.service.pause(id, author);
    expect(await rig.service.previewCorrection(id, { what: 'update', correction })).toMatchObject({
      kind: 'wrongState',
    });
    expect(await rig.service.previewCorrection(id, { what: 'cancel', correction })).toMatchObject({
      kind: 'previewed',
    });
    expect(await rig.service.previewCorrection(999, { what: 'cancel', correction })).toEqual({
      kind: 'unknown',
    });
  });

  test('counts the parts of the short texts when only modems are usable, since modems send the short texts', async () => {
    const id = await halfway();
    rig.traffic.routes = rig.traffic.routes.map((route) => ({
      ...route,
      capabilities: routeCapabilities.modem,
    }));
    // Two people get one part in French; one gets the long English text, since there is no short one.
    const short = {
      ...content,
      variants: content.variants.map((one) => ({ ...one, text: one.text.repeat(6) })),
    };
    const { parts: full } = await partsOf(id, {
      ...short,
      variants: short.variants.map(({ language, text }) => ({ language, text })),
    });
    const { parts, variants } = await partsOf(id, short);
    const [french] = variants;
    expect(parts).toBe(full - 2 * ((french?.text.parts ?? 0) - 1));
  });

  test('is refused for an update after the alert has expired, but not for a cancel', async () => {
    const expiresAt = rig.disk.clock.now() + 60_000;
    const { id } = await rig.create(1, { expiresAt });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.disk.clock.advance(60_000);
    const over = await rig.service.update(id, correction, author);
    expect(over).toMatchObject({ kind: 'blocked' });
    expect(await rig.service.previewCorrection(id, { what: 'update', correction })).toEqual(over);
    const prolonged = { ...correction, expiresAt: expiresAt + 60_000 };
    expect(await rig.service.previewCorrection(id, { what: 'update', correction: prolonged })).toMatchObject({
      kind: 'previewed',
    });
    expect(await rig.service.previewCorrection(id, { what: 'cancel', correction })).toMatchObject({
      kind: 'previewed',
    });
  });

  test('is refused when the request names another version than the alert has', async () => {
    const id = await halfway();
    expect(await rig.service.previewCorrection(id, { what: 'cancel', correction, version: 1 })).toMatchObject(
      {
        kind: 'changed',
      },
    );
  });

  test('says whether the correction would wait for a second person: free text would, the text of the library would not', async () => {
    await rig.remove();
    rig = await AlertRig.start({ twoPersons: 'live' });
    const { id } = await rig.create(1);
    const preview = await rig.service.preview(id);
    await rig.service.launch(id, { hash: preview?.hash, actor: author, breakGlass: 'the dam breaks' });
    expect(await rig.service.previewCorrection(id, { what: 'update', correction })).toMatchObject({
      preview: { needsSecondPerson: true },
    });
    expect(await rig.service.previewCorrection(id, { what: 'cancel', correction })).toMatchObject({
      preview: { needsSecondPerson: true },
    });
    for (const what of ['cancel', 'end'] as const) {
      expect(await rig.service.previewCorrection(id, { what, correction: undefined })).toMatchObject({
        preview: { needsSecondPerson: false, variants: [{ text: { encoding: 'gsm7', parts: 1 } }] },
      });
    }
  });
});
