import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';

const HOUR_MS = 3_600_000;
const NEW_TEXT = 'Crue : la route du nord est coupée.';
const correction = {
  content: {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: NEW_TEXT }],
    placeholders: {},
  },
  values: {},
};

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.remove();
});

describe('a launch', () => {
  test('that happens during the search for finished alerts does not make its alert completed', async () => {
    const { store } = rig.disk;
    const { id } = await rig.create(3);
    const read = store.alertsIn.bind(store);
    const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
    const chunk = store.storeChunk.bind(store);
    vi.spyOn(store, 'storeChunk').mockImplementation((one) => go.then(() => chunk(one)));
    let launching = false;
    let looks = 0;
    vi.spyOn(store, 'alertsIn').mockImplementation(async (states) => {
      if (!launching && states.includes('sending')) {
        launching = true;
        await rig.launch(id);
      }
      if (states.includes('sending')) looks++;
      return read(states);
    });
    await rig.until(
      () => looks,
      (count) => count > 2,
    );
    expect(await rig.service.get(id)).toMatchObject({ state: 'sending' });
    letGo();
    await rig.untilExpanded(id);
  });

  test('that is requested twice at once is answered as done to both clients, and sends each person one message', async () => {
    const { id } = await rig.create(2);
    const hash = (await rig.service.preview(id))?.hash;
    const launch = { hash, key: 'k1', actor: author };
    const verdicts = await Promise.all([rig.service.launch(id, launch), rig.service.launch(id, launch)]);
    expect(verdicts).toMatchObject([{ kind: 'done' }, { kind: 'done' }]);
    await rig.untilExpanded(id);
    expect(await rig.messages(id)).toHaveLength(2);
  });

  test('for a later time does not happen earlier when its client repeats the request', async () => {
    const { id } = await rig.create(2, { scheduledAt: rig.disk.clock.now() + HOUR_MS });
    const hash = (await rig.service.preview(id))?.hash;
    const launch = { hash, key: 'k1', actor: author };
    expect(await rig.service.launch(id, launch)).toMatchObject({ alert: { state: 'scheduled' } });
    expect(await rig.service.launch(id, launch)).toMatchObject({
      kind: 'done',
      repeated: true,
      alert: { state: 'scheduled' },
    });
    expect(await rig.disk.store.waves(id)).toEqual([]);
  });

  test('for a later time happens though there are a thousand older drafts', async () => {
    await Promise.all(Array.from({ length: 1000 }, () => rig.create(0)));
    const { id } = await rig.create(1, { scheduledAt: rig.disk.clock.now() + 5000 });
    await rig.launch(id);
    await rig.untilState(id, 'sending');
  });

  test('whose scheduled time passed long ago during a downtime does not happen, and the log says so', async () => {
    const validForMs = HOUR_MS;
    const { id } = await rig.create(1, { scheduledAt: rig.disk.clock.now() + 5000, validForMs });
    await rig.launch(id);
    await rig.stop();
    await rig.disk.clock.advance(2 * HOUR_MS);
    await rig.disk.reopen();
    rig = await AlertRig.start({}, rig.disk);
    await rig.untilState(id, 'returned');
    expect(await rig.messages(id)).toEqual([]);
    expect((await rig.service.overview(id))?.log.at(-1)?.detail).toContain('too late');
  });
});

describe('an update', () => {
  test('that comes while the first people are being read gives the new text to all people without a message', async () => {
    const { store } = rig.disk;
    const { id } = await rig.create(600);
    const read = store.getAlert.bind(store);
    let updated = false;
    vi.spyOn(store, 'getAlert').mockImplementation(async (asked) => {
      // The first read after the launch is by the expander, which has read the waves already.
      if (!updated && rig.announced.some(({ action }) => action === 'launch')) {
        updated = true;
        await rig.service.update(id, correction, author);
      }
      return read(asked);
    });
    await rig.launch(id);
    await rig.until(
      () => store.waves(id),
      ([first]) => first?.state.kind === 'stored',
    );
    const texts = (await rig.messages(id)).filter(({ alert }) => alert?.wave === 1).map(({ text }) => text);
    expect(texts).toHaveLength(600);
    expect(new Set(texts)).toEqual(new Set([NEW_TEXT]));
  });
});

describe('a resend', () => {
  test('that is requested twice at once goes to each person once', async () => {
    const { id } = await rig.create(2);
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.refuse(await rig.claim(`${id}.1`));
    const verdicts = await Promise.all([
      rig.service.resend(id, 'undelivered', author),
      rig.service.resend(id, 'undelivered', author),
    ]);
    expect(verdicts.map(({ kind }) => kind).toSorted()).toEqual(['done', 'wrongState']);
    await rig.untilExpanded(id);
    expect(await rig.messages(id)).toHaveLength(4);
  });

  test('is valid until expiresAt of the alert, and is refused after that', async () => {
    const { id } = await rig.create(2, {
      expiresAt: rig.disk.clock.now() + HOUR_MS,
      validForMs: 2 * HOUR_MS,
    });
    await rig.launch(id);
    await rig.untilExpanded(id);
    await rig.refuse(await rig.claim(`${id}.1`, 1));
    await rig.service.resend(id, 'undelivered', author);
    await rig.untilExpanded(id);
    const { draft } = (await rig.service.get(id)) ?? { draft: draftOf() };
    expect((await rig.messages(id)).map(({ validUntil }) => validUntil)).toEqual([
      draft.expiresAt,
      draft.expiresAt,
      draft.expiresAt,
    ]);
    await rig.disk.clock.advance(HOUR_MS);
    expect(await rig.service.resend(id, 'undelivered', author)).toMatchObject({ kind: 'wrongState' });
  });
});

test('an alert whose messages can not be created does not keep other alerts from being sent', async () => {
  const { id: bad } = await rig.create(2);
  const { id: good } = await rig.create(2);
  const lane = rig.traffic.laneFor.bind(rig.traffic);
  vi.spyOn(rig.traffic, 'laneFor').mockImplementation((to, priority, only, turn) => {
    if (turn.startsWith(`${bad}.`)) throw new Error('broken');
    return lane(to, priority, only, turn);
  });
  await rig.launch(bad);
  await rig.launch(good);
  await rig.untilExpanded(good);
  expect(await rig.messages(good)).toHaveLength(2);
  vi.restoreAllMocks();
  await rig.untilExpanded(bad);
  expect(await rig.messages(bad)).toHaveLength(2);
});
