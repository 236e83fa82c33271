import type { Tally } from './demo-client.ts';
import type { Login } from './demo-stage.ts';

interface Summary {
  readonly accepted: number;
  /** The number of people whose phone shows nothing, and of people whose phone shows the text more than once. */
  readonly lost: number;
  readonly twice: number;
  readonly tally: Tally;
  readonly seconds: number;
}

/** `1 message`, `2 messages`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `carrier-a 3, modem-1 2`, by name. */
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort()
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** The line broken between words into lines that fit; all but the first are indented. */
const wrapped = (line: string, columns: number, indent: number): string => {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const end = rest.lastIndexOf(' ', columns);
    if (end <= indent) break;
    lines.push(rest.slice(0, end));
    rest = `${' '.repeat(indent)}${rest.slice(end + 1)}`;
  }
  return [...lines, rest].join('\n');
};

/** The columns where the notes of the summary begin, and the words of an event after its time. */
const NOTE_COLUMN = 30;
const EVENT_COLUMN = 10;

// A terminal shows one line that moves; a log gets a line every other second.
const LOG_EVERY_MS = 2000;

/** Prints for a person what happens in the demo. */
export class Narrator {
  #startedAt = Date.now();
  #lastLogAt = 0;
  readonly #terminal = process.stdout.isTTY;

  start(): void {
    this.#startedAt = Date.now();
  }

  get seconds(): number {
    return Math.round((Date.now() - this.#startedAt) / 100) / 10;
  }

  /** @param indent spaces before the words that don't fit into the first line of a terminal */
  say(line: string, indent = 0): void {
    this.#clear();
    const { columns } = process.stdout;
    process.stdout.write(`${this.#terminal ? wrapped(line, columns, indent) : line}\n`);
  }

  event(line: string): void {
    this.say(`${this.#clock()}  ${line}`, EVENT_COLUMN);
  }

  progress(tally: Tally): void {
    const { queued, sending, sent, delivered, byRoute } = tally;
    const routes = listed(byRoute);
    const counts = `queued ${queued}, sending ${sending}, sent ${sent}`;
    // The least important words come last, where a narrow terminal cuts the line off.
    const line = `${this.#clock()}  delivered ${delivered}${routes === '' ? '' : ` (${routes})`}, ${counts}`;
    if (this.#terminal) {
      this.#clear();
      // A line that wraps can't be cleared.
      process.stdout.write(line.slice(0, process.stdout.columns - 1));
      return;
    }
    if (Date.now() - this.#lastLogAt < LOG_EVERY_MS) return;
    this.#lastLogAt = Date.now();
    process.stdout.write(`${line}\n`);
  }

  summary({ accepted, lost, twice, tally, seconds }: Summary): void {
    const { delivered, possibleDuplicates, byState, byRoute } = tally;
    const row = (name: string, value: number, note = ''): void =>
      this.say(`  ${name.padEnd(21)} ${String(value).padEnd(5)} ${note}`.trimEnd(), NOTE_COLUMN);
    this.say('');
    row('accepted', accepted);
    row('delivered', delivered, delivered === accepted ? '' : `all states: ${listed(byState)}`);
    row('lost', lost, 'people whose phone shows nothing');
    row(
      'possible duplicates',
      possibleDuplicates,
      'no answer came before the cut: sent again, and marked so',
    );
    row('duplicates', twice, 'people whose phone shows it twice');
    for (const [route, count] of Object.entries(byRoute).sort()) row(`by ${route}`, count);
    row('seconds', seconds);
  }

  /** Says where the gateway is, and how to come in. */
  invite(url: string, { name, oneTimePassword, token }: Login): void {
    const auth = '-H "Authorization: Bearer $TOKEN"';
    const message = '{"to":"+33639981234","text":"Bonjour de Tocsin"}';
    this.say('');
    this.say(`The console is up: ${url}/console/`);
    this.say(`Login: ${name}, one-time password: ${oneTimePassword}`);
    this.say(
      'The first sign-in asks for a password of your own. An alert to 2000 people is under way there.',
    );
    this.say(`The API is at ${url} (documentation: ${url}/docs). With a token, in another terminal:`);
    // The commands are not wrapped, so that they can be copied.
    process.stdout.write(`
TOKEN=${token}
curl -s ${url}/v1/routes ${auth}
curl -s '${url}/v1/messages?limit=2' ${auth}
curl -s ${url}/v1/messages ${auth} \\
  -H 'Content-Type: application/json' \\
  -d '${message}'

`);
    this.say('Ctrl-C ends the demo.');
  }

  #clock(): string {
    return `${this.seconds.toFixed(1).padStart(6)} s`;
  }

  #clear(): void {
    if (this.#terminal) process.stdout.write('\r\u001b[K');
  }
}
