import type { AlertKind, AlertSource, Severity, WaveKind } from '../../../domain/alerts/alert.ts';
import type { AlertAction } from '../../../domain/alerts/alert-log.ts';
import type { AlertState } from '../../../domain/alerts/alert-state.ts';
import type { EscalationProgress } from '../../../domain/alerts/escalation.ts';
import type { PeopleTotals } from '../../../domain/alerts/people-totals.ts';
import type { CaseState } from '../../../domain/inbound/help-case.ts';
import type { Priority } from '../../../domain/messages/priority.ts';
import type { State } from '../../../domain/messages/state.ts';

type Each<K extends string> = Readonly<Record<K, string>>;

/** The words of the report in one language. A new state, step or source of an alert has no place to be forgotten in. */
export interface Words {
  readonly report: string;
  readonly alertState: Each<AlertState>;
  readonly beingCancelled: string;
  readonly cancelled: string;
  readonly kind: Each<AlertKind>;
  readonly severity: Each<Severity>;
  readonly priority: Each<Priority>;
  readonly source: Each<AlertSource>;
  readonly messageState: Each<State>;
  readonly wave: Each<WaveKind>;
  readonly action: Each<AlertAction>;
  readonly escalation: Each<EscalationProgress['state']>;
  readonly people: Each<keyof PeopleTotals>;
  /** Of an answer; the question's other meanings are shown as they were written. */
  readonly meaning: Readonly<Record<string, string>>;
  readonly group: Readonly<Record<string, string>>;
  /** The name of an actor of the log, by its id: the gateway and its parts have names of their own. */
  readonly actor: (id: string, name: string) => string;
  readonly caseState: Readonly<Record<CaseState, string>>;
  readonly facts: Each<
    'alert' | 'state' | 'kind' | 'severity' | 'priority' | 'source' | 'sender' | 'zone' | 'asOf'
  >;
  readonly title: Each<
    | 'timings'
    | 'people'
    | 'help'
    | 'cases'
    | 'curve'
    | 'texts'
    | 'byRoute'
    | 'byWave'
    | 'byLanguage'
    | 'byGroup'
    | 'answers'
    | 'cost'
    | 'notReached'
    | 'notes'
    | 'log'
  >;
  readonly timing: Each<'created' | 'approved' | 'launched' | 'firstSubmit' | 'firstReached' | 'finished'>;
  readonly head: Each<
    | 'wave'
    | 'language'
    | 'group'
    | 'route'
    | 'calls'
    | 'messages'
    | 'parts'
    | 'delivered'
    | 'duplicates'
    | 'short'
    | 'receipt'
    | 'number'
    | 'name'
    | 'text'
    | 'state'
    | 'reason'
    | 'answer'
    | 'word'
    | 'share'
    | 'at'
    | 'after'
    | 'who'
    | 'what'
    | 'detail'
    | 'step'
    | 'sentAt'
    | 'finalAt'
  >;
  readonly shareReached: (share: string) => string;
  readonly never: string;
  readonly noLanguage: string;
  readonly noRoute: string;
  readonly short: string;
  readonly partsOf: (parts: string, encoding: string) => string;
  readonly partsNote: string;
  readonly inDoubt: (parts: string) => string;
  readonly cost: (amount: string, parts: string) => string;
  readonly unpriced: (parts: string) => string;
  readonly answersNote: (people: string) => string;
  readonly moreHelp: (people: string) => string;
  readonly more: (people: string, path: string) => string;
  readonly purged: string;
  readonly proof: string;
  /** In the place of a note that was erased with a person. */
  readonly erased: string;
  /** The hash of what somebody approved, named as such. */
  readonly hash: (text: string) => string;
  readonly quoted: (text: string) => string;
}
