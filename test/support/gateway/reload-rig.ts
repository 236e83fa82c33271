import { onTestFinished } from 'vitest';
import type { Log } from '../../../src/kernel/log.ts';
import type { Smsc, SmscOptions } from '../../../src/sim/smsc/smsc.ts';
import { startCarrier } from '../smpp/carrier.ts';
import { type ConfigInput, Gateway } from './gateway.ts';

export interface Changes {
  readonly routes: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly {
      readonly id: string;
      readonly fields: readonly string[];
      readonly how: string;
    }[];
  };
  readonly plan: boolean;
  readonly tls: boolean;
  readonly needsRestart: readonly string[];
}

/** The settings of a gateway for `rewrite`, with the routes by name. */
export type Routes = Readonly<Record<string, Record<string, unknown>>>;

/** A gateway that is reloaded, with its log. */
export class ReloadRig {
  readonly gateway: Gateway;
  readonly log: string[];

  private constructor(gateway: Gateway, log: string[]) {
    this.gateway = gateway;
    this.log = log;
  }

  /** Both end with the test. */
  static async start(routes: Routes, more: object = {}): Promise<ReloadRig> {
    const lines: string[] = [];
    const note = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
    const log: Log = { debug: note, info: note, warn: note, error: note };
    const gateway = await Gateway.start(settings(routes, more) as ConfigInput, { log });
    onTestFinished(() => gateway.stop());
    for (const id of Object.keys(routes)) await gateway.api.untilRoute(id, 'up');
    return new ReloadRig(gateway, lines);
  }

  get api() {
    return this.gateway.api;
  }

  rewrite(routes: Routes, more: object = {}): void {
    this.gateway.rewrite(settings(routes, more));
  }

  ask(body?: object): Promise<Response> {
    return this.api.request('POST', '/v1/reload', body);
  }

  /** @throws Error with the answer, if the reload is refused */
  async reload(routes: Routes, more: object = {}, dryRun = false): Promise<Changes> {
    this.rewrite(routes, more);
    const response = await this.ask(dryRun ? { dryRun } : undefined);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return ((await response.json()) as { changes: Changes }).changes;
  }
}

const settings = (routes: Routes, more: object) => ({
  sender: 'PREFECTURE',
  uncertainGrace: '100ms',
  ...more,
  routes: Object.entries(routes).map(([id, own]) => ({ id, ...own })),
});

/** The settings of a route to this carrier. */
export const to = (smsc: Smsc, own: Record<string, unknown> = {}) => ({
  type: 'smpp' as const,
  host: '127.0.0.1',
  port: smsc.port,
  systemId: 'tocsin',
  reconnect: { min: '20ms', max: '100ms' },
  ...own,
});

/** Carriers that end with the test. */
export const carriers = (count: number, options: SmscOptions = {}): Promise<Smsc[]> =>
  Promise.all(Array.from({ length: count }, () => startCarrier(options)));
