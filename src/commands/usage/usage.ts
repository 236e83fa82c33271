import { roles } from '../../domain/access/role.ts';
import { priorities } from '../../domain/messages/priority.ts';
import { MACHINE_USAGE } from '../machine-commands.ts';

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

const PROGRAM = '  node src/main.ts ';
const entries = USAGE.split(/^(?= {2}node )/m).slice(1);

/**
 * The usage of the command that a command line begins with; of the whole program if it begins with none.
 * `token` alone has the usage of all its commands.
 */
export const usageOf = (argv: readonly string[]): string => {
  const firstOption = argv.findIndex((word) => word.startsWith('-'));
  const words = argv.slice(0, firstOption < 0 ? undefined : firstOption);
  const of = (count: number): readonly string[] =>
    words.length < count
      ? []
      : entries.filter((entry) => entry.startsWith(`${PROGRAM}${words.slice(0, count).join(' ')} `));
  const [two, one] = [of(2), of(1)];
  if (one.length === 0) return USAGE;
  return `Usage:\n${(two.length > 0 ? two : one).join('')}`;
};
