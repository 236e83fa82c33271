import type { User, UserChange, UserDefinition, UserMade, UserRepository } from '../domain/access/user.ts';
import type { AuditActor, AuditDetail, AuditNote } from '../domain/operation/audit.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Page, Paged } from '../kernel/page.ts';

type Asked = { readonly version: number | undefined; readonly by: AuditActor };

/** Users: who they are, what they may do, and whether they still may. Every change has its line in the audit log. */
export class Users {
  readonly #repository: UserRepository;
  readonly #clock: Clock;
  /** Called after each change: what is remembered of tokens may be wrong from then on. */
  readonly #changed: () => void;

  constructor(repository: UserRepository, clock: Clock, changed: () => void) {
    this.#repository = repository;
    this.#clock = clock;
    this.#changed = changed;
  }

  get(name: string): Promise<User | undefined> {
    return this.#repository.findUser(name);
  }

  list(page: Page): Promise<Paged<User>> {
    return this.#repository.listUsers(page);
  }

  async create(name: string, user: UserDefinition, by: AuditActor): Promise<UserMade> {
    // The number is not in the audit log, where it would outlast its erasure.
    const note = this.#note('create', name, by, { roles: user.roles });
    const made = await this.#repository.createUser(name, user, note);
    this.#changed();
    return made;
  }

  async replace(name: string, user: UserDefinition, { version, by }: Asked): Promise<UserChange> {
    return this.#change(name, ({ id, phone, roles }) =>
      this.#repository.replaceUser(
        id,
        user,
        version,
        this.#note('change', name, by, {
          roles: user.roles,
          rolesBefore: roles,
          phoneChanged: phone !== user.phone,
        }),
      ),
    );
  }

  /** From now on every token of the user is refused, and the user's approvals of what was not launched don't count. */
  async disable(name: string, { version, by }: Asked): Promise<UserChange> {
    const now = this.#clock.now();
    return this.#change(name, ({ id }) =>
      this.#repository.setUserDisabled(id, now, version, this.#note('disable', name, by)),
    );
  }

  async enable(name: string, { version, by }: Asked): Promise<UserChange> {
    return this.#change(name, ({ id }) =>
      this.#repository.setUserDisabled(id, undefined, version, this.#note('enable', name, by)),
    );
  }

  async #change(name: string, change: (user: User) => Promise<UserChange>): Promise<UserChange> {
    const user = await this.#repository.findUser(name);
    if (user === undefined) return { kind: 'unknown' };
    const changed = await change(user);
    this.#changed();
    return changed;
  }

  #note(action: string, name: string, { id, name: by }: AuditActor, detail: AuditDetail = {}): AuditNote {
    return {
      at: this.#clock.now(),
      actor: { id, name: by },
      action: `user.${action}`,
      subject: `user:${name}`,
      detail,
    };
  }
}
