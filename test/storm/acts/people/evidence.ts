import type { Receipt, Submit } from '../../../chaos/history.ts';
import type { Stage } from '../../stage.ts';
import { momentsOf } from '../excuses.ts';
import { messagesOf } from '../messages.ts';
import { type Crowd, isOfPeople } from './crowd.ts';
import type { Asked, Desk } from './desk.ts';
import type { PlayedChange } from './membership.ts';
import type { Policy } from './plan-alerts.ts';
import type { PlayedAlert } from './play-alert.ts';
import type { PlayedDrill } from './play-drill.ts';
import { lookAtThings, type PlayedEdit, type Things } from './play-edits.ts';
import type { AlertView, Look, ReportView, Row } from './views.ts';

/** A message of an alert, with what the carriers have in their logs of it. */
export interface RowStory {
  readonly row: Row;
  readonly submits: readonly Submit[];
  readonly receipts: readonly Receipt[];
}

export interface AlertStory {
  readonly played: PlayedAlert;
  readonly id: number;
  /** At the end. */
  readonly view: AlertView;
  readonly report: ReportView | undefined;
  readonly looks: readonly Look[];
  readonly rows: readonly RowStory[];
}

/** All that is known of the act at the end. */
export interface Evidence {
  readonly stage: Stage;
  readonly policy: Policy;
  readonly crowd: Crowd;
  readonly desk: Desk;
  readonly changes: readonly PlayedChange[];
  readonly alerts: readonly AlertStory[];
  readonly edits: readonly PlayedEdit[];
  /** The drill, and its run at the end; undefined: there was none. */
  readonly drill: { readonly played: PlayedDrill; readonly found: Asked | undefined } | undefined;
  /** The things that were edited, as they are at the end. */
  readonly things: Awaited<ReturnType<typeof lookAtThings>>;
  /** Submits to people of this act that belong to no message of an alert. */
  readonly strays: readonly Submit[];
  /** The audit log as it was exported. */
  readonly audit: string;
  /** Sentences about what could not even be asked for. */
  readonly missing: readonly string[];
}

export interface Played {
  readonly policy: Policy;
  readonly crowd: Crowd;
  readonly desk: Desk;
  readonly changes: readonly PlayedChange[];
  readonly alerts: readonly PlayedAlert[];
  readonly looks: ReadonlyMap<number, readonly Look[]>;
  readonly edits: readonly PlayedEdit[];
  readonly things: Things;
  readonly drill: PlayedDrill | undefined;
}

export const clock = (at: number): string => new Date(at).toISOString().slice(11, 23);

export const gatherEvidence = async (
  stage: Stage,
  { policy, crowd, desk, changes, alerts, looks, edits, things, drill: played }: Played,
): Promise<Evidence> => {
  const missing: string[] = [];
  const submits = stage.carriers
    .flatMap(({ log }) => log.submits)
    .filter(({ to }) => isOfPeople(to))
    .toSorted((a, b) => a.at - b.at);
  const receipts = stage.carriers.flatMap(({ log }) => log.receipts);
  const rows: Row[] = [];
  for (const { id, to } of await messagesOf(stage.gateway)) {
    if (!isOfPeople(to)) continue;
    const row = await stage.gateway.get<Row>(`/v1/messages/${id}`);
    if (row === undefined) missing.push(`the message ${id} is listed, and there is none of this id`);
    else rows.push(row);
  }
  const owners = new Map(submits.map((submit) => [submit, ownerOf(stage, submit, rows)]));
  const stories: AlertStory[] = [];
  for (const one of alerts) {
    const { id } = one;
    if (id === undefined) continue;
    const view = await stage.gateway.get<AlertView>(`/v1/alerts/${id}`);
    if (view === undefined) {
      missing.push(`the alert ${id} (${one.planned.name}) was made, and the gateway knows it no more`);
      continue;
    }
    const wasLaunched = view.waves.length > 0;
    const report = wasLaunched ? await stage.gateway.get<ReportView>(`/v1/alerts/${id}/report`) : undefined;
    const own = rows.filter(({ alert }) => alert === id);
    stories.push({
      ...{ played: one, id, view, report },
      looks: looks.get(id) ?? [],
      rows: own.map((row) => {
        const mine = submits.filter((submit) => owners.get(submit) === row);
        return { row, submits: mine, receipts: receipts.filter(({ submit }) => mine.includes(submit)) };
      }),
    });
  }
  const strays = submits.filter((submit) => owners.get(submit) === undefined);
  const { body: audit } = await stage.gateway.ask('GET', '/v1/audit.jsonl');
  const found = await lookAtThings(desk, things);
  const run = played?.path === undefined ? undefined : await desk.get(played.path);
  return {
    drill: played && { played, found: run },
    edits,
    things: found,
    audit,
    stage,
    policy,
    crowd,
    desk,
    changes,
    alerts: stories,
    strays,
    missing,
  };
};

/** The message that a submit is of: of those with its text the newest one that was there. */
const ownerOf = (stage: Stage, { to, text, at }: Submit, rows: readonly Row[]): Row | undefined =>
  rows
    .filter((row) => row.to === `+${to}` && row.text.includes(text))
    .map((row) => ({ row, madeAt: momentsOf(stage, row.createdAt).from }))
    .filter(({ madeAt }) => madeAt <= at)
    .toSorted((a, b) => a.madeAt - b.madeAt)
    .at(-1)?.row;
