import type { DraftBody } from '../../../api/alerts/drafts.ts';
import { Problem } from '../../../api/problem.ts';
import { textOf } from './form.ts';

/** A draft that the gateway has. */
export interface Known {
  readonly id: number;
  readonly version: number;
}

/** The first save. Its body stays as it was until the gateway has answered: a key stands for one request. */
export interface Creating {
  readonly key: string;
  readonly body: DraftBody;
}

export type SaveState =
  /** There is nothing that is not saved. `at`: when it was saved last, ms since the epoch. */
  | { readonly kind: 'saved'; readonly at: number | undefined }
  | { readonly kind: 'saving' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly problem: unknown }
  /** Somebody else has changed it: nothing is saved until the person decides. */
  | { readonly kind: 'conflict' };

/** What is kept of it over a reload. */
export interface SaverMemory {
  readonly known: Known | undefined;
  readonly savedText: string;
  readonly creating: Creating | undefined;
}

interface Io {
  readonly create: (body: DraftBody, key: string) => Promise<Known>;
  readonly replace: (known: Known, body: DraftBody) => Promise<Known>;
  readonly newKey: () => string;
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly onChange: (state: SaveState, memory: SaverMemory) => void;
}

const DEBOUNCE_MS = 700;
const RETRY_MS = 3000;

/** Saves a draft as it is written: one request at a time, each with the newest body. */
export class DraftSaver {
  readonly #io: Io;
  #state: SaveState = { kind: 'saved', at: undefined };
  #known: Known | undefined;
  #savedText: string;
  #creating: Creating | undefined;
  #wanted: DraftBody | undefined;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(io: Io, { known, savedText, creating }: SaverMemory) {
    this.#io = io;
    this.#known = known;
    this.#savedText = savedText;
    this.#creating = creating;
  }

  get state(): SaveState {
    return this.#state;
  }

  get known(): Known | undefined {
    return this.#known;
  }

  /** What should be saved; undefined: nothing yet. */
  want(body: DraftBody | undefined): void {
    this.#wanted = body;
    if (this.#isClean() || this.#state.kind === 'conflict') return;
    this.#tell({ kind: 'waiting' });
    this.#schedule(DEBOUNCE_MS);
  }

  /** Saves at once. @throws the problem if it can't be saved */
  async flush(): Promise<Known | undefined> {
    await this.#running;
    if (!this.#isClean()) await this.#save();
    if (this.#state.kind === 'failed') throw this.#state.problem;
    return this.#known;
  }

  /** Somebody else has changed the draft. */
  meet(): void {
    this.#cancel?.();
    this.#tell({ kind: 'conflict' });
  }

  /** The person has seen the other version: what is wanted goes over it. */
  async overwrite(version: number): Promise<void> {
    if (this.#known === undefined) return;
    this.#known = { ...this.#known, version };
    this.#savedText = '';
    this.#tell({ kind: 'waiting' });
    await this.#save();
  }

  /** The person takes the other version. */
  adopt(version: number, body: DraftBody | undefined): void {
    if (this.#known === undefined) return;
    this.#known = { ...this.#known, version };
    this.#wanted = body;
    this.#savedText = textOf(body);
    this.#tell({ kind: 'saved', at: this.#io.now() });
  }

  /** Goes on after a stop: React mounts twice in development. */
  resume(): void {
    this.#isStopped = false;
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  #isClean(): boolean {
    return this.#wanted === undefined || textOf(this.#wanted) === this.#savedText;
  }

  #schedule(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#io.after(ms, () => void this.#save());
  }

  #tell(state: SaveState): void {
    this.#state = state;
    if (this.#isStopped) return;
    this.#io.onChange(state, { known: this.#known, savedText: this.#savedText, creating: this.#creating });
  }

  #save(): Promise<void> {
    this.#running ??= this.#once().finally(() => {
      this.#running = undefined;
      // What was typed meanwhile, or after the first save, is saved next.
      if (this.#state.kind === 'saved' && !this.#isClean()) this.#schedule(0);
    });
    return this.#running;
  }

  async #once(): Promise<void> {
    this.#cancel?.();
    const body = this.#wanted;
    if (body === undefined) return;
    try {
      const saved = await this.#send(body);
      this.#savedText = textOf(saved);
      this.#tell({ kind: 'saved', at: this.#io.now() });
    } catch (problem) {
      this.#fail(problem);
    }
  }

  /** Resolves with the body that is saved now. */
  async #send(body: DraftBody): Promise<DraftBody> {
    if (this.#known === undefined) {
      this.#creating ??= { key: this.#io.newKey(), body };
      const { key, body: first } = this.#creating;
      this.#tell({ kind: 'saving' });
      this.#known = await this.#io.create(first, key);
      this.#creating = undefined;
      return first;
    }
    this.#tell({ kind: 'saving' });
    this.#known = await this.#io.replace(this.#known, body);
    return body;
  }

  #fail(problem: unknown): void {
    const isNamed = problem instanceof Problem;
    if (isNamed && problem.name === 'changed-meanwhile') {
      this.#tell({ kind: 'conflict' });
      return;
    }
    const mayPass = isNamed && (problem.status === 0 || problem.status >= 500);
    // A refused body was not taken under this key: the next one is another request.
    if (!mayPass) this.#creating = undefined;
    this.#tell({ kind: 'failed', problem });
    if (mayPass && !this.#isStopped) this.#schedule(RETRY_MS);
  }
}
