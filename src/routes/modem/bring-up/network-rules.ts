import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemFacts } from './modem-facts.ts';
import { switchRadioOn } from './radio-power.ts';
import type { Registration } from './registration.ts';

export type RoamingRule = ModemRouteConfig['roaming'];

/** Why the modem can't be used with this registration, in words; undefined if it can. */
export const noNetwork = async (
  channel: AtChannel,
  registration: Registration,
  roaming: RoamingRule,
): Promise<string | undefined> => {
  if (!registration.usable) return (await switchRadioOn(channel)) ?? registration.words;
  if (registration.roaming && roaming === 'refuse') {
    return `${registration.words}: the configuration refuses roaming`;
  }
  return undefined;
};

/**
 * The reason of a failed message in words. A network that takes a modem for data only, or on LTE without a way for
 * messages, answers with errors that don't say so.
 */
export const refusedWords = (reason: string, facts: ModemFacts): string => {
  if (facts.dataOnly) {
    return `registered for data, messages refused by the network: ${reason}; try smsDomain, ims or networkMode`;
  }
  if (facts.technology === '4G' || facts.technology === '5G') {
    return `${reason}, on ${facts.technology}: if it stays so, try ims, smsDomain or networkMode`;
  }
  return reason;
};
