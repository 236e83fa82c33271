import { composePeople } from '../../../src/compose/people.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { auditOf } from '../../../src/ops/audit.ts';
import { HttpRig } from '../http/http-rig.ts';
import { quietLog } from '../log/suite-log.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';

/** The edge with real people behind it, in a store of its own. */
export class PeopleRig {
  readonly disk: StoreOnDisk;
  readonly #rig: HttpRig;
  readonly #stop: () => Promise<void>;

  private constructor(disk: StoreOnDisk, rig: HttpRig, stop: () => Promise<void>) {
    this.disk = disk;
    this.#rig = rig;
    this.#stop = stop;
  }

  static async open(): Promise<PeopleRig> {
    const disk = await StoreOnDisk.open();
    const { store } = disk;
    // The machine's clock: imports rest between two commits.
    const { service, start, stop } = composePeople(store, { country: 'FR' }, systemClock, quietLog);
    await start();
    const audit = { ...auditOf(store, disk.clock), audit: store.audit };
    return new PeopleRig(
      disk,
      new HttpRig(undefined, {
        answers: store,
        people: service,
        audit,
        bin: { ...store.bin, keptMs: 30 * 86_400_000 },
      }),
      stop,
    );
  }

  async close(): Promise<void> {
    await this.#rig.app.close();
    await this.#stop();
    await this.disk.remove();
  }

  ask(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
    role: Role = 'operator',
  ): ReturnType<HttpRig['ask']> {
    return this.#rig.ask(role, method, url, body, headers);
  }

  /** Sends a CSV file and waits for the end of its import. */
  async upload(csv: string | Buffer, query = ''): Promise<Record<string, unknown>> {
    const sent = await this.ask('POST', `/v1/imports${query}`, csv, { 'content-type': 'text/csv' });
    if (sent.statusCode !== 202) throw new Error(`${sent.statusCode}: ${sent.body}`);
    return this.ended(sent.json().id);
  }

  async ended(id: number): Promise<Record<string, unknown>> {
    for (;;) {
      const job = (await this.ask('GET', `/v1/imports/${id}`)).json();
      if (['checked', 'done', 'failed'].includes(job.state)) return job;
    }
  }

  /** The id of what a POST has made. */
  async make(url: string, body: object): Promise<number> {
    const response = await this.ask('POST', url, body);
    if (response.statusCode !== 201) throw new Error(`${response.statusCode}: ${response.body}`);
    return response.json().id;
  }
}
