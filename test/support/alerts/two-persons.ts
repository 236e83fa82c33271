import { COMMAND_LINE, Tokens } from '../../../src/access/tokens.ts';
import { Users } from '../../../src/access/users.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { type ConfigInput, Gateway } from '../gateway/gateway.ts';
import { pathOfStore } from '../store/path-of-store.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { AlertClient } from './alert-client.ts';
import { draft, saying } from './alert-gateway.ts';

type Machine = Awaited<ReturnType<typeof openSqliteStore>>;

/** The phone of a person of this number, on which a simulated carrier shows what arrives. */
export const phoneOf = (index: number): string => `+336399802${String(index).padStart(2, '0')}`;

let texts = 0;
/** A draft whose text no other has, so that no launch is held as a repetition. */
export const otherDraft = (own: object = {}) =>
  draft(1, { values: {}, ...saying(`Crue, texte ${texts++}.`), ...own });

/** A whole gateway that asks for two persons, with people whom the machine itself has made. All tests of a file share it. */
export class TwoPersons {
  readonly gateway: Gateway;
  readonly smsc: Smsc;
  readonly #machine: Machine;

  private constructor(gateway: Gateway, smsc: Smsc, machine: Machine) {
    this.gateway = gateway;
    this.smsc = smsc;
    this.#machine = machine;
  }

  static async start(config: Partial<ConfigInput> = {}): Promise<TwoPersons> {
    const smsc = await Smsc.start();
    const route = { host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', rate: 500 };
    const gateway = await Gateway.start({
      sender: 'PREFECTURE',
      alerts: { twoPersons: 'always' },
      routes: [{ id: 'orange', type: 'smpp', ...route }],
      ...config,
    });
    const machine = await openSqliteStore(pathOfStore(gateway.config), systemClock);
    await gateway.api.untilRoute('orange', 'up');
    return new TwoPersons(gateway, smsc, machine);
  }

  /** Makes a user on the machine itself, whom nobody is held for. */
  async user(name: string, roles: readonly Role[], phone?: string): Promise<void> {
    const definition = { roles, language: 'fr', phone: phone as Msisdn | undefined };
    const made = await new Users(this.#machine, systemClock, () => {}).create(name, definition, COMMAND_LINE);
    if (made.kind !== 'done') throw new Error(made.kind);
  }

  /** A client with a token of a user; without a user, that of a system. */
  async client(
    role: Role,
    name: string | undefined,
    token = `token of ${name} ${texts++}`,
  ): Promise<AlertClient> {
    const user = name === undefined ? undefined : await this.#machine.findUser(name);
    if (name !== undefined && user === undefined) throw new Error(`no user ${name}`);
    return new AlertClient(
      this.gateway.url,
      await new Tokens(this.#machine, systemClock).create(token, role, user),
    );
  }

  /** Makes a user with these roles and a client with a token of theirs. */
  async person(name: string, roles: readonly Role[], phone?: string): Promise<AlertClient> {
    await this.user(name, roles, phone);
    return this.client(roles.at(-1) ?? 'viewer', name);
  }

  async close(): Promise<void> {
    await this.#machine.close();
    await this.gateway.stop();
    await this.smsc.close();
  }
}

/** How a request is answered: the type of the problem, or `done`. */
export const outcome = async (
  client: AlertClient,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<string> => {
  const response = await client.request(method, path, body, headers);
  const text = await response.text();
  if (response.ok) return 'done';
  return String(JSON.parse(text).type).replace('urn:tocsin:problem:', '');
};

/** Makes an alert and hands it in. */
export const handIn = async (
  author: AlertClient,
  own: object = {},
): Promise<{ id: number; hash: string }> => {
  const { id } = await author.create(otherDraft(own));
  const { hash } = await author.preview(id);
  await author.step(id, 'submit');
  return { id, hash };
};

export const approve = (by: AlertClient, id: number, hash: string): Promise<string> =>
  outcome(by, 'POST', `/v1/alerts/${id}/approve`, { hash });

/** Tries to launch with the hash of what would go out now. */
export const launch = async (by: AlertClient, id: number, more: object = {}): Promise<string> =>
  outcome(by, 'POST', `/v1/alerts/${id}/launch`, { hash: (await by.preview(id)).hash, ...more });
