import { parseArgs } from 'node:util';
import { loadConfig } from '../config/load.ts';
import { NO_NUMBER } from '../domain/messages/msisdn.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { didYouMean } from '../kernel/nearest.ts';
import { accessCommand, accessCommands, isAccessCommand } from './access-commands.ts';
import { complaining } from './complaining.ts';
import { isMachineCommand, MACHINE_OPTIONS, machineCommand, machineCommands } from './machine-commands.ts';
import { TERM_OPTIONS } from './token-terms.ts';
import { usageOf } from './usage/usage.ts';

/** The exit code for an invalid command line. Shells use 2; EX_USAGE of sysexits.h would be 64. */
const EXIT_USAGE = 2;

const COMMANDS = ['serve', 'check', ...accessCommands, ...machineCommands];

const OPTIONS = {
  config: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
  user: { type: 'string' },
  phone: { type: 'string' },
  language: { type: 'string' },
  json: { type: 'boolean' },
  radio: { type: 'boolean' },
  to: { type: 'string' },
  udev: { type: 'boolean' },
  withdraw: { type: 'boolean' },
  ...TERM_OPTIONS,
  ...MACHINE_OPTIONS,
  head: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
const optionNames = Object.keys(OPTIONS).map((name) => `--${name}`);

/** Says what is wrong, and how the command that was meant is used: a list of all would hide the error. */
const usageErrorOf =
  (argv: readonly string[]) =>
  (message: string): number => {
    process.stderr.write(`${message}\n\n${usageOf(argv)}`);
    return EXIT_USAGE;
  };

const dispatch = async (argv: readonly string[]): Promise<number> => {
  const usageError = usageErrorOf(argv);
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: OPTIONS,
  });
  if (values.help === true) {
    process.stdout.write(usageOf(argv));
    return 0;
  }
  if (positionals[0] === 'probe' && positionals.length <= 2) {
    const { probeCommand, probeUdevCommand } = await import('./probe.ts');
    if (values.udev === true && positionals.length === 1) return probeUdevCommand(values.config);
    const { json = false, radio = false, to } = values;
    const country =
      values.config === undefined
        ? undefined
        : loadConfig(values.config, process.env, normaliseNumber).country;
    const number = to === undefined ? undefined : normaliseNumber(to, country);
    if (to !== undefined && number === undefined) return usageError(`--to ${NO_NUMBER} with --config FILE`);
    if (to !== undefined && !radio) return usageError('--to belongs to --radio');
    return probeCommand(positionals[1], json, radio ? { to: number } : undefined);
  }
  const [first = ''] = positionals;
  if (isMachineCommand(first)) return machineCommand(first, positionals.slice(1), values, usageError);
  if (positionals[0] === 'audit' && positionals.length <= 3) {
    const { verifyAuditCommand, exportAuditCommand } = await import('./audit.ts');
    const [, verb, file] = positionals;
    const { config, head } = values;
    if (verb === 'verify') {
      if (file !== undefined) return verifyAuditCommand({ file }, head);
      return config === undefined
        ? usageError('audit verify needs a FILE or --config FILE')
        : verifyAuditCommand({ config }, head);
    }
    if (verb === 'export' && file === undefined && values.to !== undefined && config !== undefined)
      return exportAuditCommand(config, values.to);
    return usageError('audit needs verify, or export --config FILE --to FILE');
  }
  if (first === 'migrate') {
    const { directions, migrateCommand } = await import('./migrate/migrate.ts');
    const direction = directions.find((one) => one === positionals[1]);
    const { from, config } = values;
    if (direction === undefined || positionals.length > 2)
      return usageError(`migrate needs one of ${directions.join(', ')}`);
    if (from === undefined || config === undefined)
      return usageError(
        'migrate needs --from FILE, the present configuration, and --config FILE, the new one',
      );
    return migrateCommand(direction, from, config);
  }
  // `token revoke NAME`: the name may be a third word, or --name.
  const isRevoke = positionals[0] === 'token' && positionals[1] === 'revoke' && positionals.length === 3;
  const command = positionals.slice(0, isRevoke ? 2 : undefined).join(' ');
  if (command === '') return usageError('no command given');
  if (!COMMANDS.includes(command)) {
    return usageError(
      `unknown command: ${command}${didYouMean(command, [...COMMANDS, 'probe', 'audit', 'migrate'])}`,
    );
  }
  if (values.config === undefined) return usageError(`${command} needs --config FILE`);
  if (isAccessCommand(command)) {
    const name = isRevoke ? positionals[2] : values.name;
    return accessCommand(command, values.config, { ...values, name }, usageError);
  }
  switch (command) {
    case 'serve': {
      // Loaded here, so that the other commands don't load the whole gateway.
      const { serveCommand } = await import('./serve.ts');
      return serveCommand(values.config);
    }
    default: {
      const { checkCommand } = await import('./check/check.ts');
      return checkCommand(values.config);
    }
  }
};

/**
 * Runs the command of a command line.
 * @returns the exit code: 0, 1 if the command failed, 2 if the command line is invalid
 */
export const runCommandLine = async (argv: readonly string[]): Promise<number> => {
  try {
    return await complaining(() => dispatch(argv));
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      const [, option] = /^Unknown option '--([^'=]+)/.exec(error.message) ?? [];
      const message =
        option === undefined
          ? error.message
          : `unknown option --${option}${didYouMean(`--${option}`, optionNames)}`;
      return usageErrorOf(argv)(message);
    }
    throw error;
  }
};
