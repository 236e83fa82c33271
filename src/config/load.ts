import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { toMsisdn } from '../domain/messages/msisdn.ts';
import { TocsinError } from '../kernel/errors.ts';
import { hint, unknownKey } from '../kernel/zod-hints.ts';
import { type NormaliseNumber, withNationalNumbers } from './national-numbers.ts';
import { type Config, configSchema } from './schema.ts';
import { hasLiteralSecret } from './sign-on/sign-on.ts';
import { substitute } from './substitute.ts';

export interface ConfigError {
  /** Where the error is, such as `routes[0].password`; empty for an error of the file as a whole. */
  readonly path: string;
  readonly message: string;
}

export type Loaded = { readonly ok: Config } | { readonly errors: readonly ConfigError[] };

/** Parses a configuration. Returns every error at once, each with its path. `env` gives the values of `${NAME}`. */
export const parseConfig = (
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  normalise: NormaliseNumber = toMsisdn,
): Loaded => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      errors: document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { path: '', message: `line ${line}, column ${col}: ${withoutText(error.message)}` };
      }),
    };
  }
  const plain = toPlain(document);
  if ('refused' in plain) return { errors: [{ path: '', message: plain.refused }] };
  const errors: ConfigError[] = [];
  if (hasLiteralSecret(plain.value)) {
    const message = 'stands in the file itself: take it from the environment or from a file of its own';
    errors.push({ path: 'signOn.clientSecret', message });
  }
  const filled = substitute(plain.value, env, (path, message) =>
    errors.push({ path: writePath(path), message }),
  );
  const parsed = configSchema.safeParse(withNationalNumbers(filled ?? {}, normalise), { error: explain });
  if (!parsed.success) errors.push(...parsed.error.issues.flatMap(toErrors));
  if (errors.length > 0) return { errors };
  return parsed.success ? { ok: parsed.data } : { errors };
};

/**
 * Reads the configuration file.
 * @throws TocsinError `configInvalid` with one line for each error
 */
export const loadConfig = (
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  normalise: NormaliseNumber,
): Config => {
  const loaded = readConfig(file, env, normalise);
  if ('ok' in loaded) return loaded.ok;
  throw new TocsinError('configInvalid', describeErrors(file, loaded.errors));
};

export const readConfig = (
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  normalise: NormaliseNumber,
): Loaded => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { errors: [{ path: '', message: error instanceof Error ? error.message : String(error) }] };
  }
  return parseConfig(text, env, normalise);
};

export const describeErrors = (file: string, errors: readonly ConfigError[]): string =>
  errors.map(({ path, message }) => `${file}: ${path === '' ? '' : `${path}: `}${message}`).join('\n');

/** The parser throws for aliases that would expand without limit. Its error is reported as an error of the file. */
const toPlain = (document: ReturnType<typeof parseDocument>): { value: unknown } | { refused: string } => {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return { refused: withoutText(error instanceof Error ? error.message : String(error)) };
  }
};

/** Cuts the text of the file out of two error messages of the parser: it may be a password without its quotes. */
const withoutText = (message: string): string =>
  message.replace(/^(Not a YAML token|Unresolved alias[^:]*): .*$/s, '$1; quote a value that begins so');

const writePath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');

const explain: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'invalid_type') return hint(issue);
  if (issue.input === undefined) return 'is missing';
  // YAML reads a PIN, an IMEI or a password of digits as a number, and drops its leading zeros.
  return issue.expected === 'string' && typeof issue.input === 'number'
    ? 'was read as a number: put it in quotes'
    : undefined;
};

/** An unknown key is reported at its own path, so that the operator finds it. */
const toErrors = (issue: z.core.$ZodIssue): ConfigError[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: writePath([...issue.path, key]),
      message: `unknown key${unknownKey(key, issue)}`,
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Only the branch that was most likely meant is reported: the one with the fewest errors, leaving out branches
    // whose only errors are wrong types.
    const branches = issue.errors.filter((branch) => !branch.every(({ code }) => code === 'invalid_type'));
    const nearest = branches.toSorted((a, b) => a.length - b.length)[0];
    if (nearest !== undefined) {
      return nearest.flatMap((inner) => toErrors({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  return [{ path: writePath(issue.path), message: issue.message }];
};
