import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { TocsinError } from '../kernel/errors.ts';

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** @throws TocsinError `shuttingDown` after Ctrl-C or at the end of the input */
const readLine = async (output: Writable, prompt: string): Promise<string> => {
  const lines = createInterface({ input: stdin, output, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('close', () => reject(new TocsinError('shuttingDown', 'ended: nothing was done')));
      lines.question(prompt).then(resolve, () => lines.close());
    });
  } finally {
    lines.close();
  }
};

/**
 * Asks on the terminal.
 * @throws TocsinError `shuttingDown` after Ctrl-C or at the end of the input
 */
export const ask = (question: string): Promise<string> => readLine(stdout, `${question}: `);

/**
 * Asks on the terminal without showing what is typed.
 * @throws TocsinError `shuttingDown` after Ctrl-C or at the end of the input
 */
export const askHidden = async (question: string): Promise<string> => {
  stdout.write(`${question}: `);
  try {
    return await readLine(nowhere(), '');
  } finally {
    stdout.write('\n');
  }
};
