import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { POSTGRES } from './address.ts';

const KEEPER = fileURLToPath(new URL('./keeper.ts', import.meta.url));

let keeper: ChildProcess | undefined;

/** @returns the address of a new server, which lives until `stopServer` or the end of this process */
export const startServer = async (): Promise<string> => {
  // In a process group of its own, so that Ctrl+C in a terminal ends Vitest first, and the server after it.
  const child = spawn(process.execPath, [KEEPER], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  keeper = child;
  const lines = createInterface({ input: child.stdout as Readable });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the tests' PostgreSQL can't be started (${code ?? signal}), see above`);
  });
  const [url] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  lines.close();
  // Vitest may end by itself when all is done, even if it forgets the teardown.
  child.unref();
  (child.stdout as Readable).destroy();
  return url;
};

export const stopServer = async (): Promise<void> => {
  const child = keeper;
  keeper = undefined;
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
};

/** Whether any file of this run is about PostgreSQL, by its path. */
const isNeeded = async (project: TestProject): Promise<boolean> => {
  if (process.env['TOCSIN_TEST_STORE'] === 'postgres') return true;
  // What the command line names. Vitest keeps it in no documented place: without it, all files count.
  const named = Reflect.get(project.vitest, 'filenamePattern') as string[] | undefined;
  const files = await project.vitest.globTestSpecifications(named);
  return files.some(({ moduleId }) => moduleId.includes('postgres'));
};

/** Runs once before all tests. A server that the environment names already is used as it is. */
export const setup = async (project: TestProject): Promise<void> => {
  if (process.env[POSTGRES] !== undefined || !(await isNeeded(project))) return;
  process.env[POSTGRES] = await startServer();
};

export const teardown = async (): Promise<void> => {
  if (keeper === undefined) return;
  delete process.env[POSTGRES];
  await stopServer();
};
