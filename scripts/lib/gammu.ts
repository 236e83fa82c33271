import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ForeignDriver, outgoing, outputOf, phonesWrite } from './foreign-driver.ts';

/** gammu: runs a command for each action. */
export const gammu: ForeignDriver = {
  name: 'gammu',
  debianPackage: 'gammu',

  async version() {
    return /Gammu version ([\d.]+)/.exec((await outputOf('gammu', ['--version'], 5000)) ?? '')?.[1];
  },

  async run(modem, folder, waitMs) {
    const rc = join(folder, 'gammurc');
    await writeFile(rc, `[gammu]\ndevice = ${join(folder, 'modem')}\nconnection = at115200\n`);
    const ask = (...args: readonly string[]) => outputOf('gammu', ['-c', rc, ...args], waitMs);
    const { short, long, ucs2 } = outgoing;
    await ask('sendsms', 'TEXT', short.to, '-text', short.text);
    await ask('sendsms', 'TEXT', long.to, '-autolen', '1000', '-text', long.text);
    await ask('sendsms', 'TEXT', ucs2.to, '-unicode', '-text', ucs2.text);
    phonesWrite(modem);
    // gammu prints each text as a paragraph of its own between lines about it.
    return ((await ask('geteachsms')) ?? '').split('\n').map((line) => line.trim());
  },
};
