import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HTTP_LOAD = fileURLToPath(new URL('./http-load.ts', import.meta.url));

export const CONNECTIONS = 64;
export const TEXT =
  'Crue rapide : gagnez les hauteurs, ne prenez pas la voiture. Prochain message a 15h. Prefecture.';

export type Figures = Readonly<Record<string, number>>;

/** A load that sends one request over and over; it ends after so many seconds, or so many requests. */
export interface LoadOrder {
  readonly port: number;
  /** The whole request as it is sent. */
  readonly request: string;
  /** The status that counts as accepted; any other ends the run. */
  readonly accepted: 200 | 202;
  readonly connections: number;
  readonly seconds?: number;
  readonly total?: number;
}

/** Runs the load in a process of its own. */
export const httpLoad = async (order: LoadOrder): Promise<Figures> => {
  const { stdout } = await promisify(execFile)(process.execPath, [HTTP_LOAD, JSON.stringify(order)]);
  return JSON.parse(stdout) as Figures;
};

/**
 * An NDJSON body to numbers reserved for fiction, from +33 6 39 98 10 00 on: those before are for critical messages.
 */
export const batchBody = (messages: number, priority?: 'critical'): string =>
  Array.from({ length: messages }, (_, index) => {
    const to = `+336399${String(81_000 + (index % 19_000)).padStart(5, '0')}`;
    return `${JSON.stringify({ to, text: TEXT, priority })}\n`;
  }).join('');

export interface BenchSize {
  readonly messages: number;
  readonly seconds: number;
  /** submit_sm in flight. */
  readonly window: number;
  /** How long the soak lasts, in minutes. */
  readonly minutes: number;
}
