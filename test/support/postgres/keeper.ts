import '../use-memory.ts';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { freePort } from '../gateway/free-port.ts';
import { findBinaries } from './binaries.ts';
import { makeDataDirectory, SUPERUSER } from './data-directory.ts';
import type { KeeperCommand } from './kept-server.ts';
import { serverOwner } from './owner.ts';
import { reachableBinaries } from './reachable.ts';
import { PortTaken, ServerProcess } from './server-process.ts';

const ATTEMPTS = 5;

/*
 * Runs a PostgreSQL, says its address in a line, and ends it when nobody holds the other end of its standard input any
 * more. A process that is killed can't clean up after itself, but it lets go of its pipes: hence a process in between.
 * Each line of its standard input is one of `COMMANDS`, and is answered by a line once that is done.
 */
const over = new AbortController();
const isOver = once(over.signal, 'abort');
const end = (): void => over.abort();
const lines = createInterface({ input: process.stdin });
lines.on('close', end);
process.stdin.on('error', end);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

const owner = serverOwner();
const binaries = findBinaries();
const { folder, data, password } = await makeDataDirectory(binaries, owner);
const programs = reachableBinaries(binaries, owner, folder);
let server: ServerProcess | undefined;

const startOn = (port: number): ServerProcess => {
  // What is started after the end would be left behind.
  over.signal.throwIfAborted();
  server = new ServerProcess(programs, owner, data, port, process.argv[2] === 'commits');
  return server;
};

const start = async (attempt = 1): Promise<number> => {
  const port = await freePort();
  try {
    await startOn(port).untilReady();
    return port;
  } catch (error) {
    if (!(error instanceof PortTaken) || attempt === ATTEMPTS) throw error;
    return start(attempt + 1);
  }
};

/** Sees to it that an end of the server that nobody asked for ends this process, and is told. */
const mustRun = (running: ServerProcess): void =>
  running.onEnd(() => {
    if (over.signal.aborted || running.isStopped) return;
    process.stderr.write(`PostgreSQL has ended by itself\n${running.log}\n`);
    end();
  });

const COMMANDS: Readonly<Record<KeeperCommand, (port: number) => Promise<void> | void>> = {
  crash: () => server?.stop(),
  // It isn't waited for until it is ready, so that it can crash before.
  start: (port) => mustRun(startOn(port)),
  freeze: () => server?.freeze(),
  thaw: () => server?.thaw(),
};

try {
  const port = await start();
  if (server !== undefined) mustRun(server);
  // The other end may be gone already, which the standard input tells.
  process.stdout.on('error', end);
  process.stdout.write(`postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres\n`);
  lines.on('line', async (line) => {
    await COMMANDS[line as KeeperCommand](port);
    process.stdout.write(`${line}\n`);
  });
  if (!over.signal.aborted) await isOver;
} catch (error) {
  if (!over.signal.aborted) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit();
