import type { Submit } from '../../../../chaos/history.ts';
import { clock, type Evidence } from '../evidence.ts';

interface RunView {
  readonly result: string;
  readonly messages: readonly {
    readonly route: string;
    readonly number: string;
    readonly message: string | null;
    readonly outcome: string;
    readonly reason: string | null;
  }[];
}

/** A drill writes to each of its phones by each route, once; what arrived was reported by the carrier. */
export const measureOnce = ({ drill, stage }: Evidence): readonly string[] => {
  if (drill?.found === undefined) return [];
  const { found, played } = drill;
  if (!found.isDone) return [`the run ${found.path} was begun, and is answered with ${found.status}`];
  const run = found.answer as unknown as RunView;
  const submits = stage.carriers.flatMap(({ log }) => log.submits);
  const receipts = stage.carriers.flatMap(({ log }) => log.receipts);
  const wrong: string[] = run.result === 'running' ? ['the drill still runs'] : [];
  const wanted = played.drill.phones.length * stage.plan.routes.length;
  if (run.messages.length !== wanted)
    wrong.push(`the drill has ${run.messages.length} messages, and not ${wanted}`);
  for (const { route, number, outcome } of run.messages) {
    const its = (submit: Submit): boolean => submit.route === route && `+${submit.to}` === number;
    const taken = submits.filter((submit) => its(submit) && submit.taken);
    const [, second] = taken;
    if (second !== undefined) wrong.push(`${route} got the drill for ${number} again at ${clock(second.at)}`);
    const isThere =
      played.drill.until === 'sent'
        ? taken.length > 0
        : receipts.some(({ submit, stat }) => its(submit) && stat === 'DELIVRD');
    if (outcome === 'arrived' && !isThere)
      wrong.push(`the drill says that ${number} got it by ${route}, and no carrier says so`);
  }
  return wrong;
};

/** A reload of a configuration that has not changed changes nothing. */
export const reloadNothing = ({ desk }: Evidence): readonly string[] =>
  desk.asked
    .filter(({ path, isDone }) => path === '/v1/reload' && isDone)
    .flatMap(({ answer, endedAt }) => {
      const said = JSON.stringify(answer['changes']);
      const nothing = {
        routes: { added: [], removed: [], changed: [] },
        plan: false,
        tls: false,
        needsRestart: [],
      };
      return said === JSON.stringify(nothing) ? [] : [`the reload of ${clock(endedAt)} changed ${said}`];
    });
