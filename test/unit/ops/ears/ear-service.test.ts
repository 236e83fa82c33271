import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { RouteInbound } from '../../../../src/domain/routes/route.ts';
import { cut } from '../../../../src/domain/text/split.ts';
import type { EarService } from '../../../../src/ops/ears/ear-service.ts';
import { EAR, earOn } from '../../../support/modem/ear.ts';
import { newMessage, numberOf } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let ear: EarService;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  ear = earOn(disk);
});
afterEach(() => disk.remove());

const LONG = 'EXERCICE - la rivière monte, gagnez les étages. '.repeat(6).trim();

/** A heartbeat of two parts or more to the ear, as it was stored. */
const sent = async (text = ear.marked(EAR, LONG)) => {
  const parts = cut(text, 'gsm7');
  const now = disk.clock.now();
  const message = newMessage({
    to: EAR,
    from: 'MAIRIE',
    text,
    parts: parts.length,
    owner: 'heartbeat',
    createdAt: now,
    dueAt: now,
    validUntil: now + 60_000,
  });
  await disk.store.enqueue([message]);
  return { id: message.id, text, parts };
};

const part = (texts: readonly string[], number: number, own: Partial<RouteInbound> = {}): RouteInbound => ({
  route: 'ear-1',
  from: 'MAIRIE',
  to: undefined,
  text: texts[number - 1] ?? '',
  concat: { reference: 7, total: texts.length, part: number },
  evidence: '',
  fingerprint: `pdu ${number}`,
  ...own,
});

const heardOf = async (message: MessageId) =>
  (await ear.hearings([{ message, number: EAR, route: 'orange' }])).get(message);

describe('an ear', () => {
  test.each([[[1, 2]], [[2, 1]]])('joins the parts of a message that come in the order %j', async (order) => {
    const { id, parts } = await sent();
    expect(parts).toHaveLength(2);
    for (const number of order) expect(await ear.take(part(parts, number))).toBe(true);
    expect(await heardOf(id)).toMatchObject({ parts: 2, of: 2, faults: [], from: 'MAIRIE' });
  });

  test('tells apart two messages with the same text by two routes, although their first parts are the same', async () => {
    const one = await sent();
    const other = await sent();
    await ear.take(part(one.parts, 1, { concat: { reference: 1, total: 2, part: 1 }, fingerprint: 'a' }));
    await ear.take(part(other.parts, 1, { concat: { reference: 2, total: 2, part: 1 }, fingerprint: 'b' }));
    await ear.take(part(other.parts, 2, { concat: { reference: 2, total: 2, part: 2 }, fingerprint: 'c' }));
    expect(await heardOf(one.id)).toMatchObject({ at: undefined, parts: 0 });
    expect(await heardOf(other.id)).toMatchObject({ parts: 2, of: 2, faults: [] });
  });

  test('compares no number of parts where another system joins or cuts long messages', async () => {
    ear = earOn(disk, { keepsParts: (heardBy, route) => heardBy === 'ear-1' && route !== 'orange' });
    const { id, text } = await sent();
    expect(await ear.take(part([text], 1, { concat: undefined }))).toBe(true);
    expect(await heardOf(id)).toMatchObject({ parts: 1, of: 1, faults: [] });
  });

  test('says which part is missing', async () => {
    const { id, parts } = await sent();
    await ear.take(part(parts, 2));
    expect(await heardOf(id)).toMatchObject({ at: undefined, parts: 1, faults: ['without part 1 of 2'] });
  });

  test('counts a part that is read twice once, and a message that comes twice two times', async () => {
    const { id, parts } = await sent(ear.marked(EAR, 'EXERCICE'));
    const whole = { concat: undefined, text: parts[0] ?? '' };
    await ear.take(part(parts, 1, whole));
    await ear.take(part(parts, 1, whole));
    expect(await heardOf(id)).toMatchObject({ faults: [] });
    await ear.take(part(parts, 1, { ...whole, fingerprint: 'another pdu' }));
    expect(await heardOf(id)).toMatchObject({ faults: ['2 times'] });
  });

  test('keeps only some copies of what comes again and again', async () => {
    const { id, parts } = await sent(ear.marked(EAR, 'EXERCICE'));
    for (let copy = 0; copy < 20; copy++) {
      const again = { concat: undefined, text: parts[0] ?? '', fingerprint: `pdu ${copy}` };
      expect(await ear.take(part(parts, 1, again))).toBe(true);
    }
    expect(await disk.store.ears.heardOf([id])).toHaveLength(3);
  });

  test('leaves to the inbox, which has quotas, what somebody sends again and again who knows the first part', async () => {
    const { parts } = await sent();
    const again = async (copy: number) =>
      ear.take(
        part(parts, 1, {
          from: numberOf(9),
          concat: { reference: copy & 0xff, total: 2, part: 1 },
          fingerprint: `pdu ${copy}`,
        }),
      );
    for (let copy = 0; copy < 200; copy++) expect(await again(copy)).toBe(true);
    expect(await again(200)).toBe(false);
    await disk.clock.advance(3_600_000);
    expect(await again(201)).toBe(true);
  });

  test('leaves to the inbox what people write, also in several parts, and what comes by other routes', async () => {
    const { parts, text } = await sent();
    const fromPerson = { from: numberOf(9), text: 'Nous sommes sur le toit' };
    expect(await ear.take(part(parts, 1, fromPerson))).toBe(false);
    expect(await ear.take(part(parts, 1, { ...fromPerson, concat: undefined }))).toBe(false);
    expect(await ear.take(part(parts, 1, { route: 'modem-1', text, concat: undefined }))).toBe(false);
  });

  test('takes nothing for a message that it should have heard days ago', async () => {
    const { parts } = await sent();
    await disk.clock.advance(3 * 86_400_000);
    expect(await ear.take(part(parts, 2))).toBe(false);
  });
});
