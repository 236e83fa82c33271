import { parseArgs } from 'node:util';
import { loadConfig } from '../config/load.ts';
import { roles } from '../domain/access/role.ts';
import { NO_NUMBER } from '../domain/messages/msisdn.ts';
import { priorities } from '../domain/messages/priority.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { didYouMean } from '../kernel/nearest.ts';
import { accessCommand, accessCommands, isAccessCommand } from './access-commands.ts';
import { complaining } from './complaining.ts';
import {
  isMachineCommand,
  MACHINE_OPTIONS,
  MACHINE_USAGE,
  machineCommand,
  machineCommands,
} from './machine-commands.ts';
import { TERM_OPTIONS } from './token-terms.ts';

const USAGE = `Usage:
  node src/main.ts serve --config FILE                  run the gateway
  node src/main.ts check --config FILE                  say what the configuration would do, or every error in it
  node src/main.ts probe [DEVICE] [--json]              say what a modem is, and which profile fits
  node src/main.ts probe [DEVICE] --radio [--to NUMBER [--config FILE]] [--json]
                                                        also send a message on each technology, and say which work
  node src/main.ts probe --udev [--config FILE]         print udev rules that hide the gateway's modems
                                                        from ModemManager
  node src/main.ts token create --config FILE --name NAME --role ROLE [--user NAME]
      [--expires P30D] [--per-minute N] [--per-day N] [--max-priority ${priorities.join('|')}]
      [--senders A,B] [--countries FR,BE] [--addresses 10.1.0.0/16,10.2.0.7]
                                                        print a new token; roles: ${roles.join(', ')}
  node src/main.ts token revoke NAME --config FILE [--withdraw]
                                                        refuse the token from now on; --withdraw also cancels
                                                        what it has queued. NAME: its name or its id
  node src/main.ts token list --config FILE             list the tokens, without their secrets
  node src/main.ts user create --config FILE --name NAME --role ROLE[,ROLE] [--phone NUMBER] [--language fr]
                                                        make a user; print a one-time password
  node src/main.ts user list --config FILE              list the users
  node src/main.ts user disable --config FILE --name NAME
                                                        refuse every token of the user from now on
  node src/main.ts user enable --config FILE --name NAME
  node src/main.ts user reset --config FILE --name NAME
                                                        print a new one-time password, end the user's sessions,
                                                        and remove the second factor
  node src/main.ts audit verify [FILE | --config FILE] [--head HASH]
                                                        check an export, a copy of the database, or the database
                                                        itself, and name the first broken row
  node src/main.ts audit export --config FILE --to FILE write the audit log as JSON lines
${MACHINE_USAGE}`;

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

const usageError = (message: string): number => {
  process.stderr.write(`${message}\n\n${USAGE}`);
  return EXIT_USAGE;
};

const dispatch = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: OPTIONS,
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
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
  // `token revoke NAME`: the name may be a third word, or --name.
  const isRevoke = positionals[0] === 'token' && positionals[1] === 'revoke' && positionals.length === 3;
  const command = positionals.slice(0, isRevoke ? 2 : undefined).join(' ');
  if (command === '') return usageError('no command given');
  if (!COMMANDS.includes(command)) {
    return usageError(`unknown command: ${command}${didYouMean(command, [...COMMANDS, 'probe', 'audit'])}`);
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
      return usageError(`${error.message}${didYouMean(option, Object.keys(OPTIONS))}`);
    }
    throw error;
  }
};
