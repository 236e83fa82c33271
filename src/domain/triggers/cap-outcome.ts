/** What an SMS says less or otherwise than its CAP info, and why: nothing is cut in silence. */
export interface CapCut {
  readonly field: 'headline' | 'instruction' | 'area' | 'sender' | 'contact' | 'description' | 'text';
  readonly what: 'leftOut' | 'shortened' | 'rewritten';
  readonly why: string;
}

/** An alert that a CAP message made. */
export interface CapMade {
  readonly alert: number;
  readonly state: string;
  /** Why it waits for somebody; none: it went as far as the configuration lets it. */
  readonly holds: readonly string[];
  /** By language, what its SMS says less than the CAP alert, and why. */
  readonly cuts: Readonly<Record<string, readonly CapCut[]>>;
}

/** An alert that is corrected or withdrawn by a CAP message. */
export interface CapCorrection {
  readonly alert: number;
  /** `update` and `cancel` tell those who were reached; `withdraw` is of what isn't out yet. */
  readonly what: 'update' | 'cancel' | 'withdraw';
  /** That the alert had before it: with more, it was done. */
  readonly waves: number;
  readonly done: boolean;
  /** Why it is not done. */
  readonly reason: string | undefined;
}

/** What was made of a CAP message, as far as it is known: an open one is taken up from here. */
export interface CapOutcome {
  /** The id of who handed it in, an author of what it makes and says; left out: a feed gave it. */
  readonly by?: string | undefined;
  readonly sender: string;
  readonly identifier: string;
  readonly sent: string;
  readonly status: string;
  readonly msgType: string;
  /**
   * `taken`: alerts were made, corrected or withdrawn; `waiting`: corrections wait for an operator to apply them;
   * `ignored`: there was nothing to do.
   */
  readonly result: 'taken' | 'waiting' | 'ignored';
  /** What there is to be known about it, such as why nothing was done. */
  readonly reason: string | undefined;
  readonly made: readonly CapMade[];
  readonly corrections: readonly CapCorrection[];
}
