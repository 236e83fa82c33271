import {
  type Alarm,
  type AlarmKind,
  type AlarmSeverity,
  alarmKinds,
  alarmStateOf,
} from '../../domain/operation/alarm.ts';
import { holdOfKind, type KindLimit, type LimitsSetting, limitsOfKinds } from './kind-limits.ts';
import { kindRules } from './kind-rules.ts';
import { type FirstTold, firstToldOf, type RecipientsDeps } from './recipients.ts';

/** One kind of alarm, whether or not there is one now. Times in ms. */
interface KnownKind {
  readonly kind: AlarmKind;
  readonly severity: AlarmSeverity;
  /** The configuration says that it is never raised. */
  readonly isOff: boolean;
  readonly raisedAfterMs: number;
  readonly endedAfterMs: number;
  readonly limits: readonly KindLimit[];
  /** How many of the kind there are now, by state. */
  readonly now: { readonly open: number; readonly acknowledged: number; readonly silenced: number };
  /** Whether people get an SMS of it. */
  readonly isTold: boolean;
}

export interface KnownKinds {
  /** The most urgent first. */
  readonly kinds: readonly KnownKind[];
  readonly told: FirstTold & { readonly users: readonly string[]; readonly tellAgainMs: number };
}

export interface KnownKindsDeps {
  readonly setting: LimitsSetting;
  readonly off: ReadonlySet<AlarmKind>;
  readonly severities: readonly AlarmSeverity[];
  readonly tellAgainMs: number;
  readonly recipients: RecipientsDeps;
  readonly standing: () => readonly Alarm[];
}

/** Every kind of alarm as it stands now: its limits, how many there are, and who would be told. */
export const knownKindsOf = async (
  { setting, off, severities, tellAgainMs, recipients, standing }: KnownKindsDeps,
  nowMs: number,
): Promise<KnownKinds> => {
  const limits = limitsOfKinds(setting);
  const all = standing();
  const kinds = alarmKinds.map((kind): KnownKind => {
    const { severity, holdMs, quietMs } = kindRules[kind];
    const states = all.filter((one) => one.kind === kind).map((one) => alarmStateOf(one, nowMs));
    const count = (state: string): number => states.filter((one) => one === state).length;
    return {
      kind,
      severity,
      isOff: off.has(kind),
      raisedAfterMs: holdOfKind(kind, setting) ?? holdMs,
      endedAfterMs: quietMs,
      limits: limits[kind],
      now: { open: count('open'), acknowledged: count('acknowledged'), silenced: count('silenced') },
      isTold: !off.has(kind) && severities.includes(severity),
    };
  });
  const { to } = recipients;
  const users = to === 'duty' ? [] : to;
  return { kinds, told: { ...(await firstToldOf(recipients, nowMs)), users, tellAgainMs } };
};
