import type { MakeAct } from '../act.ts';
import { crowdOf } from './crowd.ts';
import { Desk } from './desk.ts';
import { gatherEvidence, type Played } from './evidence.ts';
import { complaintsAbout } from './laws/laws.ts';
import type { PlayedChange } from './membership.ts';
import { type Prepared, prepareStore } from './persons.ts';
import { alertsOf, policyOf } from './plan-alerts.ts';
import { type PlayedAlert, playAlert } from './play-alert.ts';
import { playChange } from './play-changes.ts';
import { drillOf, type PlayedDrill, playDrill } from './play-drill.ts';
import { editsOf, makeThings, type PlayedEdit, playEdit, type Things } from './play-edits.ts';
import type { AlertView, Look } from './views.ts';

/** Between two looks at the live page, ms; longer in a stretched world, up to `MOST_STRETCH` times. */
const LOOK_EVERY_MS = 600;
const MOST_STRETCH = 50;
/** The share of the requests with a key that are sent once more at the end. */
const REPEATED = 0.3;
/** States in which something is still going out, or will. */
const OPEN: ReadonlySet<string> = new Set(['sending', 'scheduled', 'paused']);

/** Alerts of several persons to people who change meanwhile. */
export const people: MakeAct = (dice) => {
  const policy = policyOf(dice);
  const crowd = crowdOf(dice);
  const planned = alertsOf(dice, crowd);
  const plannedEdits = editsOf(dice);
  const changes: PlayedChange[] = [];
  const edits: PlayedEdit[] = [];
  const plannedDrill = drillOf(dice);
  let things: Things = new Map();
  let drill: PlayedDrill | undefined;
  const alerts: PlayedAlert[] = [];
  const looks = new Map<number, Look[]>();
  let prepared: Prepared | undefined;
  let desk: Desk | undefined;

  const look = async (at: Desk): Promise<readonly AlertView[]> => {
    const views: AlertView[] = [];
    const askedAt = at.now;
    const listed = await at.get('/v1/alerts?limit=100');
    const items = (listed.answer['items'] ?? []) as readonly AlertView[];
    for (const { id } of items.filter(({ title }) => planned.some(({ name }) => name === title))) {
      const { answer, isDone, endedAt } = await at.get(`/v1/alerts/${id}`);
      if (!isDone) continue;
      const view = answer as unknown as AlertView;
      views.push(view);
      looks.set(id, [...(looks.get(id) ?? []), { askedAt, at: endedAt, view }]);
    }
    return views;
  };

  return {
    config: {
      alerts: { ...policy, receiptsQuiet: '1s' },
    },
    prepare: async (store, clock) => {
      prepared = await prepareStore(store, clock, crowd);
    },
    play: async (stage) => {
      if (prepared === undefined) throw new Error('the people are not on the disk');
      const own = new Desk(stage, prepared);
      desk = own;
      const launches = planned.map(() => Promise.withResolvers<void>());
      let isOver = false;
      const watching = async (): Promise<void> => {
        while (!isOver) {
          await look(own);
          await own.wait(LOOK_EVERY_MS * Math.min(stage.plan.stretch, MOST_STRETCH));
        }
      };
      const watched = watching();
      const made = makeThings(own);
      await Promise.all([
        ...planned.map(async (alert, index) => {
          await stage.until(alert.atMs);
          alerts.push(await playAlert(own, alert, () => launches[index]?.resolve()));
          launches[index]?.resolve();
        }),
        (async () => {
          for (const edit of plannedEdits) {
            await stage.until(edit.atMs);
            const played = await playEdit(own, edit, await made);
            if (played !== undefined) edits.push(played);
          }
        })(),
        (async () => {
          await stage.until(plannedDrill.atMs);
          drill = await playDrill(own, plannedDrill);
        })(),
        ...plannedDrill.reloads.map(async (atMs) => {
          await stage.until(atMs);
          await own.ask('dora', 'POST', '/v1/reload', {});
        }),
        ...crowd.changes.map(async (change) => {
          const launch = change.fromLaunchOf === undefined ? undefined : launches[change.fromLaunchOf];
          await launch?.promise;
          await (launch === undefined ? stage.until(change.atMs) : own.wait(change.atMs));
          const someone = crowd.people[change.index];
          if (someone !== undefined) changes.push(await playChange(own, change, someone));
        }),
      ]);
      things = await made;
      for (const first of own.asked.filter(({ isDone, key }) => isDone && key !== undefined))
        if (dice(`repeat ${first.key}`) < REPEATED) await own.repeat(first);
      isOver = true;
      await watched;
      for (const { id, state } of await look(own))
        if (state === 'paused') await own.ask('dora', 'POST', `/v1/alerts/${id}/stop`, { reason: 'the end' });
    },
    isSettled: async () => {
      if (desk === undefined) return true;
      if (drill?.path !== undefined && (await desk.get(drill.path)).answer['result'] === 'running')
        return false;
      const views = await look(desk);
      return views.every(({ state, progress }) => !OPEN.has(state) && progress.toCome === 0);
    },
    judge: async (stage) => {
      if (desk === undefined) return [];
      const played: Played = { policy, crowd, desk, changes, alerts, looks, edits, things, drill };
      return complaintsAbout(await gatherEvidence(stage, played));
    },
  };
};
