import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { Config } from '../../config/schema.ts';
import { isHere } from '../../config/store/node.ts';
import { whyNotOpen } from '../check/missing-files.ts';
import { broken, type Finding, fine, warning } from './finding.ts';

/** The process that has written the lock file of a serial port (FHS 5.9), if it still runs. */
const lockedBy = (device: string): string | undefined => {
  try {
    const pid = readFileSync(`/var/lock/LCK..${basename(device)}`, 'latin1').trim();
    return existsSync(`/proc/${Number(pid)}`) ? pid : undefined;
  } catch {
    return undefined;
  }
};

const filesOf = (pid: string): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return '';
      }
    });
  } catch {
    return [];
  }
};

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return '';
  }
};

/** Processes that have the device open, as far as this user may see them. */
const openedBy = (device: string): readonly string[] => {
  try {
    return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && filesOf(pid).includes(device));
  } catch {
    return [];
  }
};

const isGateway = (pid: string): boolean => /\bmain\.ts serve\b/.test(commandOf(pid));

/** Whether the modems that this gateway drives, and that are configured by their device, are there and ours alone. */
export const modemFindings = (config: Config): readonly Finding[] =>
  config.routes.flatMap((route) => {
    if (route.type !== 'modem' || route.device === undefined || !isHere(config, route)) return [];
    const about = `modem ${route.id}`;
    const [gone] = whyNotOpen(route.id, route.device);
    if (gone !== undefined)
      return [
        broken(about, gone, 'This route sends nothing.', 'Plug it in, or mend the permission; then: probe'),
      ];
    const device = realpathSync(route.device);
    const others = [lockedBy(device) ?? [], openedBy(device)].flat().filter((pid) => !isGateway(pid));
    const [other] = others;
    if (other === undefined) return [fine(about, `${route.device} is there, and no other program has it`)];
    return [
      warning(
        about,
        `process ${other} (${commandOf(other)}) has ${route.device}`,
        'Two programs on one modem take each other’s answers.',
        'End it; for ModemManager: probe --udev',
      ),
    ];
  });
