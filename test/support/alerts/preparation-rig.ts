import type { FastifyInstance } from 'fastify';
import { holdsOf } from '../../../src/access/holds.ts';
import { standing } from '../../../src/access/standing.ts';
import type { AlertService } from '../../../src/alerts/desk/alert-service.ts';
import { currentScenarios } from '../../../src/alerts/scenarios/current-scenarios.ts';
import { type ScenarioLauncher, scenarioLauncher } from '../../../src/alerts/scenarios/launch-scenario.ts';
import { scenarioService } from '../../../src/alerts/scenarios/scenario-service.ts';
import { templateService } from '../../../src/alerts/templates/template-service.ts';
import { HttpRig } from '../http/http-rig.ts';
import { notThere } from '../not-there.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';

/** The HTTP server on fakes, but with real templates and scenarios in a store. `orange` is the only route. */
export class PreparationRig {
  readonly disk: StoreOnDisk;
  readonly launcher: ScenarioLauncher;
  readonly #rig: HttpRig;

  private constructor(disk: StoreOnDisk, rig: HttpRig, launcher: ScenarioLauncher) {
    this.disk = disk;
    this.launcher = launcher;
    this.#rig = rig;
  }

  static async open(): Promise<PreparationRig> {
    return PreparationRig.on(await StoreOnDisk.open(), notThere('alerts'));
  }

  /** On a store that the caller removes. */
  static on(disk: StoreOnDisk, alerts: AlertService): PreparationRig {
    const { store, clock } = disk;
    const current = currentScenarios(store.scenarios, store, standing(store));
    const given = {
      answers: store,
      clock,
      alerts,
      templates: templateService(store, clock),
      scenarios: scenarioService({
        ...store,
        current,
        audiences: store,
        hasRoute: (id) => id === 'orange',
        holdOf: holdsOf(store),
        clock,
      }),
      schedules: store.schedules,
      launcher: scenarioLauncher({ scenarios: current, alerts }),
    };
    return new PreparationRig(disk, new HttpRig(undefined, given), given.launcher);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.disk.remove();
  }

  get app(): FastifyInstance {
    return this.#rig.app;
  }

  /** The entries of the audit log, in their order. */
  get audit(): HttpRig['audit']['notes'] {
    return this.#rig.audit.notes;
  }

  /** Whether the audit log can't be written. */
  set fullDisk(full: boolean) {
    this.#rig.audit.outOfReach = full;
  }

  get ask(): HttpRig['ask'] {
    return this.#rig.ask.bind(this.#rig);
  }

  /** Sends a POST as operator, and gives the id of what it made. */
  async make(url: string, body: object): Promise<number> {
    const response = await this.ask('operator', 'POST', url, body);
    if (response.statusCode !== 201) throw new Error(`${response.statusCode}: ${response.body}`);
    return response.json().id;
  }
}
