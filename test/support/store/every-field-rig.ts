import { type MessageId, MessageIds, parseMessageId } from '../../../src/domain/messages/message-id.ts';
import type { Claimed } from '../../../src/domain/messages/queue.ts';
import { Intake } from '../../../src/intake/intake.ts';
import type { Store } from '../../../src/store/store.ts';
import { HttpRig } from '../http/http-rig.ts';
import { openBehind } from './behind-the-store.ts';
import { ACCEPTED_AT, body, fields, LANE, OPTED_OUT } from './every-field.ts';
import { claimRequest } from './messages.ts';
import { StoreOnDisk } from './store-on-disk.ts';

/** A row of the table of messages, as it is in the file. */
export type Row = Readonly<Record<string, number | string | null>>;

const NDJSON = { 'content-type': 'application/x-ndjson' };
const KEY = { 'idempotency-key': 'crue-117' };

/** Each way on which `POST` takes a message. The store has a method of its own for each. */
export const ways = {
  'POST /v1/messages': { path: '/v1/messages', headers: {} },
  'POST /v1/messages with an Idempotency-Key': { path: '/v1/messages', headers: KEY },
  'POST /v1/messages/batch': { path: '/v1/messages/batch', headers: NDJSON },
  'POST /v1/messages/batch with an Idempotency-Key': {
    path: '/v1/messages/batch',
    headers: { ...NDJSON, ...KEY },
  },
} as const;
export type Way = keyof typeof ways;

/** The API, the intake and a store on disk, with a clock that stands at `ACCEPTED_AT`. */
export class EveryFieldRig {
  readonly #disk: StoreOnDisk;
  #http: HttpRig;

  private constructor(disk: StoreOnDisk) {
    this.#disk = disk;
    const intake = new Intake({
      store: disk.store,
      lanes: { numberFor: (_to, priority) => (priority === 'normal' ? 1 : LANE) },
      ids: new MessageIds(0),
      clock: disk.clock,
      defaults: { senderFor: () => 'PREFECTURE', country: 'FR', hasRoute: () => true },
      optedOut: { optedOut: async (numbers) => numbers.filter((number) => number === OPTED_OUT) },
      queued: () => {},
    });
    this.#http = new HttpRig(undefined, { intake, reader: disk.store });
  }

  static async open(): Promise<EveryFieldRig> {
    const disk = await StoreOnDisk.open();
    await disk.clock.advance(ACCEPTED_AT - disk.clock.now());
    return new EveryFieldRig(disk);
  }

  get store(): Store {
    return this.#disk.store;
  }

  advance(ms: number): Promise<void> {
    return this.#disk.clock.advance(ms);
  }

  /** Sends a message and gives the answer. @throws Error if it is not accepted */
  async send(
    message: object,
    way: Way = 'POST /v1/messages',
    role: 'operator' | 'admin' | 'sender' = 'operator',
  ) {
    const { path, headers } = ways[way];
    const json = { 'content-type': 'application/json', ...headers };
    const answer = await this.#http.ask(role, 'POST', path, `${JSON.stringify(message)}\n`, json);
    if (answer.statusCode !== 202 || answer.json().accepted === 0) throw new Error(answer.body);
    return answer.json();
  }

  /** What the API answers to this GET. */
  get(path: string) {
    return this.ask('GET', path);
  }

  /** The answer of the API as JSON. @throws Error if it is a problem */
  async ask(
    method: 'GET' | 'POST',
    path: string,
    ...content: [body?: unknown, headers?: Record<string, string>]
  ) {
    const answer = await this.#http.ask('operator', method, path, ...content);
    if (answer.statusCode >= 400) throw new Error(answer.body);
    return answer.json();
  }

  async reopen(): Promise<void> {
    this.#http = new HttpRig(undefined, { reader: await this.#disk.reopen() });
  }

  /** Hands the message to this route. */
  async claim(route: string, now: number): Promise<Claimed> {
    const request = claimRequest(LANE, { route, now, priority: fields.priority.value });
    const [only, ...others] = (await this.store.claim(request)).claimed;
    if (only === undefined || others.length > 0) throw new Error('not one message was claimed');
    return only;
  }

  /** The row of the message as it is in the file. */
  row(id: MessageId): Row {
    using db = openBehind(this.#disk.path);
    return db.prepare<[number], Row>('SELECT * FROM messages WHERE id = ?').get(id) ?? {};
  }

  async newest(): Promise<MessageId> {
    return (await this.#disk.store.greatestId()) as MessageId;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#disk.remove();
  }
}

const idOf = (view: { readonly id: string }): MessageId => {
  const id = parseMessageId(view.id);
  if (id === undefined) throw new Error(`the answer has the id ${view.id}`);
  return id;
};

/**
 * What becomes of three messages that come this way: one with every field, one with every field to the number that has
 * opted out, and a millisecond later one with no optional field by another sender.
 */
export const storyOf = async (way: Way) => {
  await using rig = await EveryFieldRig.open();
  const { id } = fields;
  const answer = await rig.send(body, way);
  const shown = await rig.get(`/v1/messages/${id.view[1]}`);
  const listed = (await rig.get('/v1/messages')).items;
  const row = rig.row(id.value);
  // An Idempotency-Key stands for one request of one sender.
  await rig.send({ ...body, to: OPTED_OUT }, way, 'admin');
  const suppressedRow = rig.row(await rig.newest());
  const [suppressedView] = (await rig.get('/v1/messages?state=suppressed')).items;
  await rig.advance(1);
  await rig.send({ to: '+33639980001', text: 'Montez.' }, way, 'sender');
  const bareRow = rig.row(await rig.newest());
  await rig.reopen();
  const stored = await rig.store.get(id.value);
  const suppressed = await rig.store.get(idOf(suppressedView));
  const [waiting] = await rig.store.unsentIn([LANE], 0, 10);
  const claimed = await rig.claim('carrier-a', fields.dueAt.value);
  const rows = { row, suppressedRow, bareRow };
  return { ...rows, answer, shown, listed, suppressedView, stored, suppressed, waiting, claimed };
};
