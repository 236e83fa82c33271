import type { Asked, Desk } from './desk.ts';
import type { Who } from './persons.ts';
import { type Approval, audienceBody, type Deed, type PlannedAlert } from './plan-alerts.ts';
import type { Content } from './words.ts';

/** The texts that somebody saw when they were shown a hash. */
type Seen = Map<string, string>;

/** An alert as it was played. */
export interface PlayedAlert {
  readonly planned: PlannedAlert;
  /** undefined: it could not be made. */
  id: number | undefined;
  /** ms since 1970. */
  readonly scheduledAt: number | undefined;
  readonly expiresAt: number | undefined;
  /** By the hash of a preview or of what waits: the mark of the text that was shown with it. */
  readonly seen: Seen;
  /** Called when somebody is about to launch it. */
  readonly launches: () => void;
}

const HURRY_MS = 15;
const BETWEEN_MS = 150;

/** Plays the life of one alert, from its draft to what follows its launch. */
export const playAlert = async (
  desk: Desk,
  planned: PlannedAlert,
  launches: () => void,
): Promise<PlayedAlert> => {
  const { scheduledAfterMs, expiresAfterMs } = planned;
  const inFuture = (ms: number | undefined): number | undefined =>
    ms === undefined ? undefined : desk.now + ms;
  const scheduledAt = inFuture(scheduledAfterMs);
  const expiresAt = inFuture(expiresAfterMs);
  const played: PlayedAlert = { planned, scheduledAt, expiresAt, launches, id: undefined, seen: new Map() };
  played.id = await create(desk, played);
  if (played.id === undefined) return played;
  await edit(desk, played, played.id);
  await bringToLaunch(desk, played, played.id);
  const launchedAt = desk.now;
  for (const deed of planned.deeds) {
    await desk.wait(Math.max(0, launchedAt + deed.afterMs - desk.now));
    await doDeed(desk, played, played.id, deed);
  }
  return played;
};

const bodyOf = (desk: Desk, { planned, scheduledAt, expiresAt }: PlayedAlert, content: Content): object => ({
  title: planned.name,
  kind: planned.kind,
  severity: 'severe',
  priority: planned.priority,
  validFor: `PT${planned.validForS}S`,
  content,
  cancelContent: planned.cancelContent,
  endContent: planned.endContent,
  audience: audienceBody(planned.audience, desk.prepared.lists),
  ...(scheduledAt !== undefined && { scheduledAt: new Date(scheduledAt).toISOString() }),
  ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
});

const first = (planned: PlannedAlert): Content => {
  const [draft] = planned.drafts;
  if (draft === undefined) throw new Error(`${planned.name} has no text`);
  return draft;
};

/** Makes the draft once, and looks for it if nobody knows whether it was made. */
const create = async (desk: Desk, played: PlayedAlert): Promise<number | undefined> => {
  const { planned } = played;
  const body = bodyOf(desk, played, first(planned));
  const asked = await desk.ask(planned.author, 'POST', '/v1/alerts', body, { key: `${planned.name} create` });
  if (asked.isDone) return Number(asked.answer['id']);
  const { answer } = await desk.get('/v1/alerts?limit=100');
  const items = (answer['items'] ?? []) as readonly { readonly id: number; readonly title: string }[];
  return items.find(({ title }) => title === planned.name)?.id;
};

const edit = async (desk: Desk, played: PlayedAlert, id: number): Promise<void> => {
  const { planned } = played;
  const [, ...edits] = planned.drafts;
  for (const [index, content] of edits.entries()) {
    const { etag } = await desk.get(`/v1/alerts/${id}`);
    const put = (who: Who): Promise<Asked> =>
      desk.ask(who, 'PUT', `/v1/alerts/${id}`, bodyOf(desk, played, content), { ifMatch: etag });
    const other = planned.author === 'anna' ? 'dora' : 'anna';
    const isLast = index === edits.length - 1;
    await Promise.all(
      isLast && planned.isEditedByTwo ? [put(planned.author), put(other)] : [put(planned.author)],
    );
  }
};

const step = (desk: Desk, id: number, who: Who, verb: string, body?: object, key?: string): Promise<Asked> =>
  desk.ask(who, 'POST', `/v1/alerts/${id}/${verb}`, body ?? {}, key === undefined ? {} : { key });

/** The hash of the alert as it is now, and notes which text it showed. */
const look = async (desk: Desk, { seen, planned }: PlayedAlert, id: number): Promise<string> => {
  const { answer } = await desk.ask('vera', 'POST', `/v1/alerts/${id}/preview`);
  const hash = String(answer['hash']);
  const variants = (answer['variants'] ?? []) as readonly { readonly typical: { readonly text: string } }[];
  const text = variants[0]?.typical.text ?? '';
  const mark = new RegExp(`${planned.name}(v\\d+)`).exec(text)?.[1];
  if (mark !== undefined) seen.set(hash, mark);
  return hash;
};

