/** One command of a line, such as `+CNMI=2,1,0,1,0`, `+CSQ`, `E0` or `&F`. */
export interface AtCommand {
  /** The name in capitals with its prefix: `+CNMI`, `^CURC`, `E`, `&F`. */
  readonly name: string;
  readonly form: 'run' | 'read' | 'test' | 'set';
  /** The arguments of a `set` command, without quotes; for a basic command such as `E0`, its number. */
  readonly args: readonly string[];
}

// ITU-T V.250 5.3 and 5.4: an extended command ends at a semicolon or the end of the line, an S-parameter or basic
// command with its number.
const EXTENDED = /([+^#$*%][A-Z][A-Z0-9_]*)(?:(=\?)|(\?)|=((?:"[^"]*"|[^";])*))?(?:;|$)/iy;
const PARAMETER = /(S[0-9]+)(?:(\?)|=([0-9]*))/iy;
const BASIC = /(&?[A-Z])([0-9]*)/iy;

/** Parses the commands of a line after its AT; undefined if they don't follow V.250. */
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

/** The rest of the line after its first AT, which may follow noise; undefined if there is no AT. */
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
