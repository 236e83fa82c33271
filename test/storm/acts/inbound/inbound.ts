import type { Submit } from '../../../chaos/history.ts';
import type { Stage } from '../../stage.ts';
import type { Act, MakeAct } from '../act.ts';
import { cameOf } from './deliveries.ts';
import { judgeInbox, rowsOf } from './judge-inbox.ts';
import { judgeMessages } from './judge-messages.ts';
import { judgeOptOuts } from './judge-opt-outs.ts';
import type { InboundLog } from './log.ts';
import { planInbound } from './plan.ts';
import { playInbound } from './play.ts';
import { askAll, inboxOf, judgeLists } from './told.ts';

/** How long after its last part the inbox shows what came of a torn message: `incompleteFor`, and a round of a minute. */
const TORN_MS = 125_000;
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
      const { stops } = stage.gateway;
      for (const { saying, route, deliveries } of log.said)
        stage.world.log.push(
          `${saying.name} ${route} ${deliveries.map(({ sent, acknowledgedAt }) => `${sent.map(({ at, link }) => `${at}/${link}`)} ${acknowledgedAt}`).join('; ')}`,
        );
      return [
        ...judgeInbox(log, told),
        ...judgeOptOuts(log, told, submits, stops),
        ...judgeMessages(log, told, submits),
        ...lists,
      ];
    },
  };
};

const untilTornAreShown = async ({ gateway, world }: Stage, { said }: InboundLog): Promise<void> => {
  const torn = said.filter(({ saying }) => !cameOf(saying).isWhole);
  const last = Math.max(
    0,
    ...torn.flatMap(({ deliveries }) => deliveries.map((one) => one.sent.at(-1)?.at ?? 0)),
  );
  for (;;) {
    const inbox = await inboxOf(gateway);
    if (torn.every((one) => rowsOf(one, inbox).length > 0) || world.clock.now() > last + TORN_MS) return;
    await world.wait(LOOK_EVERY_MS);
  }
};
