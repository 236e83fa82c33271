import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { AlertClient } from '../../../test/support/alerts/alert-client.ts';
import type { Description, Operation, Parameter } from '../../../test/support/fuzz-http/description.ts';
import { operationsIn } from '../../../test/support/fuzz-http/description.ts';
import { NOT_COMPARED } from './may-differ.ts';

/** How much is asked for. */
export interface DumpLimits {
  /** Of a list, so many newest items and as many others, evenly spread, are asked for by their ids too. */
  readonly single: number;
  /** Of a list that is filtered, so many pages are read. */
  readonly filteredPages: number;
}

export interface Dumped {
  readonly requests: number;
  readonly lines: number;
  readonly messages: number;
  /** By state. */
  readonly states: Readonly<Record<string, number>>;
  /** Lists that have nothing, of which the comparison therefore says nothing. */
  readonly empty: readonly string[];
}

type Item = Readonly<Record<string, unknown>>;

const AT_ONCE = 6;
/** Fields that tell the items of a list apart, in the order in which they are tried. */
const IDS = ['id', 'run', 'name', 'number'];

/** JSON with the fields of each object in the order of their names. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

const idOf = (item: unknown): string | undefined => {
  if (typeof item !== 'object' || item === null) return undefined;
  for (const name of IDS) {
    const id = (item as Item)[name];
    if (typeof id === 'string' || typeof id === 'number') return String(id);
  }
  return undefined;
};

/** The newest, and as many others. */
const sampleOf = (ids: readonly string[], most: number): readonly string[] => {
  if (ids.length <= 2 * most) return ids;
  const step = (ids.length - most) / most;
  return [
    ...ids.slice(0, most),
    ...Array.from({ length: most }, (_, index) => ids[most + Math.floor(index * step)] ?? ''),
  ];
};

const enumOf = ({ schema }: Parameter): readonly string[] =>
  (schema.enum ?? (schema.anyOf ?? []).flatMap((one) => one.enum ?? [])).map(String);

/** Reads everything that the API of a gateway shows, and writes a line for each resource: what was asked, a tab, JSON. */
class Dump {
  readonly #api: AlertClient;
  readonly #limits: DumpLimits;
  readonly #out: ReturnType<typeof createWriteStream>;
  /** The ids that a list named, by its path. */
  readonly #ids = new Map<string, string[]>();
  /** How many items each list has had, by its path in the description. */
  readonly #counts = new Map<string, number>();
  readonly #states: Record<string, number> = {};
  #requests = 0;
  #lines = 0;
  #messages = 0;

  constructor(api: AlertClient, file: string, limits: DumpLimits) {
    this.#api = api;
    this.#limits = limits;
    this.#out = createWriteStream(file);
  }

