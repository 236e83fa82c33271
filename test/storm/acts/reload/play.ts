import type { ReloadChanges } from '../../../../src/domain/operation/reload.ts';
import type { Carrier } from '../../../chaos/carrier.ts';
import type { RouteView } from '../../../support/http/api-client.ts';
import type { Answer } from '../../gateway.ts';
import type { Stage } from '../../stage.ts';
import { Died } from '../../world/life.ts';
import { fileOf, spoiled } from './file.ts';
import { ACCOUNTS, type Account, type Setting, type Step } from './plan.ts';

export interface Asked {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly body: string;
  /** Whether a process died that was asked before: the next one has read the same file when it started. */
  readonly isAgain: boolean;
}

interface ShownRoute {
  readonly id: string;
  readonly contractedRate: number | null;
}

/** A step as it was played. */
export interface Played {
  readonly step: Step;
  readonly before: Setting;
  readonly dry: Asked | undefined;
  readonly real: Asked;
  /** The accounts among the routes of the gateway before the step, after the dry run, and after the reload. */
  readonly shown: Readonly<Record<'before' | 'afterDry' | 'after', readonly ShownRoute[]>>;
  /** Where the mistake is; undefined: there is none. */
  readonly path: string | undefined;
}

const RETRY_MS = 50;
const BUSY = 409;

export const changesIn = (asked: Asked): Omit<ReloadChanges, 'added'> | undefined =>
  asked.status === 200 ? JSON.parse(asked.body).changes : undefined;

/** Writes the file anew again and again, and has the gateway read it. */
export class Operator {
  readonly played: Played[] = [];
  readonly #stage: Stage;
  readonly #base: Readonly<Record<string, unknown>>;
  readonly #ports: Readonly<Record<Account, number>>;
  #present: Setting = {};

  constructor(stage: Stage, carriers: Readonly<Record<Account, Carrier>>) {
    this.#stage = stage;
    this.#base = stage.gateway.file as Readonly<Record<string, unknown>>;
    this.#ports = { east: carriers.east.port, west: carriers.west.port };
  }

  async play(step: Step): Promise<void> {
    const { world } = this.#stage;
    const before = this.#present;
    const good = fileOf(this.#base, before, this.#ports);
    const wanted = fileOf(this.#base, step.next, this.#ports);
    const bad = step.mistake === undefined ? undefined : spoiled(wanted, step.mistake);
    const shownBefore = await this.#shown();
    const dry = step.isTried ? await this.#reload(bad?.file ?? wanted, good, true) : undefined;
    const afterDry = await this.#shown();
    const real = await this.#reload(bad?.file ?? wanted, bad === undefined ? wanted : good, false);
    if (bad === undefined) this.#present = step.next;
    const after = await this.#shown();
    world.say(`reload: ${real.status} ${JSON.stringify(step.next)} ${step.mistake ?? ''}`);
    const shown = { before: shownBefore, afterDry, after };
    this.played.push({ step, before, dry, real, shown, path: bad?.path });
  }

  /** Has the file read until the gateway answers. Afterwards, and if the process dies, there is the file `left`. */
  async #reload(file: object | string, left: object, dryRun: boolean): Promise<Asked> {
    const { gateway, world } = this.#stage;
    const sentAt = world.clock.now();
    const first = await gateway.life;
    for (let isAgain = false; ; await world.wait(RETRY_MS)) {
      const life = await gateway.life;
      isAgain ||= life !== first;
      gateway.file = file;
      let answer: Answer | undefined;
      try {
        answer = await gateway.askOnce(life, 'POST', '/v1/reload', { dryRun });
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        isAgain = true;
      } finally {
        gateway.file = left;
      }
      if (answer !== undefined && answer.status < 500 && answer.status !== BUSY)
        return { sentAt, answeredAt: world.clock.now(), ...answer, isAgain };
    }
  }

  async #shown(): Promise<readonly ShownRoute[]> {
    const said = await this.#stage.gateway.get<{ items: (RouteView & ShownRoute)[] }>('/v1/routes');
    return (said?.items ?? [])
      .filter(({ id }) => ACCOUNTS.some((account) => account === id))
      .map(({ id, contractedRate }) => ({ id, contractedRate }));
  }
}
