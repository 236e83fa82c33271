import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const run = promisify(execFile);

export interface StartOptions {
  /** Arguments for node itself, before the script. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How many files and connections it may have open at once, as `ulimit -n` sets it. */
  readonly openFiles?: number;
  /** The script that is run; left out: that of this version. */
  readonly main?: string;
  /** Called with every line of the gateway's log. */
  readonly heard?: (line: string) => void;
}

/** The gateway as a process of its own, as `npm start` runs it. */
export class GatewayProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Resolves once the gateway serves. @throws Error with its last output if it ends before */
  static async start(configFile: string, how: StartOptions = {}): Promise<GatewayProcess> {
    const args = [...(how.nodeArgs ?? []), how.main ?? MAIN, 'serve', '--config', configFile];
    const limited = how.openFiles === undefined ? '' : `ulimit -n ${how.openFiles} && `;
    const child = spawn('/bin/sh', ['-c', `${limited}exec "$@"`, 'sh', process.execPath, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...how.env },
    });
    // However this process ends, unless by SIGKILL, it ends the gateway, so that none is left behind.
    const end = (): void => void child.kill();
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint += String(chunk);
    });
    const url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        how.heard?.(line);
        const entry = parse(line);
        if (entry['msg'] === 'ready') resolve(String(entry['url']));
      });
      child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${complaint}`)));
    });
    return new GatewayProcess(child, url);
  }

  /** Resolves when the gateway has ended, for whatever reason. */
  async ended(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Makes a token by a command beside the running gateway, as an administrator does.
   * @param user whom it belongs to; left out: it is the token of a system
   */
  static createToken(configFile: string, name: string, role: string, user?: string): Promise<string> {
    const owner = user === undefined ? [] : ['--user', user];
    return printedBy('token', 'create', '--config', configFile, '--name', name, '--role', role, ...owner);
  }

  /** Makes a user in the same way. @returns the one-time password */
  static createUser(configFile: string, name: string, role: string): Promise<string> {
    return printedBy('user', 'create', '--config', configFile, '--name', name, '--role', role);
  }

  /** Ends the gateway by SIGTERM, or by `signal`, and resolves with its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const gone = once(this.#child, 'exit');
    this.#child.kill(signal);
    const [code] = await gone;
    return code as number | null;
  }
}

const printedBy = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, [MAIN, ...args]);
  return stdout.trim();
};

const parse = (line: string): Record<string, unknown> => {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
};
