import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const SOURCE = fileURLToPath(new URL('./notify-socket.c', import.meta.url));

/** What a gateway has told systemd, as lines of a file, and the environment by which it tells it. */
export interface Notified {
  readonly env: Readonly<Record<string, string>>;
  told(): readonly string[];
}

const toldIn = (file: string) => (): readonly string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];

/** A program in the place of systemd-notify, which needs no systemd and notes what it is to tell. */
export const inItsPlace = (folder: string): Notified => {
  const file = join(folder, 'told');
  writeFileSync(join(folder, 'systemd-notify'), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${file}'\n`, {
    mode: 0o755,
  });
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, NOTIFY_SOCKET: join(folder, 'notify') };
  return { env, told: toldIn(file) };
};

/** Why this machine can't show what systemd would hear; undefined if it can. */
export const whyNotHeard = (): string | undefined => {
  for (const program of ['systemd-notify', 'cc']) {
    try {
      execFileSync(program, ['--version'], { stdio: 'ignore' });
    } catch {
      return `there is no ${program}`;
    }
  }
  return undefined;
};

/** A socket as systemd has it, which the real systemd-notify writes to. */
export const heardBySocket = async (folder: string): Promise<Notified> => {
  const program = join(folder, 'notify-socket');
  const socket = join(folder, 'notify');
  const file = join(folder, 'heard');
  execFileSync('cc', ['-Wall', '-o', program, SOURCE]);
  const child = spawn(program, [socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the socket ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'listening') resolve();
      // A barrier is not for the supervisor: its sender waits until the messages before it have been read.
      else if (line !== 'BARRIER=1') appendFileSync(file, `${line}\n`);
    });
  });
  return { env: { NOTIFY_SOCKET: socket }, told: toldIn(file) };
};
