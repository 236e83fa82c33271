/** One command of a line, such as `+CNMI=2,1,0,1,0`, `+CSQ`, `E0` or `&F`. */
export interface AtCommand {
  /** In capitals, with its prefix: `+CNMI`, `^CURC`, `E`, `&F`. */
  readonly name: string;
  readonly form: 'run' | 'read' | 'test' | 'set';
  /** Of `set`, without their quotes; one, the number, of a basic command such as `E0`. */
  readonly args: readonly string[];
}

// ITU-T V.250 5.3 and 5.4: extended commands end at a semicolon or the line's end, S-parameters and basic ones with
// their number.
const EXTENDED = /([+^#$*%][A-Z][A-Z0-9_]*)(?:(=\?)|(\?)|=((?:"[^"]*"|[^";])*))?(?:;|$)/iy;
const PARAMETER = /(S[0-9]+)(?:(\?)|=([0-9]*))/iy;
const BASIC = /(&?[A-Z])([0-9]*)/iy;

/**
 * The commands of a line, what follows its AT; undefined if it doesn't follow V.250. A line without AT is no command
 * line at all: that one is for the caller to ignore.
 */
export const parseCommands = (line: string): readonly AtCommand[] | undefined => {
  const commands: AtCommand[] = [];
  for (let at = 0; at < line.length; ) {
    const found = extended(line, at) ?? parameter(line, at) ?? basic(line, at);
    if (found === undefined) return undefined;
    commands.push(found.command);
    at = found.end;
  }
  return commands;
};

/** What follows the first AT, which may stand behind noise; undefined if there is none. */
export const afterAt = (line: string): string | undefined => {
  const at = line.toUpperCase().indexOf('AT');
  return at < 0 ? undefined : line.slice(at + 2).trim();
};

interface Found {
  readonly command: AtCommand;
  readonly end: number;
}

const match = (pattern: RegExp, line: string, at: number): RegExpExecArray | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(line) ?? undefined;
};

const extended = (line: string, at: number): Found | undefined => {
  const found = match(EXTENDED, line, at);
  if (found === undefined) return undefined;
  const [whole, name = '', test, read, args] = found;
  const form = test !== undefined ? 'test' : read !== undefined ? 'read' : args !== undefined ? 'set' : 'run';
  return {
    command: { name: name.toUpperCase(), form, args: args === undefined ? [] : splitArguments(args) },
    end: at + whole.length,
  };
};

const parameter = (line: string, at: number): Found | undefined => {
  const found = match(PARAMETER, line, at);
  if (found === undefined) return undefined;
  const [whole, name = '', read, value = ''] = found;
  const form = read === undefined ? 'set' : 'read';
  return { command: { name: name.toUpperCase(), form, args: [value] }, end: at + whole.length };
};

const basic = (line: string, at: number): Found | undefined => {
  const found = match(BASIC, line, at);
  if (found === undefined) return undefined;
  const [whole, name = '', value = ''] = found;
  return { command: { name: name.toUpperCase(), form: 'run', args: [value] }, end: at + whole.length };
};

const splitArguments = (text: string): readonly string[] => {
  const args = [''];
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) args.push('');
    else args[args.length - 1] += character;
  }
  return args.map((arg) => arg.trim());
};
