import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { runCommand } from '../../support/gateway/run-command.ts';
import type { MessageView } from '../../support/http/api-client.ts';
import { numberAt } from '../../support/people/people.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const BATCH = 50;
/** So many messages wait at least, so that some are queued whenever the backup is made. */
const AHEAD = 100;

const inState = (messages: readonly MessageView[], ...states: readonly string[]) =>
  messages.filter(({ state }) => states.includes(state));

test('a backup under load is consistent, and after its restore nothing that it knew as sent is sent again', async () => {
  const smsc = await startCarrier();
  const file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, window: 20, rate: 150, reconnect: { min: 20ms, max: 200ms } }`,
  );
  onTestFinished(() => file.remove());
  const config = ['--config', file.configFile];
  const backup = join(dirname(file.store), 'backup');
  const first = await file.start();
  let next = 0;
  let loaded = true;
  const load = (async () => {
    for (; loaded; next += BATCH) {
      await first.sendBatch(
        Array.from({ length: BATCH }, (_, index) => ({
          to: numberAt(next + index),
          text: `Alerte ${next + index}`,
          onUncertain: index % 2 === 0 ? 'resend' : 'hold',
        })),
      );
      await smsc.until(({ phones }) => phones.shownCount > next - AHEAD);
    }
  })();
  await smsc.until(({ phones }) => phones.shownCount >= 20);

  const made = await runCommand('backup', '--to', backup, ...config);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect((await stat(backup)).mode & 0o777).toBe(0o600);
  const shownBefore = smsc.phones.shownCount;
  await smsc.until(({ phones }) => phones.shownCount >= shownBefore + 20);
  loaded = false;
  await load;
  await file.kill();

  const restored = await runCommand('restore', '--from', backup, '--replace', ...config);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout).toMatch(/- \d+ messages were unsent in the backup/);
  const looked = await runCommand('doctor', '--json', ...config);
  const findings = JSON.parse(looked.stdout) as { about: string; level: string }[];
  expect(findings.filter(({ level }) => level === 'broken')).toEqual([]);
  for (const about of ['store', 'schema', 'backup', 'carrier carrier-a'])
    expect(findings).toContainEqual(expect.objectContaining({ about, level: 'fine' }));

  const second = await file.start();
  const known = await second.messages();
  const held = inState(known, 'uncertain');
  const sent = inState(known, 'sent', 'delivered', 'unconfirmed');
  expect(sent.length).toBeGreaterThan(0);
  expect(held.length).toBeGreaterThan(0);
  expect(sent.length + held.length).toBe(known.length);
  // Of what was unsent in the backup, some has been on phones since: it is not sent a second time by itself.
  expect(held.some(({ to }) => smsc.phones.texts(to).length === 1)).toBe(true);
  const { id } = await second.send({ to: numberAt(9500), text: 'Après la restauration' });
  await second.untilState(id, 'delivered');
  expect(smsc.phones.duplicates()).toEqual([]);
  expect(await file.stop()).toBe(0);

  const released = await runCommand('release', ...config);
  expect(released.stdout).toMatch(new RegExp(`^${held.length} messages are queued again`));
  const third = await file.start();
  const heldNumbers = new Set(held.map(({ to }) => to));
  // One that the backup knew as sent may have had its receipt after the backup, which the restored store never sees.
  const after = await third.until(
    () => third.messages(),
    (messages) =>
      inState(messages, 'queued', 'sending').length === 0 &&
      inState(messages, 'sent').every(({ to }) => !heldNumbers.has(to)),
  );
  const marked = after.filter(({ possibleDuplicate }) => possibleDuplicate);
  expect(new Set(marked.map(({ to }) => to))).toEqual(heldNumbers);
  for (const { to } of sent) expect(smsc.phones.texts(to), to).toHaveLength(1);
  for (const { number } of smsc.phones.duplicates())
    expect(heldNumbers).toContain(`+${number.replace('+', '')}`);
});
