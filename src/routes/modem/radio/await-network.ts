import type { RadioTechnology } from '../../../domain/routes/registration.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { readOperator, readRegistration } from '../bring-up/registration.ts';

/** How long a modem looks for a network of one technology. */
const REGISTER_MS = 60_000;
const LOOK_MS = 1000;

/**
 * Waits for a network of this technology; resolves with the state in words if none is found in time.
 *
 * @param goOn called before each look; throws if the wait has to end
 */
export const awaitNetwork = async (
  channel: AtChannel,
  technology: RadioTechnology | undefined,
  clock: Clock,
  goOn: () => void,
): Promise<{ readonly technology: RadioTechnology | undefined } | string> => {
  const until = clock.elapsed() + REGISTER_MS;
  for (;;) {
    goOn();
    const registration = await readRegistration(channel);
    if (registration === 'mute') throw new Error('the modem fell silent');
    const operator = registration.usable ? await readOperator(channel) : undefined;
    const told = operator?.technology;
    // Right after the change the modem may still be registered by the technology that it leaves.
    if (operator && (technology === undefined || told === undefined || told === technology)) {
      return { technology: told };
    }
    if (clock.elapsed() >= until) return registration.usable ? `stays on ${told}` : registration.words;
    await channel.pause(LOOK_MS);
  }
};
