import type { Frame } from './line-sorter.ts';

export interface ChannelListener {
  /** Gets the unsolicited lines and PDUs: those that answer no command. */
  readonly unsolicited: (frame: Frame) => void;
  /** Called once, when the serial line closes. */
  readonly closed: (reason: string) => void;
}

export interface RunOptions {
  /** The longest wait for the final result in ms; 5000 by default. */
  readonly timeoutMs?: number;
  /** A line with this prefix ends the command, for modems that send no OK after it. */
  readonly endsAt?: string | undefined;
}
