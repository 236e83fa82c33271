import { type ParseArgsConfig, parseArgs } from 'node:util';

const EXIT_USAGE = 2;
const MOST = 999_999_999;
const HELP = { help: { type: 'boolean', short: 'h', default: false } } as const;

/**
 * The flags of a script, as `read` understands them. `--help` prints the usage and ends with 0. What nobody knows, or
 * `read` refuses, is told in one line above the usage, and ends with 2: nothing has begun by then.
 *
 * @param usage ends with a line break
 * @param read throws an Error whose text says what is wrong with a value
 */
export const readFlags = <const Config extends ParseArgsConfig, Flags>(
  usage: string,
  config: Config,
  read: (parsed: ReturnType<typeof parseArgs<Config>>) => Flags,
): Flags => {
  try {
    const parsed = parseArgs({ ...config, options: { ...config.options, ...HELP } });
    if ((parsed.values as { readonly help?: boolean }).help !== true)
      return read(parsed as ReturnType<typeof parseArgs<Config>>);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(EXIT_USAGE);
  }
  process.stdout.write(usage);
  process.exit(0);
};

/** @throws Error if the text is no whole number within these bounds */
export const wholeNumber = (name: string, text: string, least: number, most = MOST): number => {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < least || value > most)
    throw new Error(`--${name} is a whole number from ${least} to ${most}, not ${text}`);
  return value;
};

/** @throws Error if it is none of those that are known */
export const oneOf = <Name extends string>(flag: string, name: string, known: readonly Name[]): Name => {
  const found = known.find((one) => one === name);
  if (found === undefined) throw new Error(`--${flag} is one of ${known.join(', ')}, not ${name}`);
  return found;
};
