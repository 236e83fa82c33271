import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openLog } from '../../../src/compose/log-output.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { crowding } from '../../support/crowding.ts';
import { freePort } from '../../support/gateway/free-port.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const run = promisify(execFile);

const open = (path: string, flags: number): number => {
  const fd = openSync(path, flags);
  onTestFinished(() => closeSync(fd));
  return fd;
};

/** A named pipe, with a reader that has not read yet. */
const pipeIn = async (folder: string): Promise<{ readonly path: string; readonly reading: number }> => {
  const path = join(folder, 'log');
  await run('mkfifo', [path]);
  return { path, reading: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK) };
};

const fillUp = (fd: number): void => {
  for (;;) {
    try {
      writeSync(fd, '\n'.repeat(4096));
    } catch {
      return;
    }
  }
};

const readAll = (fd: number): string => {
  const octets = Buffer.alloc(1024 * 1024);
  let text = '';
  for (;;) {
    try {
      const n = readSync(fd, octets);
      if (n === 0) return text;
      text += octets.toString('utf8', 0, n);
    } catch {
      return text;
    }
  }
};

/** Opens what the gateway gets as its standard output. */
const outputs: Readonly<Record<string, (folder: string) => Promise<number>>> = {
  'a file on a full disk': async () => open('/dev/full', constants.O_WRONLY),
  'a pipe that is full, and whose reader reads no more': async (folder) => {
    const { path, reading } = await pipeIn(folder);
    onTestFinished(() => closeSync(reading));
    fillUp(open(path, constants.O_WRONLY | constants.O_NONBLOCK));
    return open(path, constants.O_WRONLY);
  },
  'a pipe whose reader is gone': async (folder) => {
    const { path, reading } = await pipeIn(folder);
    const writing = open(path, constants.O_WRONLY);
    closeSync(reading);
    return writing;
  },
  'a file that was deleted': async (folder) => {
    const path = join(folder, 'log');
    const fd = open(path, constants.O_WRONLY | constants.O_CREAT);
    await rm(path);
    return fd;
  },
};

test.each(Object.keys(outputs))(
  'a gateway whose log goes to %s starts, sends, accepts a critical message within 100 ms, and ends by SIGTERM',
  async (kind) => {
    const smsc = await startCarrier();
    const port = await freePort();
    const file = await GatewayFile.make(
      `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin }`,
      `127.0.0.1:${port}`,
    );
    onTestFinished(() => file.remove());
    const stdout = await outputs[kind]?.(dirname(file.configFile));
    const gateway = spawn(process.execPath, [MAIN, 'serve', '--config', file.configFile], {
      stdio: ['ignore', stdout, 'inherit'],
    });
    onTestFinished(() => void gateway.kill('SIGKILL'));
    const api = file.clientAt(`http://127.0.0.1:${port}`);
    await api.until(
      () =>
        api.request('GET', '/healthz').then(
          ({ status }) => status,
          () => 0,
        ),
      (status) => status === 200,
    );
    await api.untilRoute('carrier-a', 'up');
    const took: number[] = [];
    for (let n = 0; n < 20; n++) {
      const before = performance.now();
      await api.send({ to: `+3363998${String(1000 + n)}`, text: 'Montez', priority: 'critical' });
      took.push(performance.now() - before);
    }
    // The median, since single requests may be delayed by other tests on the machine.
    expect(took.toSorted((a, b) => a - b)[10]).toBeLessThan(100 * crowding());
    await smsc.until(({ stats }) => stats.accepted === 20);
    const ended = once(gateway, 'exit');
    gateway.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  },
);

test('with a slow reader of the log, dropped lines are counted, and the log says where lines are missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { path, reading } = await pipeIn(folder);
  onTestFinished(() => closeSync(reading));
  // From here on the descriptor belongs to the log, which closes it.
  const { log, dropped, close } = openLog(openSync(path, constants.O_WRONLY), systemClock);
  for (let n = 0; n < 20_000; n++) log.info({ n, filler: 'x'.repeat(60) }, 'a line');
  const lost = dropped();
  expect(lost).toBeGreaterThan(5000);
  let text = '';
  while (!text.includes('dropped')) {
    text += readAll(reading);
    await new Promise((resolve) => setImmediate(resolve));
  }
  log.info({ n: 20_000 }, 'a line');
  await close();
  text += readAll(reading);
  const entries = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { n?: number; msg: string; lines?: number; level: number });
  const kept = 20_000 - lost;
  expect(entries.slice(0, kept).map(({ n }) => n)).toEqual(Array.from({ length: kept }, (_, n) => n));
  expect(entries.slice(kept)).toMatchObject([
    { level: 'warn', lines: lost, msg: `${lost} log lines were dropped: the log could not be written` },
    { n: 20_000 },
  ]);
});

test('the last log lines reach the file at a normal end and at an uncaught error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const log = new URL('../../../src/compose/log-output.ts', import.meta.url).href;
  const clock = new URL('../../../src/kernel/system-clock.ts', import.meta.url).href;
  const writeThen = async (end: string): Promise<string[]> => {
    const path = join(folder, 'log');
    const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC);
    const script = `const { openLog } = await import('${log}'); const { systemClock } = await import('${clock}');
      const { log, close } = openLog(1, systemClock);
      for (let n = 0; n < 1000; n++) log.info({}, String(n)); ${end}`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', fd, 'ignore'],
    });
    await once(child, 'exit');
    closeSync(fd);
    return (await readFile(path, 'utf8')).split('\n').map((line) => /"msg":"(\d+)"/.exec(line)?.[1] ?? line);
  };
  const all = [...Array.from({ length: 1000 }, (_, n) => String(n)), ''];
  expect(await writeThen('await close();')).toEqual(all);
  expect((await writeThen("throw new Error('a fault');")).toSorted()).toEqual(all.toSorted());
  expect((await writeThen('process.exit(3);')).toSorted()).toEqual(all.toSorted());
});

test.each(['its stderr is on a full disk', 'nobody reads its stderr'])(
  'a gateway that cannot start exits with 1 even if %s, so that it is restarted',
  async (kind) => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const output =
      kind === 'nobody reads its stderr'
        ? 'a pipe that is full, and whose reader reads no more'
        : 'a file on a full disk';
    const stderr = await outputs[output]?.(folder);
    const gateway = spawn(process.execPath, [MAIN, 'serve', '--config', join(folder, 'none.yaml')], {
      stdio: ['ignore', 'ignore', stderr],
    });
    onTestFinished(() => void gateway.kill('SIGKILL'));
    expect(await once(gateway, 'exit')).toEqual([1, null]);
  },
);
