import type { AuditActor } from './audit.ts';

/** What a reload of the configuration changes. Settings are only named, since some of their values are secret. */
export interface ReloadChanges {
  /** The ids of routes. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly {
    readonly id: string;
    /** Such as `password` or `tls.ca`. */
    readonly fields: readonly string[];
    /** `adapted`: its session or its modem goes on as it is. `restarted`: it is stopped and started anew. */
    readonly how: 'adapted' | 'restarted';
  }[];
  /** Whether queued messages are planned anew. */
  readonly plan: boolean;
  /** Whether the API shows another certificate. */
  readonly tls: boolean;
  /** The changed settings that only a restart of the gateway takes over, such as `retention.messages`. */
  readonly needsRestart: readonly string[];
}

interface ReloadFault {
  readonly path: string;
  readonly message: string;
}

/** The last reload. */
export interface Reloaded {
  /** ms since the epoch. */
  readonly at: number;
  readonly actor: string;
  /** The errors of the configuration; undefined: it was taken over. */
  readonly refused: readonly ReloadFault[] | undefined;
  readonly changes: ReloadChanges | undefined;
}

export type ReloadVerdict =
  | { readonly kind: 'done'; readonly changes: ReloadChanges }
  | { readonly kind: 'refused'; readonly errors: readonly ReloadFault[] };

export interface ReloadService {
  /** Whether a reload is under way. */
  readonly isRunning: boolean;
  /** Undefined: there was none since the start. */
  readonly last: Reloaded | undefined;
  /**
   * Reads the configuration again, after the reload that is under way.
   * @param dryRun says what would change, and changes nothing
   * @throws TocsinError `storeUnavailable`, or `shuttingDown` while the gateway stops
   */
  reload(actor: AuditActor, dryRun: boolean): Promise<ReloadVerdict>;
}
