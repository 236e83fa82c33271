import type { AlertActor, AlertLogEntry } from '../../domain/alerts/alert.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { StepperDeps } from './stepper.ts';

export interface AlertNotesDeps extends Pick<StepperDeps, 'announce'> {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'alertLog' | 'logAlert'>;
  readonly clock: Clock;
}

/** A note in the log of an alert; `detail` is its text, undefined if the text was erased with a person. */
export type AlertNote = Pick<AlertLogEntry, 'at' | 'actor' | 'actorName' | 'detail'>;

export type NoteVerdict =
  | { readonly kind: 'done'; readonly note: AlertNote }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'full' };

/** The log of an alert is read as a whole, so it must stay small. Requests at the same time may add a few more. */
export const MOST_NOTES = 200;

export const notesIn = (log: readonly AlertLogEntry[]): readonly AlertLogEntry[] =>
  log.filter(({ action }) => action === 'note');

/** What officers write about an alert, at any time: lines of its log, which nobody changes or removes. */
export class AlertNotes {
  readonly #deps: AlertNotesDeps;

  constructor(deps: AlertNotesDeps) {
    this.#deps = deps;
  }

  async add(id: number, actor: Pick<AlertActor, 'id' | 'name'>, text: string): Promise<NoteVerdict> {
    const { repository, clock, announce } = this.#deps;
    const [alert, notes] = await Promise.all([repository.getAlert(id), this.list(id)]);
    if (alert === undefined || notes === undefined) return { kind: 'unknown' };
    if (notes.length >= MOST_NOTES) return { kind: 'full' };
    const at = clock.now();
    await repository.logAlert(id, { at, actor, action: 'note', detail: text });
    announce({ alert, actor, action: 'note', detail: undefined });
    return { kind: 'done', note: { at, actor: actor.id, actorName: actor.name, detail: text } };
  }

  /** Oldest first; undefined: there is no such alert. */
  async list(id: number): Promise<readonly AlertNote[] | undefined> {
    const { repository } = this.#deps;
    if ((await repository.getAlert(id)) === undefined) return undefined;
    return notesIn(await repository.alertLog(id));
  }
}
