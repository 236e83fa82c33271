import { inboundFromJson, misbehaviourFromJson, objectOf } from './from-json.ts';
import type { Smsc } from './smsc.ts';

type Answer = Readonly<Record<string, unknown>>;
type Command = (smsc: Smsc, rest: Answer) => Answer | Promise<Answer>;

const done: Answer = {};

/** Commands for a carrier in its own process. The keys beside `do` are the arguments. */
const commands: Readonly<Record<string, Command>> = {
  async restore(smsc) {
    await smsc.restore();
    return done;
  },
  cut(smsc) {
    smsc.cut();
    return done;
  },
  drop(smsc) {
    smsc.drop();
    return done;
  },
  blackHole(smsc, { on }) {
    smsc.blackHole(on === true);
    return done;
  },
  misbehave(smsc, rest) {
    smsc.misbehave(misbehaviourFromJson(rest));
    return done;
  },
  calm(smsc) {
    smsc.calm();
    return done;
  },
  /**
   * The command is answered once the message is on its way, since the client may be disconnected for long. The stats
   * show when the client acknowledged the message.
   */
  async inbound(smsc, rest) {
    const onItsWay = new Promise<void>((resolve) => setImmediate(resolve));
    await Promise.race([smsc.sendInbound(inboundFromJson(rest)), onItsWay]);
    return done;
  },
  stats: (smsc) => ({ stats: smsc.stats, bound: smsc.bound, undelivered: smsc.undelivered }),
  arrivals: (smsc) => ({ arrivals: smsc.takeArrivals() }),
  violations: (smsc) => ({ violations: smsc.violations }),
  phones: ({ phones }, { number }) =>
    typeof number === 'string'
      ? { shown: phones.shown(number), incomplete: phones.incomplete(number) }
      : { numbers: phones.numbers.length, shown: phones.shownCount, duplicates: phones.duplicates() },
};

/** Runs the command in one line of JSON; the answer has `error` if it failed. */
export const obey = async (smsc: Smsc, line: string): Promise<Answer> => {
  try {
    const { do: name, ...rest } = objectOf(JSON.parse(line));
    const command = typeof name === 'string' && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw new Error(`there is no command ${JSON.stringify(name)}`);
    return { ok: true, ...(await command(smsc, rest)) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
};
