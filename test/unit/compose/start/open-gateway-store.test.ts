import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { thisMachine } from '../../../../src/compose/machine.ts';
import { openGatewayStore } from '../../../../src/compose/start/open-gateway-store.ts';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import type { WorkerMessage } from '../../../../src/store/thread/protocol.ts';
import type { Thread } from '../../../../src/store/thread/thread.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** A thread that says what the test lets it say. */
class ScriptedThread extends EventEmitter {
  postMessage(): void {}

  say(message: WorkerMessage): void {
    this.emit('message', message);
  }
}

test('the log says how much a migration has written, also where the configuration names a link to the store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-linked-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'disk'));
  const file = join(folder, 'disk', 'store.db');
  const path = join(folder, 'tocsin.db');
  writeFileSync(file, '');
  writeFileSync(`${file}-wal`, 'x'.repeat(4321));
  symlinkSync(file, path);

  const clock = new VirtualClock(0);
  const lines: object[] = [];
  const write = (fields: object, message: string): void => void lines.push({ ...fields, message });
  const thread = new ScriptedThread();
  const asked = Promise.withResolvers<void>();
  const startThread = async (): Promise<Thread> => {
    asked.resolve();
    return thread as unknown as Thread;
  };
  const opening = openGatewayStore(
    { kind: 'sqlite', path },
    { limits: DEFAULT_INTAKE_LIMITS, uses: [], reserve: { reason: () => undefined } },
    { machine: { ...thisMachine, startThread } },
    { clock, log: { debug: write, info: write, warn: write, error: write } },
  );
  const refused = expect(opening).rejects.toThrow('the test ends it');
  await asked.promise;
  await clock.advance(0);
  const step = { kind: 'migration', number: 76, last: 76, name: 'blocks', octets: 9_000_000 } as const;
  thread.say({ kind: 'migrating', step });
  await clock.advance(5000);
  thread.say({ kind: 'cannotOpen', reason: 'the test ends it' });
  await refused;
  expect(lines).toContainEqual(
    expect.objectContaining({ message: 'the store is still being migrated', writtenBytes: 4321 }),
  );
});
