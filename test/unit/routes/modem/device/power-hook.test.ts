import { mkdtemp, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runHook } from '../../../../../src/routes/modem/device/power-hook.ts';
import { ready, stop } from '../../../../support/modem/harness.ts';

const MINUTE_MS = 60_000;
const never = new AbortController().signal;

const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'tocsin-hook-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
};

describe('the command of a power hook', () => {
  it('is run without a shell, and the call resolves once the command has ended', async () => {
    const file = join(await folder(), 'said');
    await runHook(['/bin/sh', '-c', 'printf "%s" "$1" >"$2"', 'sh', '1-1.3; $HOME', file], never);
    expect(await readFile(file, 'utf8')).toBe('1-1.3; $HOME');
  });

  it.each([
    ['fails', ['/bin/sh', '-c', 'echo no such hub >&2; exit 3'], /3: no such hub/],
    ['does not exist', ['/nonexistent/hook'], /ENOENT/],
  ])('that %s makes the call reject with the reason', async (_what, command, why) => {
    await expect(runHook(command, never)).rejects.toThrow(why);
  });

  it('is killed at once with its child processes when it is aborted, though it ignores SIGTERM and a child holds its output open', async () => {
    const made = await folder();
    const [script, pids] = [join(made, 'hook'), join(made, 'pids')];
    await writeFile(
      script,
      `trap '' TERM\nsleep 600 &\necho $! $$ >${pids}.new\nmv ${pids}.new ${pids}\nwait\nsleep 600\n`,
    );
    const patience = new AbortController();
    const begun = appeared(made, 'pids');
    const ended = runHook(['/bin/sh', script], patience.signal);
    await begun;
    patience.abort(new Error('out of patience'));
    await expect(ended).rejects.toThrow('out of patience');
    const own = (await readFile(pids, 'utf8')).split(' ').map(Number);
    for (const pid of own) await expect.poll(() => isGone(pid)).toBe(true);
  });
});

describe('a power hook', () => {
  const hanging = () => {
    const given: AbortSignal[] = [];
    const run = (_command: readonly string[], signal: AbortSignal) => {
      given.push(signal);
      return new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    };
    return { given, run };
  };
  const config = { powerHook: ['/usr/local/bin/usb-power'] };

  it('that hangs is killed after a minute, and the modem is tried again', async () => {
    const { given, run } = hanging();
    const { route, clock, modem } = await ready({ config, host: { run } });
    modem.hang = 'untilPower';
    await clock.advance(3 * MINUTE_MS);
    expect(given).toHaveLength(1);
    modem.endHang();
    await clock.advance(2 * MINUTE_MS);
    expect(given[0]?.aborted).toBe(true);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('that fails leaves the modem to the other recovery steps', async () => {
    const { route, clock, modem } = await ready({
      config,
      host: { run: () => Promise.reject(new Error('no hub')) },
    });
    modem.hang = 'untilPower';
    await clock.advance(4 * MINUTE_MS);
    modem.endHang();
    await clock.advance(MINUTE_MS);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it('that hangs does not block a graceful shutdown', async () => {
    const { given, run } = hanging();
    const { route, clock, modem } = await ready({ config, host: { run } });
    modem.hang = 'untilPower';
    await clock.advance(3 * MINUTE_MS);
    await stop(route);
    expect(given[0]?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

/** Resolves once the folder has a file with this name. */
const appeared = async (inFolder: string, name: string): Promise<void> => {
  for await (const { filename } of watch(inFolder)) if (filename === name) return;
};

/** Whether the process has ended; until it is reaped it is a zombie. */
const isGone = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined || /\) [ZX] /.test(stat);
};
