import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { afterAll } from 'vitest';
import { flushSuiteLog, noteLine } from './log/suite-log.ts';

const MAIN = /src\/main\.ts$/;
const TAPPED = Symbol.for('tocsin.suite-log');

/** Notes each line that the test reads from the stream. What nobody reads isn't read, since some tests are about that. */
const tap = (stream: Readable | null): void => {
  if (stream === null) return;
  const decoder = new StringDecoder();
  const push = stream.push;
  let rest = '';
  stream.push = function (this: Readable, chunk: unknown, encoding) {
    const parts = (rest + (Buffer.isBuffer(chunk) ? decoder.write(chunk) : (chunk ?? '\n'))).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) if (line !== '') noteLine(line);
    return push.call(this, chunk, encoding);
  };
};

// What a gateway writes is its log; of other commands only stderr is one, since stdout is their answer to a person.
if (!(TAPPED in globalThis)) {
  Object.defineProperty(globalThis, TAPPED, { value: true });
  subscribe('child_process', (message) => {
    const { process: child } = message as { readonly process: ChildProcess };
    child.once('spawn', () => {
      const main = child.spawnargs.findIndex((one) => MAIN.test(one));
      if (main === -1) return;
      tap(child.stderr);
      if (child.spawnargs[main + 1] === 'serve') tap(child.stdout);
    });
  });
}

afterAll(flushSuiteLog);
process.once('exit', flushSuiteLog);
