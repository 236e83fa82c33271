import type { Page, Paged } from '../../kernel/page.ts';

/** One page of a cell broadcast (TS 23.041), as a modem received it. */
export interface BroadcastPage {
  readonly route: string;
  /** The message identifier: 4370 to 4399 for public warnings. */
  readonly channel: number;
  /** The serial number: scope, code and update number. Pages and repetitions of one broadcast share it. */
  readonly serial: number;
  /** 1 to 15. */
  readonly page: number;
  readonly pages: number;
  /** ISO 639 code; undefined if the broadcast names no language. */
  readonly language: string | undefined;
  readonly text: string;
  /** The PDU in hex. */
  readonly evidence: string;
}

export const broadcastKinds = [
  'level1',
  'level2',
  'level3',
  'info',
  'amber',
  'test',
  'exercise',
  'operator',
  'other',
] as const;
export type BroadcastKind = (typeof broadcastKinds)[number];

/** Offsets from 4370, and from 4383 for the second language (TS 23.041 9.4.1.2.2, ETSI TS 102 900). */
const PUBLIC_WARNING: readonly BroadcastKind[] = [
  'level1',
  ...(['level2', 'level2'] as const),
  ...(['level3', 'level3', 'level3', 'level3', 'level3', 'level3'] as const),
  'amber',
  'test',
  'exercise',
  'operator',
];

/** What a channel is for, by the numbers that all public warning systems of phones share. */
export const broadcastKind = (channel: number): BroadcastKind => {
  if (channel === 4396 || channel === 4397) return 'info';
  if (channel === 4398 || channel === 4399) return 'test';
  return PUBLIC_WARNING[channel - 4370] ?? PUBLIC_WARNING[channel - 4383] ?? 'other';
};

/** A cell broadcast, as far as its pages came. Times in ms since the epoch. */
export interface CellBroadcast {
  readonly id: number;
  readonly route: string;
  readonly channel: number;
  readonly serial: number;
  readonly language: string | undefined;
  /** The texts of the pages by number, joined in order. */
  readonly text: string;
  /** The pages that came, and of how many. */
  readonly pages: number;
  readonly of: number;
  readonly firstAt: number;
  /** When a page of it last came again, to a minute. */
  readonly lastAt: number;
  /** What the trigger made of it; undefined if no rule is for it, or while a page is missing. */
  readonly outcome: string | undefined;
  readonly alert: number | undefined;
}

interface BroadcastKept {
  readonly id: number;
  /** All pages are there, and nobody was told yet. */
  readonly due: boolean;
}

export interface BroadcastRepository {
  /**
   * Resolves when the page is on disk. It belongs to a broadcast with its route, channel and serial number of which a
   * page came between `sinceMs` and `untilMs`, otherwise it begins a new one; undefined if that would be one more than
   * `most` in this time by this route. What came later came while the clock was ahead.
   */
  keepPage(
    page: BroadcastPage,
    limits: { readonly sinceMs: number; readonly untilMs: number; readonly most: number },
    atMs: number,
  ): Promise<BroadcastKept | undefined>;
  /** Whole broadcasts of which nobody was told, oldest first. */
  untoldBroadcasts(limit: number): Promise<readonly CellBroadcast[]>;
  /** Others were told of the broadcast. */
  told(
    id: number,
    outcome: { readonly text: string; readonly alert: number | undefined } | undefined,
  ): Promise<void>;
  /** Newest first. */
  broadcasts(page: Page): Promise<Paged<CellBroadcast>>;
  forgetBroadcasts(beforeMs: number): Promise<void>;
}
