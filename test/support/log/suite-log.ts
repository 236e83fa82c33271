import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { pino } from 'pino';
import type { Log } from '../../../src/kernel/log.ts';

/** The folder of this run's log; see `scan-suite.ts`. Undefined outside of a run of vitest. */
export const SUITE_LOG = 'TOCSIN_SUITE_LOG';

const AT_ONCE = 256 * 1024;

let lines: string[] = [];
let size = 0;

const fileOf = (kind: 'lines' | 'texts'): string | undefined => {
  const folder = process.env[SUITE_LOG];
  return folder && join(folder, `${process.pid}-${threadId}.${kind}`);
};

/** The file to which this process adds its lines. */
export const linesFile = (): string | undefined => fileOf('lines');

const flush = (kind: 'lines' | 'texts', text: string): void => {
  const file = fileOf(kind);
  if (file !== undefined && text !== '') appendFileSync(file, text);
};

/** Writes what waits. It is called at the end of each test file. */
export const flushSuiteLog = (): void => {
  flush('lines', lines.join(''));
  lines = [];
  size = 0;
  flush('texts', [...texts].map((text) => `${JSON.stringify(text)}\n`).join(''));
  texts.clear();
};

/** Adds a line of a log, or of what a process wrote to stderr, to the log of the suite. */
export const noteLine = (line: string): void => {
  lines.push(line, '\n');
  size += line.length;
  if (size > AT_ONCE) flushSuiteLog();
};

const texts = new Set<string>();

/** Notes the text of a message, which must not be in the log of the suite. */
const noteText = (text: unknown): void => {
  if (typeof text === 'string' && text.length < 2000) texts.add(text);
};

/** Notes the texts of messages in the body of a request. */
export const noteTextsOf = (body: unknown): void => {
  if (typeof body === 'string') {
    for (const line of body.split('\n').slice(0, 1000)) {
      try {
        noteTextsOf(JSON.parse(line));
      } catch {
        // The body is not JSON: its texts can't be told from its form.
      }
    }
  } else if (Array.isArray(body)) body.slice(0, 1000).forEach(noteTextsOf);
  else if (typeof body === 'object' && body !== null) {
    for (const [key, value] of Object.entries(body)) {
      if (/text|answer/i.test(key)) noteText(value);
      if (typeof value === 'object') noteTextsOf(value);
    }
  }
};

/** Writes a line in the form in which the gateway would write it, errors with their stack. */
const writer = pino(
  { base: null, level: 'debug', timestamp: false },
  { write: (line) => noteLine(line.trimEnd()) },
);

/** A log whose lines go on to `log`, and are kept in the log of the suite. */
export const keptLog = (log: Log): Log => {
  const each =
    (level: keyof Log) =>
    (fields: object, message: string): void => {
      writer[level](fields, message);
      log[level](fields, message);
    };
  return { debug: each('debug'), info: each('info'), warn: each('warn'), error: each('error') };
};

/** A log that nobody reads but the log of the suite. */
export const quietLog: Log = keptLog({ debug() {}, info() {}, warn() {}, error() {} });
