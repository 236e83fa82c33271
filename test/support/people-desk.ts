import type { Role } from '../../src/domain/store.ts';
import type { HttpServices } from '../../src/http/services.ts';
import { normaliseNumber } from '../../src/intake/normalise-number.ts';
import { auditOf } from '../../src/ops/audit.ts';
import { HttpDesk } from './http-desk.ts';
import { StoreOnDisk } from './store/store-on-disk.ts';

/** The edge with real people behind it, in a store of its own. */
export class PeopleDesk {
  readonly disk: StoreOnDisk;
  readonly #desk: HttpDesk;

  private constructor(disk: StoreOnDisk, desk: HttpDesk) {
    this.disk = disk;
    this.#desk = desk;
  }

  static async open(): Promise<PeopleDesk> {
    const disk = await StoreOnDisk.open();
    const { store } = disk;
    const people: HttpServices['people'] = { ...store, normalise: (text) => normaliseNumber(text, 'FR') };
    return new PeopleDesk(
      disk,
      new HttpDesk(undefined, {
        answers: store,
        people,
        audit: { ...auditOf(store, disk.clock), audit: store.audit },
      }),
    );
  }

  async close(): Promise<void> {
    await this.#desk.app.close();
    await this.disk.remove();
  }

  ask(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
    role: Role = 'operator',
  ): ReturnType<HttpDesk['ask']> {
    return this.#desk.ask(role, method, url, body, headers);
  }

  /** The id of what a POST has made. */
  async make(url: string, body: object): Promise<number> {
    const response = await this.ask('POST', url, body);
    if (response.statusCode !== 201) throw new Error(`${response.statusCode}: ${response.body}`);
    return response.json().id;
  }
}
