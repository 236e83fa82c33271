import type { Submit } from '../../../chaos/history.ts';
import type { Stage } from '../../stage.ts';
import type { Act, MakeAct } from '../act.ts';
import { cameOf } from './deliveries.ts';
import { judgeInbox, rowsOf, TORN_MS, wasCutByClock } from './judge-inbox.ts';
import { judgeMessages } from './judge-messages.ts';
import { judgeOptOuts } from './judge-opt-outs.ts';
import type { InboundLog, Said } from './log.ts';
import { planInbound } from './plan.ts';
import { playInbound } from './play.ts';
import { askAll, inboxOf, judgeLists } from './told.ts';

/** The first round of a process comes so long after its start. */
const ROUND_MS = 65_000;
const LOOK_EVERY_MS = 5000;

/** People answer, ask for help and opt out, while single messages and batches go to them and are cancelled. */
export const inbound: MakeAct = (dice): Act => {
  const plan = planInbound(dice);
  const log: InboundLog = { said: [], posted: [], batches: [] };
  return {
    config: {
      country: 'FR',
      optOuts: { messages: 'suppress' },
      inbound: { repliesPerHour: 60 },
      intake: { inbound: { incompleteFor: '60s' } },
    },
    play: (stage) => playInbound(stage, plan, log),
    isSettled: async ({ gateway }) => (await inboxOf(gateway)).every(({ handledAs }) => handledAs !== null),
    judge: async (stage) => {
      await untilTornAreShown(stage, log);
      const submits: readonly Submit[] = stage.carriers.flatMap((carrier) => carrier.log.submits);
      const told = await askAll(stage.gateway);
      const lists = await judgeLists(stage.gateway, told);
      for (const one of log.said) stage.world.log.push(lineOf(one));
      return [
        ...judgeInbox(log, told, stage),
        ...judgeOptOuts(log, told, submits, stage),
        ...judgeMessages(log, told, submits, stage),
        ...lists,
      ];
    },
  };
};

/** For the log of the world: when each part was sent, by which link, and when it was acknowledged. */
const lineOf = ({ saying, route, deliveries }: Said): string => {
  const parts = deliveries.map(
    ({ sent, acknowledgedAt }) =>
      `${sent.map(({ at, link }) => `${at} on ${link}`).join()} ${acknowledgedAt}`,
  );
  return `${saying.name} ${route} ${parts.join('; ')}`;
};

/**
 * A part that comes again after its text was complete must not become a message of its own, which would be seen only
 * as late as a torn one.
 */
const leavesPart = ({ saying, deliveries }: Said): boolean =>
  deliveries.length > 1 &&
  deliveries.some(({ sent }, index) => sent.length > 1 || (saying.twice && index > 1));

const untilTornAreShown = async (stage: Stage, { said }: InboundLog): Promise<void> => {
  const { gateway, world } = stage;
  const torn = said.filter(({ saying }) => !cameOf(saying).isWhole);
  const odd = [...torn, ...said.filter((one) => leavesPart(one) || wasCutByClock(one, stage))];
  const last = Math.max(
    0,
    ...odd.flatMap(({ deliveries }) => deliveries.map(({ sent }) => sent.at(-1)?.at ?? 0)),
  );
  const until = Math.max(last + TORN_MS, ...gateway.stops.map(({ backAt }) => backAt + ROUND_MS));
  while (odd.length > 0 && world.clock.now() <= until) {
    const inbox = await inboxOf(gateway);
    if (odd.length === torn.length && torn.every((one) => rowsOf(one, inbox).length > 0)) return;
    await world.wait(LOOK_EVERY_MS);
  }
};
