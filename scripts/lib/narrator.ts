import type { Tally } from './demo-client.ts';

interface Summary {
  readonly accepted: number;
  readonly delivered: number;
  readonly lost: number;
  readonly possibleDuplicates: number;
  readonly byRoute: Readonly<Record<string, number>>;
  readonly seconds: number;
}

// A terminal shows one line that moves; a log gets a line every other second.
const LOG_EVERY_MS = 2000;

/** Tells a person what happens. */
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

  say(line: string): void {
    this.#clear();
    process.stdout.write(`${line}\n`);
  }

  event(line: string): void {
    this.say(`${this.#clock()}  ${line}`);
  }

  progress(tally: Tally): void {
    const { queued, sending, sent, delivered, byRoute } = tally;
    const routes = Object.entries(byRoute)
      .sort()
      .map(([id, count]) => `${id} ${count}`)
      .join(', ');
    const line = `${this.#clock()}  queued ${queued}, sending ${sending}, sent ${sent}, delivered ${delivered}${routes === '' ? '' : ` (${routes})`}`;
    if (this.#terminal) {
      this.#clear();
      process.stdout.write(line);
      return;
    }
    if (Date.now() - this.#lastLogAt < LOG_EVERY_MS) return;
    this.#lastLogAt = Date.now();
    process.stdout.write(`${line}\n`);
  }

  summary({ accepted, delivered, lost, possibleDuplicates, byRoute, seconds }: Summary): void {
    this.say('');
    this.say(`  accepted              ${accepted}`);
    this.say(`  delivered             ${delivered}`);
    this.say(`  lost                  ${lost}   (recipients whose phone shows nothing)`);
    this.say(
      `  possible duplicates   ${possibleDuplicates}   (no answer came before the cut: sent again, and marked)`,
    );
    for (const [route, count] of Object.entries(byRoute).sort())
      this.say(`  by ${route.padEnd(18)} ${count}`);
    this.say(`  seconds               ${seconds}`);
  }

  invite(url: string, token: string): void {
    const auth = `-H 'Authorization: Bearer ${token}'`;
    const message = `{"to":"+33639981234","text":"Bonjour de Tocsin"}`;
    this.say('');
    this.say(`The gateway is up at ${url} (documentation: ${url}/docs). Token: ${token}`);
    this.say('Try:');
    this.say(`  curl -s ${auth} -H 'Content-Type: application/json' -d '${message}' ${url}/v1/messages`);
    this.say(`  curl -s ${auth} ${url}/v1/routes`);
    this.say(`  curl -s ${auth} '${url}/v1/messages?limit=2'`);
    this.say('Ctrl-C ends it.');
  }

  #clock(): string {
    return `${this.seconds.toFixed(1).padStart(6)} s`;
  }

  #clear(): void {
    if (this.#terminal) process.stdout.write('\r\u001b[K');
  }
}
