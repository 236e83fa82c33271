/** One rule of the gateway, and a change of its code by which the rule no longer holds. */
export interface Mutant {
  /** The rule that is taken out, in a few words. */
  readonly name: string;
  /** From the root of the project. */
  readonly file: string;
  /** A text that the file has exactly once. */
  readonly from: string;
  readonly to: string;
  /**
   * A name of ACTS, or a kind of fault of the machine: only worlds with it can show that the rule is missing.
   * undefined: any world may.
   */
  readonly act?: string;
  /** Only worlds with this store can show that the rule is missing; undefined: any may. */
  readonly store?: 'sqlite' | 'postgres';
}
