import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ForeignDriver, incoming, outgoing, outputOf, phonesWrite, waitFor } from './foreign-driver.ts';

const FOLDERS = ['outgoing', 'checked', 'failed', 'incoming', 'sent'] as const;

const configuration = (folder: string): string => `
devices = modem
${FOLDERS.map((name) => `${name} = ${join(folder, name)}`).join('\n')}
logfile = ${join(folder, 'smsd.log')}
infofile = ${join(folder, 'smsd.info')}
pidfile = ${join(folder, 'smsd.pid')}
delaytime = 1
errorsleeptime = 1
blocktime = 5
# Long messages have concatenation headers.
autosplit = 3

[modem]
device = ${join(folder, 'modem')}
incoming = yes
report = yes
`;

/** smsd of smstools: a daemon that sends the files of one folder, and writes received messages into another. */
export const smsd: ForeignDriver = {
  name: 'smsd',
  debianPackage: 'smstools',

  async version() {
    return /Version ([\d.]+)/i.exec((await outputOf('smsd', ['-V'], 5000)) ?? '')?.[1];
  },

  async run(modem, folder, waitMs) {
    const config = join(folder, 'smsd.conf');
    await writeFile(config, configuration(folder));
    for (const name of FOLDERS) await mkdir(join(folder, name));
    // -t keeps it in the foreground. It has its own process group, since it forks a process for each modem.
    const daemon = spawn(smsd.name, [`-c${config}`, '-t'], { stdio: 'ignore', detached: true });
    const ended = once(daemon, 'exit');
    try {
      for (const [name, { to, text }] of Object.entries(outgoing)) await hand(folder, name, to, text);
      phonesWrite(modem);
      const sent = () => Object.values(outgoing).every(({ to }) => modem.phones.texts(to).length > 0);
      await waitFor(sent, waitMs);
      const inbox = join(folder, 'incoming');
      const received = async () => (await readdir(inbox)).length >= Object.keys(incoming).length;
      await waitFor(received, waitMs);
      return await Promise.all((await readdir(inbox)).map((name) => textOf(join(inbox, name))));
    } finally {
      if (daemon.pid !== undefined && daemon.exitCode === null) process.kill(-daemon.pid, 'SIGTERM');
      await ended;
    }
  },
};

/** Writes and renames the file, so that smsd sees it whole or not at all. */
const hand = async (folder: string, name: string, to: string, text: string): Promise<void> => {
  const unicode = /[^\p{ASCII}]/u.test(text);
  const head = `To: ${to.slice(1)}\n${unicode ? 'Alphabet: Unicode\n' : ''}\n`;
  const body = unicode ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text);
  const draft = join(folder, name);
  await writeFile(draft, Buffer.concat([Buffer.from(head), body]));
  await rename(draft, join(folder, 'outgoing', name));
};

/** The text after the header lines. */
const textOf = async (file: string): Promise<string> => {
  const content = await readFile(file, 'latin1');
  return content.slice(content.indexOf('\n\n') + 2);
};
