import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { ModemSettings } from '../device/profile.ts';

/** What the configuration says about the radio; what is left out stays as the modem has it. */
export type RadioWish = Partial<Pick<ModemRouteConfig, 'smsDomain' | 'ims' | 'networkMode' | 'apn'>>;

export type RadioMode = 'auto' | '2g' | '3g' | '4g' | '5g';

/** The technologies to which a radio can be limited, the oldest first. */
export const LIMITED_MODES = ['2g', '3g', '4g', '5g'] as const;

// TS 27.007 10.1.21: packet domain, circuit-switched, and the same as a preference.
const CGSMS = { packet: 0, circuit: 1, packetPreferred: 2, circuitPreferred: 3 } as const;

const MODE_MS = 30_000;

/** What became of the settings: `restart` says which of them take effect only after a restart of the modem. */
export interface RadioSetUp {
  readonly restart: string | undefined;
  /** Settings of the configuration that the modem refuses or doesn't know, in words. */
  readonly refused: readonly string[];
}

/** Sets the radio as the configuration says. A setting that the modem shows already is not written again. */
export const setUpRadio = async (
  channel: AtChannel,
  settings: ModemSettings,
  wish: RadioWish,
): Promise<RadioSetUp> => {
  const refused: string[] = [];
  if (wish.smsDomain !== undefined) {
    const answer = await channel.run(`AT+CGSMS=${CGSMS[wish.smsDomain]}`);
    if (answer.kind !== 'ok') refused.push(`smsDomain: ${wish.smsDomain}`);
  }
  if (wish.apn === 'off') await channel.run('AT+CGACT=0', { timeoutMs: MODE_MS });
  const { networkMode } = wish;
  if (networkMode !== undefined && networkMode !== 'keep') {
    const now = await readNetworkMode(channel, settings);
    // A mode that an earlier check of the radio, or another program, left behind limits the modem. One that isn't
    // limited stays as it is, since makers have several such modes.
    const change = networkMode === 'auto' ? now !== undefined && now !== 'auto' : now !== networkMode;
    if (change && !(await setNetworkMode(channel, settings, networkMode))) {
      refused.push(`networkMode: ${networkMode}`);
    }
  }
  const ims = wish.ims === undefined ? 'asWished' : await setIms(channel, settings, wish.ims);
  if (ims === 'refused') refused.push(`ims: ${wish.ims ? 'on' : 'off'}`);
  return { restart: ims === 'changed' ? `IMS is switched ${wish.ims ? 'on' : 'off'}` : undefined, refused };
};

/** The mode to which the radio is limited; undefined if the modem doesn't tell, or tells another mode. */
export const readNetworkMode = async (
  channel: AtChannel,
  { networkModes: { ask, modes } }: ModemSettings,
): Promise<RadioMode | undefined> => {
  const answer = await channel.run(ask);
  if (answer.kind !== 'ok') return undefined;
  const said = answer.lines.join('\n');
  for (const mode of ['auto', ...LIMITED_MODES] as const) if (modes[mode]?.shows.test(said)) return mode;
  return undefined;
};

/** Limits the radio to a technology, or lifts the limit; false if the modem refuses. */
export const setNetworkMode = async (
  channel: AtChannel,
  { networkModes: { modes } }: ModemSettings,
  mode: RadioMode,
): Promise<boolean> => {
  for (const command of modes[mode]?.set ?? []) {
    if ((await channel.run(command, { timeoutMs: MODE_MS })).kind === 'ok') return true;
  }
  return false;
};

const setIms = async (
  channel: AtChannel,
  { ims }: ModemSettings,
  on: boolean,
): Promise<'asWished' | 'changed' | 'refused'> => {
  if (ims === null) return 'refused';
  const wanted = on ? ims.on : ims.off;
  const now = await channel.run(ims.ask);
  if (now.kind === 'ok' && wanted.shows.test(now.lines.join('\n'))) return 'asWished';
  for (const command of wanted.set) if ((await channel.run(command)).kind === 'ok') return 'changed';
  return 'refused';
};
