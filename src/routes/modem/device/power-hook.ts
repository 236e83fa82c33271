import { spawn } from 'node:child_process';

/** The largest number of characters of the command's error output that go into the error. */
const MOST_SAID = 500;

/**
 * Runs the operator's command, without a shell. When `signal` aborts, the command and all its children are killed, and
 * nothing waits for their end: a command that hangs must not block the modem.
 *
 * @throws Error if the command can't be run, or fails, with its error output; the signal's reason if the signal aborts
 */
export const runHook = ([file = '', ...args]: readonly string[], signal: AbortSignal): Promise<void> => {
  // The command gets a process group of its own, so that its children can be killed with it.
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-MOST_SAID);
  });
  const ended = Promise.withResolvers<void>();
  const giveUp = () => {
    killGroup(child.pid);
    ended.reject(signal.reason);
  };
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp);
  child.once('error', ended.reject);
  child.once('exit', (code) => {
    if (code === 0) ended.resolve();
    else ended.reject(new Error(`it ended with ${code ?? 'a signal'}: ${said.trim()}`));
  });
  return ended.promise.finally(() => {
    signal.removeEventListener('abort', giveUp);
    child.stderr.destroy();
    child.unref();
  });
};

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
};
