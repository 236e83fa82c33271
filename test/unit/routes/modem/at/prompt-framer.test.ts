import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineReader } from '../../../../../src/routes/modem/at/line-reader.ts';
import { PromptFramer } from '../../../../../src/routes/modem/at/prompt-framer.ts';

const octets = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (framed: Uint8Array): string => Buffer.from(framed).toString('latin1');

const expecting = (): PromptFramer => {
  const framer = new PromptFramer();
  framer.expectPrompt();
  return framer;
};

/** The lines that the reader returns for these chunks. */
const linesOf = async (chunks: readonly string[], prompt: boolean): Promise<string[]> => {
  const lines: string[] = [];
  const reader = new LineReader((line) => lines.push(line));
  if (prompt) reader.expectPrompt();
  for (const chunk of chunks) reader.feed(octets(chunk));
  await new Promise((resolve) => setImmediate(resolve));
  return lines;
};

describe('the framer of AT+CMGS prompts', () => {
  it('adds the newline that the prompt lacks', () => {
    expect(text(expecting().feed(octets('\r\n> ')))).toBe('\n\n>\n');
  });

  it('accepts a prompt without its space, and drops a space that comes later', () => {
    const framer = expecting();
    expect(text(framer.feed(octets('\r\n>')))).toBe('\n\n>\n');
    expect(text(framer.feed(octets(' \r\nOK\r\n')))).toBe('\n\nOK\n\n');
  });

  it('finds the prompt right after an echo that ends with CR', () => {
    expect(text(expecting().feed(octets('AT+CMGS=23\r> ')))).toBe('AT+CMGS=23\n>\n');
  });

  it('does not take a > within a line for the prompt', () => {
    expect(text(expecting().feed(octets('+CUSD: 0,"a > b"\r\n')))).toBe('+CUSD: 0,"a > b"\n\n');
  });

  it('does not take a > for the prompt when no prompt is expected', () => {
    expect(text(new PromptFramer().feed(octets('\r\n> x\r\n')))).toBe('\n\n> x\n\n');
    const framer = expecting();
    framer.forgetPrompt();
    expect(text(framer.feed(octets('\r\n> ')))).toBe('\n\n> ');
  });

  it('finds only one prompt when one is expected: a second > is ordinary text', () => {
    expect(text(expecting().feed(octets('\r\n> \r\n> ')))).toBe('\n\n>\n\n\n> ');
  });

  it('drops NULs, and ends a line after 1024 characters', () => {
    expect(text(new PromptFramer().feed(octets('\0O\0K\r\n')))).toBe('OK\n\n');
    const noise = text(new PromptFramer().feed(octets('x'.repeat(10_000))));
    expect(Math.max(...noise.split('\n').map((line) => line.length))).toBeLessThanOrEqual(1024);
  });

  it('gives the same output wherever the stream is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'\r\n> OK+CMGS:0\0'), { maxLength: 60 }),
        fc.nat(),
        (characters, at) => {
          const whole = octets(characters.join(''));
          const cut = characters.length === 0 ? 0 : at % characters.length;
          const framer = expecting();
          const parts = text(framer.feed(whole.subarray(0, cut))) + text(framer.feed(whole.subarray(cut)));
          expect(parts).toBe(text(expecting().feed(whole)));
        },
      ),
    );
  });

  it('never throws, whatever octets come', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), (chunks) => {
        const framer = expecting();
        for (const chunk of chunks) framer.feed(chunk);
      }),
    );
  });
});

describe('the line reader', () => {
  it('returns lines and the prompt in their order, and no empty lines', async () => {
    const lines = await linesOf(['\r\nRING\r\n\r\n> ', '\r\n+CMGS: 12\r\n\r\nOK\r\n'], true);
    expect(lines).toEqual(['RING', '>', '+CMGS: 12', 'OK']);
  });

  it('puts a line together from single octets', async () => {
    expect(await linesOf([...'\r\n+CREG: 0,1\r\n\r\nOK\r\n'], false)).toEqual(['+CREG: 0,1', 'OK']);
  });
});
