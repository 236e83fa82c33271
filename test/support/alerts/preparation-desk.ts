import type { FastifyInstance } from 'fastify';
import type { AlertDesk } from '../../../src/alerts/desk/desk.ts';
import { scenarioLauncher } from '../../../src/alerts/scenarios/launch-scenario.ts';
import { scenarioDesk } from '../../../src/alerts/scenarios/scenario-desk.ts';
import { standingScenarios } from '../../../src/alerts/scenarios/standing-scenarios.ts';
import { templateDesk } from '../../../src/alerts/templates/template-desk.ts';
import { HttpDesk } from '../http/http-desk.ts';
import { notThere } from '../not-there.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';

/** The edge with real templates and scenarios behind it, in a store of its own; `orange` is the only route. */
export class PreparationDesk {
  readonly disk: StoreOnDisk;
  readonly #desk: HttpDesk;

  private constructor(disk: StoreOnDisk, desk: HttpDesk) {
    this.disk = disk;
    this.#desk = desk;
  }

  static async open(): Promise<PreparationDesk> {
    return PreparationDesk.on(await StoreOnDisk.open(), notThere('alerts'));
  }

  /** On a store that somebody else removes. */
  static on(disk: StoreOnDisk, alerts: AlertDesk): PreparationDesk {
    const { store, clock } = disk;
    const standing = standingScenarios(store.scenarios, store);
    const given = {
      answers: store,
      clock,
      alerts,
      templates: templateDesk(store, clock),
      scenarios: scenarioDesk({
        ...store,
        standing,
        audiences: store,
        hasRoute: (id) => id === 'orange',
        clock,
      }),
      schedules: store.schedules,
      launcher: scenarioLauncher({ scenarios: standing, alerts }),
    };
    return new PreparationDesk(disk, new HttpDesk(undefined, given));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.disk.remove();
  }

  get app(): FastifyInstance {
    return this.#desk.app;
  }

  /** What was done, in the order in which it was. */
  get audit(): HttpDesk['audit']['notes'] {
    return this.#desk.audit.notes;
  }

  /** The audit can't be written. */
  set fullDisk(full: boolean) {
    this.#desk.audit.outOfReach = full;
  }

  get ask(): HttpDesk['ask'] {
    return this.#desk.ask.bind(this.#desk);
  }

  /** The id of what a POST of an operator has made. */
  async make(url: string, body: object): Promise<number> {
    const response = await this.ask('operator', 'POST', url, body);
    if (response.statusCode !== 201) throw new Error(`${response.statusCode}: ${response.body}`);
    return response.json().id;
  }
}
