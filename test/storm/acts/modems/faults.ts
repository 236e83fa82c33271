import type { ModemMisbehaviour } from '../../../../src/sim/modem/misbehaviour.ts';
import { between, type Dice, pick } from '../../../chaos/dice.ts';

type LineFault = 'silent' | 'loses' | 'repeats';

/** A fault of a modem or of its line, for some time. Times are ms since the routes were up first. */
export interface Spell {
  readonly fromMs: number;
  readonly toMs: number;
  readonly name: FaultName;
  readonly modem: Partial<ModemMisbehaviour>;
  readonly line: LineFault | undefined;
}

/** The last end of a spell: soon before the calm. */
const LAST_MS = 6500;

type Faults = Pick<Spell, 'modem'> & Partial<Pick<Spell, 'line'>>;

/** Errors of networks and modems that pass, of a number, of a SIM, of a memory (TS 27.005 3.2.5). */
const PASSING = [38, 42, 47, 192, 331, 500, 512] as const;

const HANGS: readonly ModemMisbehaviour['hang'][] = [true, 'untilEscape', 'untilRestart'];

const FAULTS = {
  busy: (dice) => ({ modem: { cmsError: pick(dice('code'), PASSING) } }),
  unclear: (dice) => ({ modem: { cmsError: pick(dice('code'), [21, 127, 28]) } }),
  wrongPdu: (dice) => ({ modem: { cmsErrorUntilRestart: pick(dice('code'), [304, 305]) } }),
  refusedSim: (dice) => ({ modem: { cmsError: pick(dice('code'), [8, 10, 29, 50, 310]) } }),
  noServiceCentre: () => ({ modem: { cmsError: 330 } }),
  memoryFull: (dice) => ({ modem: { cmsError: pick(dice('code'), [208, 320, 322]), storageFull: true } }),
  sentWithoutAnswer: () => ({ modem: { silentAfterPrompt: 'sent' } }),
  lostWithoutAnswer: () => ({ modem: { silentAfterPrompt: 'lost' } }),
  lateAnswers: (dice) => ({ modem: { lateResultMs: between(dice('late'), 300, 7000) } }),
  resets: (dice) => ({ modem: { resetDuringSend: pick(dice('reset'), ['lost', 'sent']) } }),
  hangs: (dice) => ({ modem: { hang: HANGS[between(dice('until'), 0, 2)] ?? true } }),
  slow: (dice) => ({ modem: { slowMs: between(dice('slow'), 100, 2500) } }),
  latePrompt: (dice) => ({ modem: { latePromptMs: between(dice('prompt'), 300, 12_000) } }),
  noPrompt: () => ({ modem: { noPrompt: true } }),
  simBusy: (dice) => ({ modem: { simBusy: between(dice('busy'), 1, 6) } }),
  noNetwork: () => ({ modem: { unregistered: true } }),
  storageFull: () => ({ modem: { storageFull: true } }),
  chatter: (dice) => ({
    modem: { ringBetween: true, barePrompt: dice('bare') < 0.5, trickle: dice('trickle') < 0.5 },
  }),
  noReports: () => ({ modem: { noReport: true } }),
  lateReports: (dice) => ({ modem: { lateReportMs: between(dice('late'), 500, LATEST_REPORT_MS) } }),
  reportsTwice: (dice) => ({ modem: { reportTwice: true, stillTryingFirst: dice('trying') < 0.5 } }),
  reportsFirst: () => ({ modem: { reportBeforeResult: true } }),
  silentLine: () => ({ modem: {}, line: 'silent' }),
  losingLine: () => ({ modem: {}, line: 'loses' }),
  repeatingLine: () => ({ modem: {}, line: 'repeats' }),
} as const satisfies Record<string, (dice: Dice) => Faults>;

type FaultName = keyof typeof FAULTS;

export const LATEST_REPORT_MS = 8000;

const NAMES = Object.keys(FAULTS) as [FaultName, ...FaultName[]];

export const faultOf = (dice: Dice): Spell => {
  const name = pick(dice('name'), NAMES);
  const fromMs = between(dice('from'), 0, 5000);
  const toMs = Math.min(LAST_MS, fromMs + between(dice('lasts'), 300, 4000));
  const { modem, line }: Faults = FAULTS[name](dice);
  return { fromMs, toMs, name, modem, line };
};
