import type { MigrationStep, TellMigration } from '../../domain/operation/upgrade/migration.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';

interface MigrationTellerDeps {
  /** Octets that the migration has written so far; undefined: not known. */
  readonly writtenBytes: () => number | undefined;
  /** Called again and again while the migration goes on: whoever waits for the start shall wait on. */
  readonly prolong: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A long statement says nothing of itself: this often the log has a line meanwhile, ms. */
const EVERY_MS = 5000;

/** Says in the log which migration of the store runs, and how long each took. Nothing is said if none is needed. */
export class MigrationTeller {
  readonly #deps: MigrationTellerDeps;
  readonly #looper: Looper;
  /** The step under way, and when it began, by the clock's elapsed time. */
  #now: { readonly step: MigrationStep; readonly at: number } | undefined;
  #beganAt: number | undefined;

  constructor(deps: MigrationTellerDeps) {
    this.#deps = deps;
    const failure = 'nobody can be told that the migration of the store goes on';
    this.#looper = new Looper(() => this.#goesOn(), { clock: deps.clock, log: deps.log, failure });
  }

  /** A step begins, and thereby ends the one before. */
  readonly tell: TellMigration = (step) => {
    this.#endStep();
    const at = this.#deps.clock.elapsed();
    this.#beganAt ??= at;
    this.#now = { step, at };
    this.#deps.log.info(fieldsOf(step), migrationWords[step.kind].begins);
    this.#looper.start();
  };

  /** The store is open, or can't be opened. */
  async end(isOpen: boolean): Promise<void> {
    if (this.#beganAt === undefined) return;
    if (isOpen) {
      this.#endStep();
      this.#deps.log.info({ tookMs: this.#deps.clock.elapsed() - this.#beganAt }, 'the store is migrated');
    }
    await this.#looper.stop();
  }

  #endStep(): void {
    if (this.#now === undefined) return;
    const { step, at } = this.#now;
    this.#deps.log.info(
      { ...fieldsOf(step), tookMs: this.#deps.clock.elapsed() - at },
      migrationWords[step.kind].ends,
    );
    this.#now = undefined;
  }

  async #goesOn(): Promise<number> {
    const { clock, log, writtenBytes, prolong } = this.#deps;
    const passedMs = this.#now === undefined ? 0 : clock.elapsed() - this.#now.at;
    if (this.#now !== undefined && passedMs >= EVERY_MS) {
      const fields = { ...fieldsOf(this.#now.step), passedMs, writtenBytes: writtenBytes() };
      log.info(fields, migrationWords[this.#now.step.kind].goesOn);
    }
    await prolong();
    return EVERY_MS;
  }
}

/** What the log says of each kind of step. */
export const migrationWords = {
  copy: {
    begins: 'keeping a copy of the store from before its migration',
    goesOn: 'the store is still being copied',
    ends: 'a copy of the store from before its migration is kept',
  },
  migration: {
    begins: 'migrating the store; a large one takes minutes, and no message is sent meanwhile',
    goesOn: 'the store is still being migrated',
    ends: 'a migration of the store is done',
  },
  commit: {
    begins: 'writing the migrated store to the disk',
    goesOn: 'the migrated store is still being written to the disk',
    ends: 'the migrated store is on the disk',
  },
} as const satisfies Record<MigrationStep['kind'], { begins: string; goesOn: string; ends: string }>;

const fieldsOf = (step: MigrationStep): object => {
  if (step.kind === 'copy') return { file: step.file, bytes: step.octets };
  if (step.kind === 'commit') return {};
  const { number, last, name, octets } = step;
  return { schema: number, of: last, name, bytes: octets };
};
