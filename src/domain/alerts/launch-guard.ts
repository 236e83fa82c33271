/** What two launches must have in common to be taken for the same one: see docs/alerts.md. */
export interface Likeness {
  /** Digest of kind, audience and scenario; undefined: the alert was not made of a scenario. */
  readonly scenario: string | undefined;
  /** Digest of kind, audience and texts. */
  readonly texts: string;
}

/** The guard against sending the same twice. The store applies it in the commit of the launch. */
export interface LaunchGuard {
  readonly like: Likeness;
  /** An alert that went out at this time (ms since the epoch) or later holds the launch; undefined: none does. */
  readonly since: number | undefined;
  /** The caller knows of the earlier alert: it goes out all the same, and the log says so. */
  readonly again: boolean;
}

/** An alert that went out lately, and would be repeated by the launch. */
export interface EarlierAlert {
  readonly id: number;
  readonly title: string;
  /** ms since the epoch. */
  readonly launchedAt: number;
  /** The name of who launched it. */
  readonly launchedBy: string;
}
