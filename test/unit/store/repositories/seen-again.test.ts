import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inbound, numberOf, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const DAY_MS = 86_400_000;
const from = numberOf(1);

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const shown = async () => {
  const { items } = await disk.store.inbox({ limit: 1000, cursor: undefined });
  return items.map(({ text }) => text).toReversed();
};

describe('a message from a phone', () => {
  test('that a modem could not delete, and that therefore comes again after a restart, is kept once', async () => {
    const swept = inbound({ text: 'AIDE', from, fingerprint: `pdu ${from}` });
    await disk.store.receive(swept, T0);
    await disk.reopen();
    await disk.store.receive(swept, T0 + 60_000);
    expect(await shown()).toEqual(['AIDE']);
  });

  test('that a modem still had when the clock jumped ahead by years is kept once', async () => {
    const swept = inbound({ text: 'AIDE', from, fingerprint: `pdu ${from}` });
    await disk.store.receive(swept, T0);
    const later = T0 + 5 * 365 * DAY_MS;
    await disk.store.receive(inbound({ text: 'OUI', from, fingerprint: `next pdu ${from}` }), later);
    await disk.reopen();
    await disk.store.receive(inbound({ text: 'NON', from, fingerprint: `last pdu ${from}` }), later + 1000);
    await disk.store.receive(swept, later + 2000);
    expect(await shown()).toEqual(['AIDE', 'OUI', 'NON']);
  });

  test('is remembered for a month, and longer as long as fewer than 10,000 came after it', async () => {
    disk.fill('DELETE FROM inbound_seen');
    const swept = (name: string) => inbound({ text: name, from, fingerprint: `${name} of ${from}` });
    await disk.store.receive(swept('one'), T0);
    disk.fill(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      INSERT INTO inbound_seen (route, fingerprint, at) SELECT 'carrier-a', 'of a phone ' || i, ${T0 + 10} FROM n`);
    await disk.reopen();
    await disk.store.receive(swept('two'), T0 + 29 * DAY_MS);
    await disk.store.receive(swept('one'), T0 + 29 * DAY_MS);
    expect(await shown()).toEqual(['one', 'two']);
    await disk.reopen();
    await disk.store.receive(swept('three'), T0 + 31 * DAY_MS);
    await disk.store.receive(swept('one'), T0 + 31 * DAY_MS);
    expect(await shown()).toEqual(['one', 'two', 'three', 'one']);
    disk.fill("DELETE FROM inbound_seen WHERE fingerprint LIKE 'of a phone %'");
  });

  test('that came while the clock was years behind is kept once when it is set right', async () => {
    disk.fill(`
      DELETE FROM inbound_seen;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      INSERT INTO inbound_seen (route, fingerprint, at) SELECT 'carrier-a', 'of a phone ' || i, ${T0} FROM n`);
    const swept = inbound({ text: 'AIDE', from, fingerprint: `pdu ${from}` });
    await disk.store.receive(swept, T0 - 6 * 365 * DAY_MS);
    await disk.reopen();
    await disk.store.receive(
      inbound({ text: 'OUI', from, fingerprint: `next pdu ${from}` }),
      T0 + 40 * DAY_MS,
    );
    await disk.store.receive(swept, T0 + 40 * DAY_MS + 1);
    expect(await shown()).toEqual(['AIDE', 'OUI']);
  });

  test('is remembered among the last 10,000 after the clock was ahead for once, and others are forgotten', async () => {
    disk.fill('DELETE FROM inbound_seen');
    const ahead = T0 + 70 * 365 * DAY_MS;
    await disk.store.receive(inbound({ text: 'ahead', from, fingerprint: `ahead ${from}` }), ahead);
    disk.fill(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)
      INSERT INTO inbound_seen (route, fingerprint, at) SELECT 'carrier-a', 'of a phone ' || i, ${ahead} + i FROM n`);
    await disk.reopen();
    await disk.store.receive(inbound({ text: 'right', from, fingerprint: `right ${from}` }), T0);
    await disk.store.receive(inbound({ text: 'right', from, fingerprint: `right ${from}` }), T0);
    await disk.store.receive(inbound({ text: 'ahead', from, fingerprint: `ahead ${from}` }), T0);
    expect(await shown()).toEqual(['ahead', 'right', 'ahead']);
  });

  test('that an earlier version has stored, under a fingerprint as it made them, is kept once', async () => {
    await disk.store.receive(inbound({ text: 'AIDE', from, fingerprint: `pdu ${from}` }), T0);
    const again = { fingerprint: `tpdu ${from}`, formerFingerprint: `pdu ${from}` };
    await disk.store.receive(inbound({ text: 'AIDE', from, ...again }), T0 + 1);
    expect(await shown()).toEqual(['AIDE']);
  });
});
