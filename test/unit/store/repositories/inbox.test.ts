import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InboxFilter } from '../../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { RouteInbound } from '../../../../src/domain/routes/route.ts';
import { inbound, numberOf, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let phones = 0;
let from = '';
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
beforeEach(() => {
  from = numberOf(++phones);
});
afterAll(() => disk.remove());

const itemsShown = async () => {
  const { items } = await disk.store.inbox({ limit: 1000, cursor: undefined });
  return items.filter((item) => item.from === from);
};
const shown = async () => (await itemsShown()).map(({ text }) => text).toReversed();
const single = (text: string) => inbound({ text, from });
const part = (
  part: number,
  text: string,
  own: Partial<RouteInbound> & { reference?: number; total?: number } = {},
) => {
  const { reference = 7, total = 3, ...rest } = own;
  return inbound({ text, from, concat: { reference, total, part }, ...rest });
};

test.each(['OK 482137', 'ok 48 21 37', 'LANCER crue 7K2M-9QXT', 'lancer crue 7k2m 9qxt'])(
  'the inbox and the export of a person show no code of %j before the message is handled',
  async (text) => {
    await disk.store.receive(single(text), T0);
    expect((await shown())[0]).toMatch(/^(?:ok|lancer crue) …$/i);
    const exported = await disk.store.persons.read(from as Msisdn, [from]);
    expect(exported.inbox.map((one) => one.text)).toEqual(await shown());
  },
);

describe('a message that no person can read, or that is not for people', () => {
  const aside = async () => {
    const { items } = await disk.store.inboxAside({ limit: 1000, cursor: undefined });
    return items.filter((item) => item.from === from);
  };

  test('is kept with its reason and its evidence, and not in the inbox', async () => {
    await disk.store.receive(inbound({ from, text: '', evidence: '0791', aside: 'a WAP push' }), T0 + 5);
    await disk.reopen();
    expect(await shown()).toEqual([]);
    expect(await aside()).toEqual([
      {
        id: expect.any(Number),
        at: T0 + 5,
        route: 'carrier-a',
        from,
        reason: 'a WAP push',
        evidence: '0791',
      },
    ]);
  });

  test('is kept once if it is read twice', async () => {
    const message = inbound({ from, aside: 'a WAP push', fingerprint: `push from ${from}` });
    await disk.store.receive(message, T0);
    await disk.store.receive(message, T0 + 5);
    expect(await aside()).toHaveLength(1);
  });

  test('pushes out the oldest one of its route when a thousand are kept, and keeps 1 KiB of evidence', async () => {
    for (let n = 0; n < 1002; n++) {
      const evidence = `${n} `.padEnd(2000, 'F');
      await disk.store.receive(inbound({ from, route: 'modem-9', evidence, aside: 'unreadable' }), T0 + n);
    }
    const kept = await aside();
    expect(kept).toHaveLength(1000);
    expect(kept.at(-1)?.evidence).toMatch(/^2 /);
    expect(kept.at(-1)?.evidence).toHaveLength(1024);
  });
});

describe('a message from a phone', () => {
  test('is in the inbox as it came, even after a restart', async () => {
    await disk.store.receive(single('OUI 🌊'), T0 + 5);
    await disk.reopen();
    expect(await itemsShown()).toEqual([
      { id: expect.any(Number), at: T0 + 5, route: 'carrier-a', from, to: '38002', text: 'OUI 🌊' },
    ]);
  });

  test('without a fingerprint is kept even if an earlier message has the same text', async () => {
    await disk.store.receive(single('1'), T0);
    await disk.store.receive(single('1'), T0);
    expect(await shown()).toEqual(['1', '1']);
  });

  test('of one part is in the inbox at once, even if it has a concatenation header', async () => {
    await disk.store.receive(part(1, 'OUI', { total: 1 }), T0);
    expect(await shown()).toEqual(['OUI']);
  });

  test('may be empty, and may come from a sender with a name instead of a number', async () => {
    from = 'INFO';
    await disk.store.receive(inbound({ text: '', from, to: undefined }), T0);
    expect(await itemsShown()).toMatchObject([{ from: 'INFO', to: undefined, text: '' }]);
  });
});

describe('a long message from a phone', () => {
  test.each([[[1, 2, 3]], [[1, 3, 2]], [[2, 1, 3]], [[2, 3, 1]], [[3, 1, 2]], [[3, 2, 1]]])(
    'is joined when its parts come in the order %j',
    async (order) => {
      const texts = ['un ', 'deux ', 'trois'];
      for (const [index, number] of order.entries()) {
        expect(await shown()).toEqual([]);
        await disk.store.receive(part(number, texts[number - 1] ?? ''), T0 + index);
      }
      expect(await shown()).toEqual(['un deux trois']);
    },
  );

  test('is joined even if a restart comes between its parts', async () => {
    await disk.store.receive(part(3, 'trois'), T0);
    await disk.store.receive(part(1, 'un '), T0);
    await disk.reopen();
    await disk.store.receive(part(2, 'deux '), T0);
    expect(await shown()).toEqual(['un deux trois']);
  });

  test('is shown whole even if its parts were cut in the middle of an emoji, with a restart in between', async () => {
    const [wave = '', rest = ''] = ['Ici \ud83c', '\udf0a monte'];
    await disk.store.receive(part(2, rest, { total: 2 }), T0);
    await disk.reopen();
    await disk.store.receive(part(1, wave, { total: 2 }), T0);
    expect(await shown()).toEqual(['Ici 🌊 monte']);
    // The first part comes once more: the inbox shows its text already.
    await disk.store.receive(part(1, wave, { total: 2 }), T0);
    await disk.store.receive(single('days later'), T0 + 2 * 86_400_000);
    expect(await shown()).toEqual(['Ici 🌊 monte', 'days later']);
  });

  test('is shown once, even if a part comes twice before the other parts', async () => {
    for (const one of [
      part(1, 'un '),
      part(2, 'deux '),
      part(1, 'un '),
      part(2, 'deux '),
      part(3, 'trois'),
    ]) {
      await disk.store.receive(one, T0);
    }
    expect(await shown()).toEqual(['un deux trois']);
  });

  test('is not mixed with a message of another phone, route, reference or number of parts', async () => {
    await disk.store.receive(part(1, 'A1'), T0);
    await disk.store.receive(part(2, 'B2', { from: '+33199000002' }), T0);
    await disk.store.receive(part(2, 'C2', { route: 'modem-1' }), T0);
    await disk.store.receive(part(2, 'D2', { reference: 8 }), T0);
    await disk.store.receive(part(2, 'E2', { total: 2 }), T0);
    expect(await shown()).toEqual([]);
    await disk.store.receive(part(3, 'A3'), T0);
    await disk.store.receive(part(2, 'A2'), T0);
    expect(await shown()).toEqual(['A1A2A3']);
  });

  test('may have the same reference as an earlier message from that phone', async () => {
    for (const texts of [
      ['un ', 'deux ', 'trois'],
      ['one ', 'two ', 'three'],
    ]) {
      for (const [index, text] of texts.entries()) await disk.store.receive(part(index + 1, text), T0);
    }
    expect(await shown()).toEqual(['un deux trois', 'one two three']);
  });

  test('is not joined with a leftover part of an older message, which is shown with the parts that came', async () => {
    // Many phones have references of one octet: a part of an older message must not become part of this one.
    await disk.store.receive(part(1, 'Old one ', { total: 2 }), T0);
    await disk.store.receive(part(1, 'New one, ', { total: 2 }), T0 + 86_400_000);
    await disk.store.receive(part(2, 'whole.', { total: 2 }), T0 + 86_400_000);
    expect(await shown()).toEqual(['Old one […]', 'New one, whole.']);
  });

  test('is not joined with a leftover part from days before, whichever part comes first', async () => {
    await disk.store.receive(part(2, 'old two, ', { total: 4 }), T0);
    const days = T0 + 2 * 86_400_000;
    await disk.store.receive(part(1, 'New one, ', { total: 4 }), days);
    expect(await shown()).toEqual(['[…]old two, […]']);
    for (const number of [4, 3, 2]) await disk.store.receive(part(number, `${number}`, { total: 4 }), days);
    expect(await shown()).toEqual(['[…]old two, […]', 'New one, 234']);
  });

  test('is not shown again when a part is repeated after the message was complete', async () => {
    for (const number of [1, 2, 3, 3]) await disk.store.receive(part(number, `${number} `), T0);
    await disk.store.receive(single('days later'), T0 + 2 * 86_400_000);
    expect(await shown()).toEqual(['1 2 3 ', 'days later']);
  });
});

describe('the inbox', () => {
  test('is read page by page, newest first, even if messages come meanwhile, and has a last page', async () => {
    for (let i = 0; i < 25; i++) await disk.store.receive(single(String(i)), T0 + i);
    const first = await disk.store.inbox({ limit: 10, cursor: undefined });
    await disk.store.receive(single('came meanwhile'), T0 + 99);
    const second = await disk.store.inbox({ limit: 10, cursor: first.next });
    const third = await disk.store.inbox({ limit: 10, cursor: second.next });
    const texts = [...first.items, ...second.items, ...third.items].map(({ text }) => text);
    expect(texts.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, i) => String(24 - i)));
    const { items } = await disk.store.inbox({ limit: 1000, cursor: undefined });
    const all = await disk.store.inbox({ limit: items.length, cursor: undefined });
    expect(all.next).toBeUndefined();
  });

  const search = async (filter: InboxFilter) =>
    (await disk.store.inbox({ limit: 1000, cursor: undefined }, { from, ...filter })).items.map(
      ({ text }) => text,
    );

  test('is searched by sender, and by a part of the text without case and accents, once a message is handled', async () => {
    await disk.store.receive(single('Route inondée à Tours'), T0);
    await disk.store.receive(single('RAS'), T0 + 1);
    const [{ id = 0 } = {}] = (await disk.store.inbox({ limit: 1, cursor: undefined })).items;
    expect(await search({})).toEqual(['RAS', 'Route inondée à Tours']);
    expect(await search({ from: numberOf(9999) })).toEqual([]);
    expect(await search({ text: 'INONDEE' })).toEqual([]);
    const handled = {
      number: undefined,
      text: '',
      at: T0,
      effect: { kind: 'inbox' },
      reply: undefined,
    } as const;
    await disk.store.handleInbound(
      [id - 1, id].map((inboxId) => ({ inboxId, ...handled })),
      { repliesPerHour: 1, repliesPerHourInAll: 1, pageAgainMs: 1 },
      T0,
    );
    expect(await search({ text: 'INONDEE' })).toEqual(['Route inondée à Tours']);
    expect(await search({ handledAs: 'inbox' })).toEqual(['RAS', 'Route inondée à Tours']);
    expect(await search({ handledAs: 'answer' })).toEqual([]);
  });
});
