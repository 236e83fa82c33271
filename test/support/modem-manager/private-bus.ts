import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DAEMON = '/usr/bin/dbus-daemon';

/** Why there is no D-Bus for a test; undefined if there is. */
export const noBus = existsSync(DAEMON) ? undefined : `${DAEMON} is not installed`;

const configOf = (directory: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${directory}/socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** A D-Bus of its own for one test: the real daemon, on a socket in a temporary directory. */
export class PrivateBus {
  readonly address: string;
  readonly #directory: string;
  #daemon: ChildProcess;

  private constructor(directory: string, daemon: ChildProcess) {
    this.address = `unix:path=${directory}/socket`;
    this.#directory = directory;
    this.#daemon = daemon;
  }

  static async start(): Promise<PrivateBus> {
    const directory = await mkdtemp(join(tmpdir(), 'tocsin-bus-'));
    await writeFile(join(directory, 'bus.conf'), configOf(directory));
    return new PrivateBus(directory, await startDaemon(directory));
  }

  /** Ends the daemon: all its connections end too. */
  async stop(): Promise<void> {
    if (this.#daemon.exitCode !== null || this.#daemon.signalCode !== null) return;
    const ended = once(this.#daemon, 'exit');
    this.#daemon.kill();
    await ended;
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#daemon = await startDaemon(this.#directory);
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

const startDaemon = async (directory: string): Promise<ChildProcess> => {
  await rm(join(directory, 'socket'), { force: true });
  const options = [
    `--config-file=${join(directory, 'bus.conf')}`,
    '--nofork',
    '--nopidfile',
    '--print-address=1',
  ];
  const daemon = spawn(DAEMON, options, { stdio: ['ignore', 'pipe', 'ignore'] });
  // It prints its address once it listens.
  await once(daemon.stdout, 'data');
  return daemon;
};
