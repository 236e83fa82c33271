import { Users } from '../../../src/access/users.ts';
import { auditOf } from '../../../src/ops/audit.ts';
import { CalendarReader } from '../../../src/people/calendar/read-calendar.ts';
import { StoreOnDisk } from '../store/store-on-disk.ts';
import { HttpRig } from './http-rig.ts';

/** The edge with real users and rosters behind it. */
export class RosterRig {
  readonly disk: StoreOnDisk;
  readonly http: HttpRig;
  readonly users: Users;

  private constructor(disk: StoreOnDisk) {
    const { store, clock } = disk;
    this.disk = disk;
    this.users = new Users(store, clock, () => {});
    this.http = new HttpRig(undefined, {
      users: this.users,
      duty: store.duty,
      calendars: new CalendarReader(clock),
      answers: store,
      audit: { ...auditOf(store, clock), audit: store.audit },
      clock,
    });
  }

  static async open(): Promise<RosterRig> {
    return new RosterRig(await StoreOnDisk.open());
  }

  async close(): Promise<void> {
    await this.http.app.close();
    await this.disk.remove();
  }

  /** Sends a request as an operator. */
  ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, headers = {}) {
    return this.http.ask('operator', method, url, body, headers);
  }

  async user(name: string, phone: string, language = 'fr'): Promise<void> {
    const definition = { roles: ['operator'], language, phone } as never;
    const made = await this.users.create(name, definition, { id: 'cli', name: 'the command line' });
    if (made.kind !== 'done') throw new Error(made.kind);
  }
}
