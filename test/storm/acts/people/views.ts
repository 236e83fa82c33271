import type { FinalView } from '../../../chaos/history.ts';

export interface PeopleCount {
  readonly total: number;
  readonly suppressed: number;
  readonly toReach: number;
  readonly reached: number;
  readonly unconfirmed: number;
  readonly inDoubt: number;
  readonly underWay: number;
  readonly notReached: number;
}

interface WaveView {
  readonly wave: number;
  readonly kind: string;
  readonly startedAt: string;
  readonly validUntil: string;
  readonly recipients: number;
  readonly complete: boolean;
  readonly byState: Readonly<Record<string, number>>;
}

interface LogView {
  readonly at: string;
  readonly by: { readonly kind: string; readonly name: string };
  readonly action: string;
  readonly detail: string | null;
}

export interface AlertView {
  readonly id: number;
  readonly version: number;
  readonly state: string;
  readonly title: string;
  readonly waves: readonly WaveView[];
  readonly progress: {
    readonly people: PeopleCount;
    readonly messages: number;
    readonly toCome: number;
    readonly byState: Readonly<Record<string, number>>;
    readonly byRoute: readonly { readonly route: string | null; readonly messages: number }[];
    readonly possibleDuplicates: number;
  };
  readonly launched: { readonly at: string } | null;
  readonly log: readonly LogView[];
}

export interface ReportView {
  readonly people: PeopleCount;
  readonly messages: {
    readonly messages: number;
    readonly delivered: number;
    readonly byState: Readonly<Record<string, number>>;
    readonly possibleDuplicates: number;
  };
  readonly byWave: readonly { readonly wave: number; readonly messages: number }[];
  readonly byLanguage: readonly { readonly total: number; readonly reached: number }[];
}

/** A message of an alert. */
export type Row = FinalView & { readonly alert: number; readonly wave: number };

/** The live page of an alert, as somebody saw it. */
export interface Look {
  /** Before it was asked for. */
  readonly askedAt: number;
  /** When the answer came, ms since 1970. */
  readonly at: number;
  readonly view: AlertView;
}
