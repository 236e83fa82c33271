import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsoleRig } from '../../../../test/support/console/console-rig.ts';
import { PersonOnApi } from '../../../../test/support/console/new-alert-rig.ts';
import { ConsoleNight } from '../../../../test/support/console/night.ts';
import { HookServer } from '../../../../test/support/http/hook-server.ts';
import { type Events, letItHappen } from './events.ts';
import { buildTown, type Town } from './town.ts';
import { map, nightZone } from './town-data.ts';

/** A person whose password is still the one-time one that an admin gave. */
export interface Newcomer {
  readonly name: string;
  readonly oneTimePassword: string;
}

/** A gateway with simulated carriers and a town in the middle of a flood. */
export class Scene {
  readonly rig: ConsoleRig;
  readonly town: Town;
  readonly events: Events;
  readonly newcomer: Newcomer;
  readonly #night: ConsoleNight;
  readonly #close: () => Promise<void>;

  private constructor(
    night: ConsoleNight,
    parts: { readonly town: Town; readonly events: Events; readonly newcomer: Newcomer },
    close: () => Promise<void>,
  ) {
    this.#night = night;
    this.rig = night.rig;
    this.town = parts.town;
    this.events = parts.events;
    this.newcomer = parts.newcomer;
    this.#close = close;
  }

  static async open(): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-pictures-'));
    const file = join(folder, 'town.geojson');
    await writeFile(file, JSON.stringify(map));
    const hooks = await HookServer.start();
    const timeZone = nightZone(Date.now());
    const night = await ConsoleNight.start({
      timeZone,
      map: { file },
      webhooks: { allowPrivate: true },
      alerts: {
        twoPersons: 'live',
        recentlyAlerted: '0s',
        price: { perPart: 0.045, currency: 'EUR' },
        testNumbers: ['+33639989990'],
      },
    });
    const { rig, client } = night;
    await rig.person('Ada', { role: 'admin', phone: '+33639989004' });
    const name = 'Denis';
    await rig.gateway.user(name, 'operator', '+33639989005');
    const oneTimePassword = await rig.gateway.oneTimePassword(name);
    const [anna, bruno] = [
      await PersonOnApi.signIn(rig.gateway.url, 'Anna'),
      await PersonOnApi.signIn(rig.gateway.url, 'Bruno'),
    ];
    const town = await buildTown(client, bruno, hooks.url, timeZone);
    const events = await letItHappen(night, anna, town);
    return new Scene(night, { town, events, newcomer: { name, oneTimePassword } }, async () => {
      await night.stop().finally(() => hooks.stop());
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** Makes the carriers quick again: what goes out is soon out, and the gateway knows their pace anew. */
  async calmDown(): Promise<void> {
    this.#night.orange.calm();
    this.#night.sfr.calm();
    await this.#night.sfr.restore();
    await this.#night.client.untilRoute('sfr', 'up');
    await this.#night.client.untilAlert(this.events.live, ({ progress }) => progress.toCome === 0);
  }

  close(): Promise<void> {
    return this.#close();
  }
}
