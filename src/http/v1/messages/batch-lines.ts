import { isUtf8 } from 'node:buffer';
import type { BatchLine } from '../../../intake/intake.ts';
import { readJson } from '../../resource/json-body.ts';
import { type Check, parseMessage } from './message-body.ts';
import { type Line, LineSplitter, MAX_LINE_OCTETS } from './ndjson.ts';

const MAX_LINES = 1_000_000;

// A chunk is one commit: large enough that the fsync costs little per line, small enough to hold three in memory: one
// that is read, and up to two that the store has.
const CHUNK_LINES = 1000;
const CHUNK_CHARACTERS = 256 * 1024;

// The answer lists every refused line and is made in memory; a file with more unreadable lines is the wrong file.
const MAX_UNREADABLE = 10_000;

/**
 * Reads a body of NDJSON as chunks of lines. Each line is parsed, or has its errors; blank lines are skipped. The body
 * is read on only when the next chunk is asked for. After a million lines, or ten thousand unreadable ones, the next
 * line is refused and reading ends. Rejects when the body breaks off: a line that is cut short is never taken.
 */
export async function* batchLines(
  body: AsyncIterable<Buffer>,
  check: Check,
  warn: (line: number, text: string) => void,
): AsyncGenerator<readonly BatchLine[], void, undefined> {
  let chunk: BatchLine[] = [];
  let characters = 0;
  let unreadable = 0;
  for await (const lines of split(body)) {
    for (const line of lines) {
      const read = readLine(line, check);
      // Blank lines count too: without a limit, a body full of them would keep all other requests waiting.
      if (read === undefined && line.line <= MAX_LINES) continue;
      const enough = whyStopAt(line.line, unreadable);
      if (read === undefined || enough !== undefined) {
        yield [...chunk, refused(line.line, '', `${enough}: this line and all after it were not taken`)];
        return;
      }
      chunk.push(read);
      characters += read.raw.length;
      if ('errors' in read) unreadable += 1;
      else if ('input' in read) warn(line.line, read.input.text);
      if (chunk.length < CHUNK_LINES && characters < CHUNK_CHARACTERS) continue;
      yield chunk;
      chunk = [];
      characters = 0;
    }
  }
  if (chunk.length > 0) yield chunk;
}

async function* split(body: AsyncIterable<Buffer>): AsyncGenerator<Iterable<Line>, void, undefined> {
  const splitter = new LineSplitter();
  for await (const octets of body) yield splitter.push(octets);
  yield splitter.end();
}

const whyStopAt = (line: number, unreadable: number): string | undefined => {
  if (line > MAX_LINES) return `a batch has at most ${MAX_LINES} lines`;
  if (unreadable >= MAX_UNREADABLE) return `${MAX_UNREADABLE} lines cannot be read`;
  return undefined;
};

const refused = (line: number, raw: string, message: string): BatchLine => ({
  line,
  raw,
  errors: [{ path: '', message }],
});

const readLine = (line: Line, check: Check): BatchLine | undefined => {
  if (line.kind === 'tooLong') return refused(line.line, '', `is longer than ${MAX_LINE_OCTETS} octets`);
  const { octets } = line;
  // latin1 keeps octets that aren't UTF-8 unchanged: the retry of a batch is recognised by its raw lines.
  const raw = octets.toString(isUtf8(octets) ? 'utf8' : 'latin1');
  if (raw.trim() === '') return undefined;
  const json = readJson(octets);
  if (json.kind === 'bad') return refused(line.line, raw, json.why);
  const parsed = parseMessage(json.value, check);
  return parsed.kind === 'ok'
    ? { line: line.line, raw, input: parsed.value }
    : { line: line.line, raw, errors: parsed.errors };
};