  async run(operations: readonly Operation[]): Promise<Dumped> {
    const gets = operations.filter(
      ({ method, path }) => method === 'GET' && NOT_COMPARED[path] === undefined,
    );
    for (const one of gets.toSorted((a, b) => turn(a) - turn(b))) {
      const places = this.#placesOf(one.path);
      const queue = [...places];
      const work = async (): Promise<void> => {
        for (let place = queue.shift(); place !== undefined; place = queue.shift())
          await this.#ask(one, place);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    }
    this.#out.end();
    await once(this.#out, 'finish');
    return {
      requests: this.#requests,
      lines: this.#lines,
      messages: this.#messages,
      states: this.#states,
      empty: [...this.#counts].filter(([, count]) => count === 0).map(([path]) => path),
    };
  }

  /** The paths of a template, with every id that its list has named. */
  #placesOf(template: string): readonly string[] {
    const [, before, field, after] = /^(.*?)\/\{(\w+)\}(.*)$/.exec(template) ?? [];
    if (before === undefined || after === undefined) return [template];
    const list = before === '/v1/people' ? '/v1/contacts' : before;
    const ids = this.#ids.get(`${list} ${field}`) ?? this.#ids.get(`${list} id`) ?? [];
    return sampleOf(ids, this.#limits.single).flatMap((id) =>
      this.#placesOf(`${before}/${encodeURIComponent(id)}${after}`),
    );
  }

  /** Asks for a resource in each way in which it can be asked for. */
  async #ask({ path, parameters }: Operation, place: string): Promise<void> {
    const query = parameters.filter((one) => one.in === 'query');
    const limit = query.find(({ name }) => name === 'limit');
    if (query.some(({ name, required }) => required === true && name === 'alerts')) {
      const ids = (this.#ids.get('/v1/alerts id') ?? []).slice(0, 4).join(',');
      return this.#single(`${place}?alerts=${ids}`);
    }
    if (limit === undefined) await this.#single(place);
    else {
      const count = await this.#list(place, limit.schema.maximum ?? 100, '', Number.POSITIVE_INFINITY);
      this.#counts.set(path, (this.#counts.get(path) ?? 0) + count);
    }
    for (const one of query) {
      // With each value of a filter; the single pages of one contact among thousands say nothing more.
      if (path.includes('{') && one.name !== 'format' && one.name !== 'meaning') continue;
      for (const value of enumOf(one)) {
        if (limit === undefined || one.name === 'format') await this.#single(`${place}?${one.name}=${value}`);
        else {
          const filter = `${one.name}=${encodeURIComponent(value)}&`;
          await this.#list(place, limit.schema.maximum ?? 100, filter, this.#limits.filteredPages);
        }
      }
    }
  }

  async #list(place: string, most: number, filter: string, pages: number): Promise<number> {
    let cursor = '';
    let index = 0;
    for (let page = 0; page < pages; page++) {
      const asked = `${place}?${filter}limit=${most}${cursor}`;
      const response = await this.#api.request('GET', asked);
      this.#requests++;
      const text = await response.text();
      if (!response.ok) {
        await this.#line(asked, canonical({ status: response.status, body: text }));
        break;
      }
      const {
        items = [],
        next = null,
        ...rest
      } = JSON.parse(text) as {
        items?: readonly unknown[];
        next?: string | null;
      };
      for (const item of items) {
        if (filter === '') this.#note(place, item);
        await this.#line(`${place}?${filter}#${idOf(item) ?? ''} ${index++}`, canonical(item));
      }
      if (page === 0) await this.#line(`${place}?${filter}`, canonical(rest));
      if (next === null) break;
      cursor = `&cursor=${encodeURIComponent(next)}`;
    }
    return index;
  }

  async #single(place: string): Promise<void> {
    const response = await this.#api.request('GET', place);
    this.#requests++;
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const isJson = /^application\/(?:[\w.-]+\+)?json(?:;|$)/.test(type);
    const body: unknown = isJson ? JSON.parse(text) : text;
    if (isJson && typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items))
      for (const item of body.items) this.#note(place, item);
    await this.#line(place, canonical({ status: response.status, type, body }));
  }

  #note(place: string, item: unknown): void {
    if (typeof item !== 'object' || item === null) return;
    for (const name of IDS) {
      const id = (item as Item)[name];
      if (typeof id !== 'string' && typeof id !== 'number') continue;
      const ids = this.#ids.get(`${place} ${name}`) ?? [];
      if (ids.length === 0) this.#ids.set(`${place} ${name}`, ids);
      ids.push(String(id));
    }
    if (place !== '/v1/messages') return;
    this.#messages++;
    const state = String((item as Item)['state']);
    this.#states[state] = (this.#states[state] ?? 0) + 1;
  }

  async #line(asked: string, json: string): Promise<void> {
    this.#lines++;
    if (!this.#out.write(`${asked}\t${json}\n`)) await once(this.#out, 'drain');
  }
}

/** A list is read before the resources that it names, and the audit log before exports are noted in it. */
const turn = ({ path }: Operation): number => (path.startsWith('/v1/audit') ? 0 : path.split('{').length);

/** Writes what the API of a gateway shows into a file. @param of whose paths are asked for; left out: its own */
export const dump = async (
  api: AlertClient,
  file: string,
  limits: DumpLimits,
  of?: Description,
): Promise<Dumped> => new Dump(api, file, limits).run(operationsIn(of ?? (await describedBy(api))));

export const describedBy = (api: AlertClient): Promise<Description> => api.get<Description>('/openapi.json');
