import { readFileSync } from 'node:fs';
import { stdin } from 'node:process';
import { TocsinError } from '../../kernel/errors.ts';
import { askHidden } from '../ask.ts';

const LEAST = 12;

const invalid = (message: string, cause?: unknown): TocsinError =>
  new TocsinError('configInvalid', message, { cause });

/**
 * The first line of the file.
 * @throws TocsinError `configInvalid` if it can't be read, or is empty
 */
export const passphraseIn = (file: string): string => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw invalid(`cannot read the passphrase file: ${why}`, cause);
  }
  const [line = ''] = text.split(/\r?\n/, 1);
  if (line === '') throw invalid(`the first line of ${file} is empty: it is the passphrase`);
  return line;
};

/**
 * Asks on the terminal without showing what is typed.
 * @throws TocsinError `configInvalid` if there is no terminal
 */
export const askPassphrase = async (question: string): Promise<string> => {
  if (!stdin.isTTY)
    throw invalid('there is no terminal to ask for the passphrase: use --passphrase-file FILE');
  return askHidden(question);
};

/**
 * A passphrase that is worth encrypting with.
 * @throws TocsinError `configInvalid` if it is short
 */
export const strongEnough = (passphrase: string): string => {
  if (passphrase.length >= LEAST) return passphrase;
  throw invalid(`the passphrase is too short: at least ${LEAST} characters, such as five random words`);
};

/** Asks twice for a new passphrase. */
export const askNewPassphrase = async (): Promise<string> => {
  const first = strongEnough(await askPassphrase('Passphrase of the backup'));
  if (first === (await askPassphrase('The same once more'))) return first;
  throw invalid('the two passphrases differ');
};
