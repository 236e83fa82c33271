import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { broken, type Finding, fine, warning } from './finding.ts';

const run = promisify(execFile);
const WITHIN_MS = 2000;
/** No machine that runs this program has an earlier time, 2026-01-01. */
const EARLIEST = 1_767_225_600_000;
/** The gateway's own clock and the machine's differ by up to this after a correction, ms. */
export const CLOCK_SLACK_MS = 60_000;

const WHY = 'The validity of messages, schedules and launch codes go by this clock.';

/** Whether the clock is set by the network; undefined: nobody here can tell, such as in a container. */
export const isSynchronised = async (): Promise<boolean | undefined> => {
  if (existsSync('/run/systemd/timesync/synchronized')) return true;
  try {
    const asked = run('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { timeout: WITHIN_MS });
    const { stdout } = await asked;
    return stdout.trim() === 'yes';
  } catch {
    return undefined;
  }
};

/** @param newest the newest time that the gateway has written down; undefined: none */
export const clockFindings = (
  now: number,
  synchronised: boolean | undefined,
  newest: number | undefined,
): readonly Finding[] => {
  const shown = new Date(now).toISOString();
  if (now < EARLIEST)
    return [broken('clock', `it says ${shown}`, WHY, 'Set the clock: timedatectl set-ntp true')];
  const findings: Finding[] = [];
  if (newest !== undefined && newest > now + CLOCK_SLACK_MS)
    findings.push(
      warning(
        'clock',
        `it says ${shown}, but the store has something of ${new Date(newest).toISOString()}: it was set back, or was ahead`,
        WHY,
        'Set the clock right (timedatectl), then restart the gateway.',
      ),
    );
  if (synchronised === false)
    findings.push(
      warning(
        'clock',
        `it says ${shown}, and no time server sets it`,
        `It drifts by seconds a day. ${WHY}`,
        'Start a time service: timedatectl set-ntp true, or chrony.',
      ),
    );
  const how =
    synchronised === true ? 'set by a time server' : 'whether a time server sets it is not known here';
  return findings.length > 0 ? findings : [fine('clock', `${shown}, ${how}`)];
};