const approveAll = async (
  desk: Desk,
  id: number,
  approvals: readonly Approval[],
  look: () => Promise<string | undefined>,
): Promise<void> => {
  const running: Promise<unknown>[] = [];
  for (const { by, stale, hurried } of approvals) {
    const hash = stale ? 'stale' : await look();
    if (hash === undefined) break;
    await desk.wait(hurried ? HURRY_MS : BETWEEN_MS);
    const asked = step(desk, id, by, 'approve', { hash });
    running.push(asked);
    if (!hurried) await asked;
  }
  await Promise.all(running);
};

const launch = async (desk: Desk, played: PlayedAlert, id: number, breakGlass: boolean): Promise<void> => {
  const { name, launcher, isLaunchedTwice } = played.planned;
  const hash = await look(desk, played, id);
  played.launches();
  const glass = breakGlass ? { breakGlass, reason: 'the water comes' } : {};
  const ask = (): Promise<Asked> => step(desk, id, launcher, 'launch', { hash, ...glass }, `${name} launch`);
  await Promise.all(isLaunchedTwice ? [ask(), ask()] : [ask()]);
};

const bringToLaunch = async (desk: Desk, played: PlayedAlert, id: number): Promise<void> => {
  const { way, author, approvals, drafts } = played.planned;
  const seeing = (): Promise<string> => look(desk, played, id);
  const submit = (launchOnApproval = false): Promise<Asked> =>
    step(desk, id, author, 'submit', { launchOnApproval });
  switch (way) {
    case 'alone':
      return launch(desk, played, id, false);
    case 'glass':
      return launch(desk, played, id, true);
    case 'unapproved':
      await submit();
      return launch(desk, played, id, false);
    case 'approved':
      await submit();
      await approveAll(desk, id, approvals, seeing);
      return launch(desk, played, id, false);
    case 'onApproval':
      await submit(true);
      played.launches();
      return approveAll(desk, id, approvals, seeing);
    case 'returned': {
      await submit();
      await step(desk, id, 'cleo', 'return', { reason: 'not so' });
      const old = await seeing();
      const content = drafts.at(-1);
      if (content !== undefined)
        await desk.ask(author, 'PUT', `/v1/alerts/${id}`, bodyOf(desk, played, content));
      await submit();
      // What was seen before the edit is no more what is approved.
      await step(desk, id, 'cleo', 'approve', { hash: old });
      await approveAll(desk, id, approvals, seeing);
      return launch(desk, played, id, false);
    }
    case 'atOnce': {
      await submit();
      const hash = await seeing();
      await Promise.all([
        step(desk, id, 'cleo', 'approve', { hash }),
        step(desk, id, 'dora', 'approve', { hash }),
        step(desk, id, author, 'discard', {}),
      ]);
      return launch(desk, played, id, false);
    }
  }
};

const doDeed = async (desk: Desk, played: PlayedAlert, id: number, deed: Deed): Promise<void> => {
  const { by, what, content, breakGlass } = deed;
  const key = `${played.planned.name} ${what} ${deed.afterMs}`;
  const glass = breakGlass ? { breakGlass, reason: 'the water comes' } : {};
  switch (what) {
    case 'pause':
    case 'resume':
      await desk.ask(by, 'POST', `/v1/alerts/${id}/${what}`);
      return;
    case 'stop':
      await step(desk, id, by, 'stop', { reason: 'it is over' });
      return;
    case 'cancel':
      await step(desk, id, by, 'cancel', {}, key);
      return;
    case 'end':
      await step(desk, id, by, 'end', {}, key);
      return;
    case 'resend':
      await step(desk, id, by, 'resend', { to: 'undelivered' }, key);
      return;
    case 'launch':
      return launch(desk, played, id, false);
    case 'update':
    case 'cancelAnew': {
      const verb = what === 'update' ? 'update' : 'cancel';
      const asked = await step(desk, id, by, verb, { content, ...glass }, key);
      if (asked.status === 200) await decide(desk, played, id, deed);
    }
  }
};

/** Approves or rejects what waits for a second person. */
const decide = async (desk: Desk, { seen, planned }: PlayedAlert, id: number, deed: Deed): Promise<void> => {
  const waiting = async (): Promise<string | undefined> => {
    const { answer } = await desk.get(`/v1/alerts/${id}`);
    const proposed = answer['proposedUpdate'] as { hash: string; content: Content } | null | undefined;
    if (proposed === null || proposed === undefined) return undefined;
    const mark = new RegExp(`${planned.name}(u\\d+)`).exec(proposed.content.variants[0]?.text ?? '')?.[1];
    if (mark !== undefined) seen.set(proposed.hash, mark);
    return proposed.hash;
  };
  const hash = await waiting();
  if (hash === undefined) return;
  if (!deed.isRejected) return approveAll(desk, id, deed.approvals, waiting);
  await step(desk, id, 'cleo', 'reject', { hash, reason: 'not so' });
  await step(desk, id, 'dora', 'approve', { hash });
};
