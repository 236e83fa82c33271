import type { Evidence } from '../evidence.ts';
import { keepTheOrder, reachTheAudience, sayItsText, tellWhoHasIt } from './laws-of-audience.ts';
import { holdTheChain } from './laws-of-audit.ts';
import { holdWhenPaused, replaceWhatWaits, spareWhoOptedOut, stopWhenTold } from './laws-of-brakes.ts';
import { measureOnce, reloadNothing } from './laws-of-drills.ts';
import { answerTheSame, changeOneVersionOnce, keepTheLastChange } from './laws-of-edits.ts';
import { keepLawsOfMessages, onePerWave, sendNothingElse, sendNothingWithheld } from './laws-of-messages.ts';
import { approveAsSecond, launchWhatIsApproved, sendWhatIsApproved } from './laws-of-persons.ts';
import { keepWhatWasAnswered, makeAlertsOnce, stepLegally } from './laws-of-steps.ts';
import { keepTheTimes, knowTheLaunchAgain } from './laws-of-time.ts';
import { comeToAnEnd, countRightly, showTheTruthLive } from './laws-of-totals.ts';

type PeopleLaw = (evidence: Evidence) => readonly string[];

const LAWS: readonly PeopleLaw[] = [
  ({ missing }) => missing,
  makeAlertsOnce,
  keepLawsOfMessages,
  sendNothingWithheld,
  sendNothingElse,
  onePerWave,
  reachTheAudience,
  sayItsText,
  keepTheOrder,
  tellWhoHasIt,
  sendWhatIsApproved,
  launchWhatIsApproved,
  approveAsSecond,
  stopWhenTold,
  holdWhenPaused,
  spareWhoOptedOut,
  replaceWhatWaits,
  stepLegally,
  keepWhatWasAnswered,
  countRightly,
  showTheTruthLive,
  comeToAnEnd,
  measureOnce,
  reloadNothing,
  keepTheTimes,
  knowTheLaunchAgain,
  changeOneVersionOnce,
  keepTheLastChange,
  answerTheSame,
  (evidence) => holdTheChain(evidence.audit, evidence),
];

export const complaintsAbout = (evidence: Evidence): readonly string[] =>
  LAWS.flatMap((law) => law(evidence));
