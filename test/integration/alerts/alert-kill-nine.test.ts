import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seedContacts } from '../../../scripts/lib/bench/seed-contacts.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient } from '../../support/alerts/alert-client.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';

const PEOPLE = 100_000;

let smsc: Smsc;
let file: GatewayFile;

beforeEach(async () => {
  smsc = await Smsc.start({ port: 0, keepMessages: false });
  file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: 100, reconnect: { min: 20ms, max: 200ms } }`,
  );
});

afterEach(async () => {
  await file.remove();
  await smsc.close();
});

const draft = (list: number) => ({
  title: 'Crue',
  content: { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'Crue : gagnez les hauteurs.' }] },
  audience: { include: [{ list }] },
  validFor: 'PT6H',
});

test('an alert to 100,000 people has one message for each, even if kill -9 ends the gateway several times while the messages are stored', {
  timeout: 120_000,
}, async () => {
  const list = seedContacts(file.store, PEOPLE);
  const start = async () => AlertClient.of(await file.start());
  const storedBehind = (api: AlertClient, id: number, messages: number) =>
    api.untilAlert(id, ({ waves }) => (waves[0]?.recipients ?? 0) > messages);

  let api = await start();
  const { id } = await api.create(draft(list));
  await api.launch(id);
  // The first kill is right after the 202, the next ones while messages are made ahead of the carrier.
  await file.kill();
  for (const messages of [0, 1500]) {
    api = await start();
    await storedBehind(api, id, messages);
    await file.kill();
  }
  api = await start();
  // After the stop everybody else is recorded as cancelled, as fast as the disk takes it.
  await api.step(id, 'stop');
  for (const messages of [10_000, 40_000, 70_000]) {
    await storedBehind(api, id, messages);
    await file.kill();
    api = await start();
  }
  const { waves } = await api.untilAlert(id, (alert) => alert.waves[0]?.complete === true);
  expect(waves[0]?.recipients).toBe(PEOPLE);
  await file.kill();

  const db = new Database(file.store, { readonly: true });
  try {
    const count = (sql: string) => db.prepare(`SELECT count(*) FROM ${sql}`).pluck().get();
    expect(count('alert_recipients')).toBe(PEOPLE);
    expect(count('messages WHERE alert IS NOT NULL')).toBe(PEOPLE);
    expect(count('(SELECT DISTINCT recipient FROM messages)')).toBe(PEOPLE);
    expect(
      count('alert_recipients r JOIN messages m ON m.id = r.message_id AND m.recipient = r.number'),
    ).toBe(PEOPLE);
  } finally {
    db.close();
  }
});
