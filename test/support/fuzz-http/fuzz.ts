import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from '../smpp/mutate-frame.ts';
import { Client } from './client.ts';
import type { Description } from './description.ts';
import { FuzzedGateway } from './fuzzed-gateway.ts';
import { attackRaw } from './raw-attacks.ts';
import { type Plan, Requests } from './requests.ts';
import { Seen } from './seen.ts';
import { Judge } from './verdict.ts';

export interface FuzzResult {
  readonly seed: number;
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Operations that never answered with a success. */
  readonly neverDone: readonly string[];
  /** Each fault once, how often it came, and the first request that showed it. */
  readonly faults: readonly { readonly what: string; readonly times: number; readonly first: string }[];
  /** Requests that took longer than 2 s. */
  readonly slow: readonly string[];
  /** Octets at the end beyond those after the first tenth of the requests. */
  readonly heapGrowth: number;
  readonly residentGrowth: number;
  /** How long the answers to critical messages took meanwhile, ms. */
  readonly probe: { readonly samples: number; readonly p50Ms: number; readonly p99Ms: number };
}

const WORKERS = 6;
const RAW_SHARE = 0.02;
const PROBE_EVERY_MS = 1000;

/** Makes requests of the gateway's own description to a real gateway, and compares each answer with it. */
export const fuzzHttp = async (requests: number, seed: number): Promise<FuzzResult> => {
  const gateway = await FuzzedGateway.start();
  const { url } = gateway.process;
  const client = new Client(url);
  try {
    const random = seededRandom(seed);
    const description = (await (await fetch(`${url}/openapi.json`)).json()) as Description;
    const seen = new Seen();
    const made = new Requests(description, seen, gateway.tokens, random);
    const judge = new Judge(description);
    const faults = new Map<string, { times: number; first: string }>();
    const slow: string[] = [];
    const byStatus: Record<string, number> = {};
    const done = new Set<string>();
    const fell = (what: string, first: string): void => {
      const known = faults.get(what) ?? { times: 0, first };
      faults.set(what, { ...known, times: known.times + 1 });
    };
    let hasEnded = false;
    const ended = gateway.process.ended().then(() => {
      hasEnded = true;
    });

    const one = async (): Promise<void> => {
      if (random() < RAW_SHARE) {
        const token = gateway.tokens.get('anna') ?? '';
        for (const what of await attackRaw(Number(new URL(url).port), token, random)) fell(what, '');
        return;
      }
      const plan = made.next();
      try {
        const answer = await client.ask(plan);
        byStatus[answer.status] = (byStatus[answer.status] ?? 0) + 1;
        if (answer.status < 300 && plan.operation !== undefined) done.add(plan.operation.name);
        if (
          answer.status < 300 &&
          answer.body !== '' &&
          answer.headers['content-type']?.startsWith('application/json;') === true
        )
          seen.note(JSON.parse(answer.body));
        if (judge.isSlow(answer)) slow.push(wordsOf(plan));
        for (const what of judge.faults(plan, answer))
          fell(what, `${wordsOf(plan)}\n=> ${answer.body.slice(0, 600)}`);
      } catch (error) {
        // An answer to octets that can't be read as HTTP has a body: nobody knows then that the method was HEAD.
        if (plan.method === 'HEAD' && String(error).includes('Data after `Connection: close`')) return;
        fell(`${plan.operation?.name ?? 'elsewhere'}: ${String(error)}`, wordsOf(plan));
      }
    };

    let asked = 0;
    const until = async (count: number): Promise<void> => {
      const worker = async (): Promise<void> => {
        while (asked < count && !hasEnded) {
          asked++;
          await one();
        }
      };
      await Promise.race([Promise.all(Array.from({ length: WORKERS }, worker)), ended]);
    };

    const stopProbe = new AbortController();
    const probing = probe(url, gateway.tokens.get('anna') ?? '', stopProbe.signal);
    await until(requests / 10);
    const warm = hasEnded ? undefined : await gateway.memory();
    await until(requests);
    const end = hasEnded ? undefined : await gateway.memory();
    stopProbe.abort();
    if (hasEnded) fell('the gateway ended', '');
    for (const line of gateway.complaints) fell('an error, or a number, in the log', line);
    return {
      seed,
      requests: asked,
      byStatus,
      slow,
      neverDone: made.operations.map(({ name }) => name).filter((name) => !done.has(name)),
      faults: [...faults].map(([what, { times, first }]) => ({ what, times, first })),
      heapGrowth: (end?.heap ?? 0) - (warm?.heap ?? 0),
      residentGrowth: (end?.resident ?? 0) - (warm?.resident ?? 0),
      probe: await probing,
    };
  } finally {
    client.close();
    await gateway.stop();
  }
};

/** Sends a critical message each second, over a connection of its own. */
const probe = async (url: string, token: string, signal: AbortSignal): Promise<FuzzResult['probe']> => {
  const client = new Client(url);
  const took: number[] = [];
  const body = Buffer.from('{"to":"+33639989999","text":"Montez","priority":"critical"}');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  while (!signal.aborted) {
    const answer = await client
      .ask({ method: 'POST', path: '/v1/messages', headers, body })
      .catch(() => undefined);
    took.push(answer?.status === 202 ? answer.tookMs : Number.POSITIVE_INFINITY);
    await wait(PROBE_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  client.close();
  took.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0);
  return { samples: took.length, p50Ms: at(0.5), p99Ms: at(0.99) };
};

/** The request, so that it can be made again by hand; without its token. */
const wordsOf = ({ method, path, headers, body, role }: Plan): string => {
  const { authorization: _token, ...others } = headers;
  return `${role}: ${method} ${path.slice(0, 500)} ${JSON.stringify(others).slice(0, 500)} ${(body?.toString('utf8') ?? '').slice(0, 1500)}`;
};
