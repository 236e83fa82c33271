import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { MAY_DIFFER, RUN_MS } from './may-differ.ts';

export interface Compared {
  readonly same: number;
  /** What differs, the first so many: what was asked, the field, both values. */
  readonly differing: readonly string[];
  readonly differences: number;
  /** Fields that only the newer version has, and how often it has them. */
  readonly added: Readonly<Record<string, number>>;
}

const MOST_SHOWN = 100;
const LONGEST = 300;
const TIME = '2026-12-01T10:09:50.184Z';
/** Of the exported audit log. */
const AUDIT_ROW = /^\{"id":\d+,"at":(\d+),/;
/** It includes the rows of the run; /v1/audit/head is asked for before there are any. */
const AUDIT_HEAD = '{"head":';
const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const short = (value: unknown): string => String(JSON.stringify(value)).slice(0, LONGEST);

/** Compares two dumps line by line; they may have their lines in another order. */
class Comparison {
  readonly #differing: string[] = [];
  readonly #added: Record<string, number> = {};
  readonly #waiting = [new Map<string, string>(), new Map<string, string>()] as const;
  readonly #fromMs: number;
  #same = 0;
  #differences = 0;

  /** @param fromMs when both gateways began, by their own clocks */
  constructor(fromMs: number) {
    this.#fromMs = fromMs;
  }

  /** Takes a line of the older (0) or of the newer (1) version. */
  take(side: 0 | 1, line: string): void {
    const tab = line.indexOf('\t');
    const [asked, json] = [line.slice(0, tab), line.slice(tab + 1)];
    const other = this.#waiting[side === 0 ? 1 : 0];
    const met = other.get(asked);
    if (met === undefined) {
      this.#waiting[side].set(asked, json);
      return;
    }
    other.delete(asked);
    if (met === json) this.#same++;
    else this.#look(asked, side === 0 ? json : met, side === 0 ? met : json);
  }

  end(): Compared {
    for (const [side, word] of ['the older', 'the newer'].entries())
      for (const asked of this.#waiting[side as 0 | 1].keys())
        this.#differs(`${asked}: only ${word} version has it`);
    return {
      same: this.#same,
      differing: this.#differing,
      differences: this.#differences,
      added: this.#added,
    };
  }

  #look(asked: string, before: string, after: string): void {
    const had = this.#differences;
    const [one, other] = [parsed(before), parsed(after)];
    // A row of the audit log that a request of the run itself has written.
    if (!(this.#isOfRun(one) && this.#isOfRun(other))) this.#values(asked, '', one, other);
    if (this.#differences === had) this.#same++;
  }

  #values(asked: string, field: string, before: unknown, after: unknown): void {
    if (isAllowed(asked, field)) return;
    if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
      for (const [index, one] of before.entries()) this.#values(asked, `${field}[]`, one, after[index]);
    } else if (isObject(before) && isObject(after)) {
      for (const [name, value] of Object.entries(before))
        this.#values(asked, field === '' ? name : `${field}.${name}`, value, after[name]);
      for (const name of Object.keys(after).filter((one) => !(one in before))) {
        const added = `${asked.replace(/[?#].*/, '').replace(/\/[^/]*\d[^/]*/g, '/{id}')} ${field}.${name}`;
        this.#added[added] = (this.#added[added] ?? 0) + 1;
      }
    } else if (typeof before === 'string' && typeof after === 'string' && before.length > TIME.length) {
      const [one, other] = [this.#withoutNow(before), this.#withoutNow(after)];
      if (one !== other) this.#differs(whereTexts(asked, field, one, other));
    } else if (JSON.stringify(before) !== JSON.stringify(after) && !this.#areNow(before, after))
      this.#differs(`${asked} ${field}: ${short(before)} is ${short(after)} now`);
  }

  #areNow(before: unknown, after: unknown): boolean {
    return [before, after].every((one) => typeof one === 'string' && this.#isNow(Date.parse(one)));
  }

  #isOfRun(one: unknown): boolean {
    return isObject(one) && typeof one['at'] === 'string' && this.#isNow(Date.parse(one['at']));
  }

  #isNow(atMs: number): boolean {
    return atMs >= this.#fromMs && atMs < this.#fromMs + RUN_MS;
  }

  /** A text, such as a report for people, without the times of the run in it. */
  #withoutNow(text: string): string {
    return text
      .split('\n')
      .filter((line) => !line.startsWith(AUDIT_HEAD) && !this.#isNow(Number(AUDIT_ROW.exec(line)?.[1])))
      .join('\n')
      .replace(ISO_TIME, (time) => (this.#isNow(Date.parse(time)) ? 'now' : time));
  }

  #differs(what: string): void {
    this.#differences++;
    if (this.#differing.length < MOST_SHOWN) this.#differing.push(what);
  }
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
};

const isAllowed = (asked: string, field: string): boolean =>
  MAY_DIFFER.some((one) => asked.startsWith(one.path) && one.field === field.split('.').at(-1));

const AROUND = 60;

/** Says from where on two texts differ. */
const whereTexts = (asked: string, field: string, before: string, after: string): string => {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const [one, other] = [before, after].map((text) =>
    short(text.slice(Math.max(0, at - AROUND), at + AROUND)),
  );
  return `${asked} ${field}, at character ${at}: ${one} is ${other} now`;
};

/**
 * Compares what two versions showed of one store.
 * @param fromMs when both gateways began, by their own clocks
 */
export const compareDumps = async (older: string, newer: string, fromMs: number): Promise<Compared> => {
  const comparison = new Comparison(fromMs);
  const [a, b] = [older, newer].map((file) =>
    createInterface({ input: createReadStream(file) })[Symbol.asyncIterator](),
  );
  for (let open = true; open; ) {
    const lines = [await a?.next(), await b?.next()] as const;
    open = false;
    for (const side of [0, 1] as const) {
      const one = lines[side];
      if (one === undefined || one.done === true) continue;
      open = true;
      comparison.take(side, one.value);
    }
  }
  return comparison.end();
};
