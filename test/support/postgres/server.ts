import type { TestProject } from 'vitest/node';
import { POSTGRES } from './address.ts';
import { KeptServer } from './kept-server.ts';

let server: KeptServer | undefined;

/** @returns the address of a new server, which lives until `stopServer` or the end of this process */
export const startServer = async (...how: Parameters<typeof KeptServer.start>): Promise<string> => {
  server = await KeptServer.start(...how);
  return server.url;
};

export const stopServer = async (): Promise<void> => {
  await server?.[Symbol.asyncDispose]();
  server = undefined;
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
  if (server === undefined) return;
  delete process.env[POSTGRES];
  await stopServer();
};
