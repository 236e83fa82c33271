import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Tells the supervisor something, such as `READY=1`. Rejects if it could not be told. */
type Tell = (state: string) => Promise<void>;

/** What systemd wants to hear of this process (sd_notify(3), sd_watchdog_enabled(3)). */
export interface Supervision {
  readonly tell: Tell;
  /** Without a sign of life for this time, ms, systemd starts the process again; undefined: it does not watch. */
  readonly watchdogMs: number | undefined;
}

const PROGRAM = 'systemd-notify';
/** The program waits until systemd has read the message, which takes some milliseconds. */
const TELL_WITHIN_MS = 10_000;
const run = promisify(execFile);

/**
 * Reads from the environment whether systemd supervises this process. It is told by the program `systemd-notify`, since
 * Node opens no datagram sockets of Unix. docs/decisions/18-systemd-is-told-by-its-own-program.md says why.
 *
 * @returns undefined if nobody waits to be told
 */
export const supervisionOf = (
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
): Supervision | undefined => {
  if (!env['NOTIFY_SOCKET']) return undefined;
  // Without WATCHDOG_PID, the watchdog is meant for whoever reads it.
  const isWatched = Number(env['WATCHDOG_PID'] ?? pid) === pid;
  const usec = Number(env['WATCHDOG_USEC']);
  return {
    tell: async (state) => void (await run(PROGRAM, [state], { env, timeout: TELL_WITHIN_MS })),
    watchdogMs: isWatched && usec > 0 ? usec / 1000 : undefined,
  };
};
