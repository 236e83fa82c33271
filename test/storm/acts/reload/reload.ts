import { Carrier } from '../../../chaos/carrier.ts';
import { gather } from '../../../chaos/gather.ts';
import type { Plan } from '../../../chaos/plan.ts';
import type { Stage } from '../../stage.ts';
import { placeIn, soundFate } from '../../world/place-in.ts';
import type { Act, MakeAct } from '../act.ts';
import { messagesOf, postOne, viewsOf } from '../messages.ts';
import { complaintsAbout } from './laws.ts';
import { ACCOUNTS, type Account, PREFIX, planReload } from './plan.ts';
import { Operator } from './play.ts';

type Own = Readonly<Record<Account, Carrier>>;
type Accepted = Parameters<typeof gather>[0]['accepted'][number];

/** An operator adds, removes and changes accounts while messages go out by them. */
export const reload: MakeAct = (dice): Act => {
  const plan = planReload(dice);
  const accepted: Accepted[] = [];
  let carriers: Own | undefined;
  let operator: Operator | undefined;
  return {
    config: {},
    play: async (stage) => {
      const own = { east: await listen(stage, 'east'), west: await listen(stage, 'west') };
      carriers = own;
      const at = new Operator(stage, own);
      operator = at;
      const [first, ...others] = plan.steps;
      if (first !== undefined) await at.play(first);
      const steps = async (): Promise<void> => {
        for (const step of others) {
          await stage.until(step.atMs);
          await at.play(step);
        }
      };
      await Promise.all([
        steps(),
        ...plan.messages.map(async (planned) => {
          await stage.until(planned.atMs);
          accepted.push({ planned, ...(await postOne(stage, planned, 'reload')) });
        }),
      ]);
    },
    isSettled: async ({ gateway }) => {
      const own = (await messagesOf(gateway)).filter(({ to }) => to.startsWith(PREFIX));
      const isOpen = own.some(({ state }) => state === 'queued' || state === 'sending');
      return !isOpen && ACCOUNTS.every((account) => carriers?.[account].isQuiet);
    },
    judge: async (stage) => {
      if (carriers === undefined || operator === undefined) return [];
      const { gateway, world } = stage;
      const own = accepted.toSorted((a, b) => a.planned.index - b.planned.index);
      const all = ACCOUNTS.map((account) => (carriers as Own)[account]);
      const listed = (await messagesOf(gateway)).filter(({ to }) => to.startsWith(PREFIX));
      const history = gather({
        plan: { ...stage.plan, messages: plan.messages } satisfies Plan,
        ...{ accepted: own, views: await viewsOf(gateway, own), carriers: all, stops: gateway.stops },
        ...{
          pauses: [],
          busyMs: 0,
          troubles: world.troubles,
          shownAt: (at: number) => world.wall.shownAt(at),
        },
        listed: listed.map(({ id }) => id),
      });
      const wrong = complaintsAbout({ played: operator.played, carriers, history });
      // In the end both go, so that nothing of the act is left open.
      await operator.play({ atMs: 0, next: {}, isTried: false, mistake: undefined });
      const left = all.filter(({ port }) => world.net.openAt(port).length > 0).length;
      for (const carrier of all) await carrier.close();
      return left === 0 ? wrong : [...wrong, `${left} accounts were removed, and are still bound`];
    },
  };

  function listen({ world }: Stage, route: Account): Promise<Carrier> {
    return Carrier.listen({
      ...{ route, receiptTlvs: false, fateOf: soundFate(plan.answerMs), place: placeIn(world) },
    });
  }
};
