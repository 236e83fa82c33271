import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

const DRIVE_SMPP = '/usr/lib/kannel/test/drive_smpp';
const LISTENING = '0A';

export const hasKannelSmsc = (): boolean => {
  if (existsSync(DRIVE_SMPP)) return true;
  console.log(
    "skipped: drive_smpp, Kannel's test SMSC, is not installed (Debian: apt-get install kannel-extras)",
  );
  return false;
};

/** The port that a process listens on, as Linux tells it: drive_smpp takes a free one and does not say which. */
const listeningPort = async (pid: number): Promise<number | undefined> => {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')),
  );
  const inodes = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
  const rows = (await readFile(`/proc/${pid}/net/tcp`, 'utf8')).split('\n').slice(1);
  for (const row of rows) {
    const columns = row.trim().split(/\s+/);
    if (columns[3] === LISTENING && inodes.has(columns[9])) {
      return Number.parseInt(columns[1]?.split(':')[1] ?? '', 16);
    }
  }
  return undefined;
};

/** Kannel's own test SMSC, which sends messages from phones to whoever binds, and takes what is submitted. */
export class KannelSmsc {
  readonly port: number;

  private constructor(port: number) {
    this.port = port;
  }

  /**
   * It ends with the test, or by itself: it also looks for a bearerbox, and gives up some seconds after the first bind.
   *
   * @param messages how many it sends to the client that binds as a receiver
   */
  static async start(messages: number): Promise<KannelSmsc> {
    const child = spawn(DRIVE_SMPP, ['-p', '0', '-m', String(messages)], { stdio: 'ignore' });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    for (;;) {
      const port = child.pid === undefined ? undefined : await listeningPort(child.pid);
      if (port !== undefined) return new KannelSmsc(port);
      if (child.exitCode !== null) throw new Error(`drive_smpp ended with ${child.exitCode}`);
      await pause(10);
    }
  }
}
