import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StartOptions } from '../../../scripts/lib/gateway-process.ts';

const SOURCE = fileURLToPath(new URL('./sync-watch.c', import.meta.url));

/** Why this machine can't watch the syncs of a gateway; undefined if it can. */
export const whyNotWatched = (): string | undefined => {
  if (process.platform !== 'linux') return 'LD_PRELOAD is of Linux';
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no C compiler (cc)';
  }
};

/** A text in a message, by which its write to the log is found. */
export const markOf = (n: number): string => `mark-${String(n).padStart(6, '0')}`;

type Event =
  | { readonly kind: 'frame'; readonly commit: boolean; readonly marks: readonly string[] }
  | { readonly kind: 'synced'; readonly ok: boolean }
  | { readonly kind: 'answer'; readonly marks: readonly string[] };

const eventOf = (line: string): Event => {
  const [kind, ...rest] = line.split(' ');
  if (kind === 'synced') return { kind, ok: rest[0] === '0' };
  if (kind === 'frame') return { kind, commit: rest[0] === '1', marks: rest.slice(1) };
  return { kind: 'answer', marks: rest };
};

/** Watches when a gateway syncs its write-ahead log, and can make its syncs fail or slow (see sync-watch.c). */
export class SyncWatch {
  readonly start: StartOptions;
  readonly #log: string;
  readonly #fault: string;

  /** @param beside a file in the folder of the test */
  constructor(beside: string) {
    const folder = dirname(beside);
    const library = join(folder, 'sync-watch.so');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', library, SOURCE, '-ldl']);
    this.#log = join(folder, 'sync-watch.log');
    this.#fault = join(folder, 'sync-fault');
    this.start = { env: { LD_PRELOAD: library, SYNC_WATCH: this.#log, SYNC_FAULT: this.#fault } };
  }

  misbehave(fault: 'eio' | `slow ${number}`): Promise<void> {
    return writeFile(this.#fault, fault);
  }

  calm(): Promise<void> {
    return rm(this.#fault);
  }

  /** The writes and syncs, in order. */
  events(): readonly Event[] {
    return readFileSync(this.#log, 'utf8').split('\n').slice(0, -1).map(eventOf);
  }

  /**
   * The marks whose transaction is on disk at the end of `events`: the log was synced after the last frame of the
   * transaction. Later frames repeat the content of a page, so only the first frame with a mark counts.
   */
  static durable(events: readonly Event[]): ReadonlySet<string> {
    const durable = new Set<string>();
    let committed: string[] = [];
    let open: string[] = [];
    for (const event of events) {
      if (event.kind === 'frame') {
        open.push(...event.marks);
        if (!event.commit) continue;
        committed.push(...open);
        open = [];
      } else if (event.kind === 'synced' && event.ok) {
        for (const mark of committed) durable.add(mark);
        committed = [];
      }
    }
    return durable;
  }
}
