/** A part of a CAP info that an SMS leaves out or changes, and why. Nothing is cut without such a note. */
export interface CapCut {
  readonly field: 'headline' | 'instruction' | 'area' | 'sender' | 'contact' | 'description' | 'text';
  readonly what: 'leftOut' | 'shortened' | 'rewritten';
  readonly why: string;
}

/** An alert that a CAP message made. */
export interface CapMade {
  readonly alert: number;
  readonly state: string;
  /** Why the alert waits for an operator; empty if it went as far as the configuration allows. */
  readonly holds: readonly string[];
  /** What its SMS leaves out from the CAP alert and why, by language. */
  readonly cuts: Readonly<Record<string, readonly CapCut[]>>;
}

/** An alert that a CAP message corrects or withdraws. */
export interface CapCorrection {
  readonly alert: number;
  /** `update` and `cancel` are sent to those whom the alert reached; `withdraw` ends an alert that was not sent yet. */
  readonly what: 'update' | 'cancel' | 'withdraw';
  /** The number of waves of the alert before this correction: it was sent if it is among those that came after. */
  readonly waves: number;
  readonly done: boolean;
  /** Why the correction was not done. */
  readonly reason: string | undefined;
}

/**
 * What was done for a CAP message so far. After a crash, the handling of an open message continues from this record.
 */
export interface CapOutcome {
  /**
   * The id of the person who submitted the message, and who is an author of the alerts made from it; left out if it
   * came from a feed.
   */
  readonly by?: string | undefined;
  readonly sender: string;
  readonly identifier: string;
  readonly sent: string;
  readonly status: string;
  readonly msgType: string;
  /**
   * `taken`: alerts were made, corrected or withdrawn; `waiting`: an operator has to apply its corrections; `ignored`:
   * there was nothing to do.
   */
  readonly result: 'taken' | 'waiting' | 'ignored';
  /** Why the message has this result, such as why nothing was done. */
  readonly reason: string | undefined;
  /** Empty elements of the document that were left out, in words; records of earlier versions have none. */
  readonly ignored?: readonly string[] | undefined;
  readonly made: readonly CapMade[];
  readonly corrections: readonly CapCorrection[];
}
