import type { ModemRouteConfig } from '../../config/routes/modem-route.ts';

const SMS_DOMAIN = {
  packet: 'messages by the packet domain',
  circuit: 'messages by the circuit-switched domain',
  packetPreferred: 'messages by the packet domain if possible',
  circuitPreferred: 'messages by the circuit-switched domain if possible',
} as const;

const ROAMING = {
  allow: ['used as at home in other networks'],
  avoid: [],
  refuse: ['not used in other networks'],
} as const;

/** What the radio of a modem is set to, in words; nothing for what is usual. */
export const describeRadio = (route: ModemRouteConfig): readonly string[] => [
  ...(route.tryPinBlind ? ['tries its PIN once even if the tries left are unknown'] : []),
  ...(route.smsDomain === undefined ? [] : [SMS_DOMAIN[route.smsDomain]]),
  ...(route.ims === undefined ? [] : [`IMS ${route.ims ? 'on' : 'off'}`]),
  ...networkMode(route.networkMode),
  ...(route.apn === 'off' ? ['no data connections'] : []),
  ...ROAMING[route.roaming],
];

const networkMode = (mode: ModemRouteConfig['networkMode']): readonly string[] => {
  if (mode === 'auto') return [];
  return [mode === 'keep' ? 'its network mode left as it is' : `limited to ${mode.toUpperCase()}`];
};
