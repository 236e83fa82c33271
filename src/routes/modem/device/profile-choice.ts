import { TocsinError } from '../../../kernel/errors.ts';
import { GENERIC, type ModemProfile } from './profile.ts';

const AUTO = 'auto';

export interface ProfileChoice {
  readonly profile: ModemProfile;
  /** Why this one, for people. */
  readonly why: string;
}

/** What a modem goes by. */
export interface Fingerprint {
  readonly manufacturer: string;
  readonly model: string;
  /** `vvvv:pppp`, if it is on USB. */
  readonly usb: string | undefined;
}

/**
 * The profile that fits best: a model's pattern counts more than a manufacturer's, and that more than USB ids, which
 * twins and relabelled sticks share; a longer match counts more than a shorter. A pattern that doesn't match rules a
 * profile out, but for the USB ids of what isn't on USB. Generic is for what fits none; one without patterns has to be
 * asked for.
 *
 * @param wanted the configuration's: a profile's id, or `auto`
 * @throws TocsinError configInvalid if there is none of that name, or no generic one
 */
export const chooseProfile = (
  profiles: readonly ModemProfile[],
  fingerprint: Fingerprint,
  wanted: string,
): ProfileChoice => {
  const asked = namedProfile(profiles, wanted);
  if (asked !== undefined) return { profile: asked, why: 'set in the configuration' };
  const [best] = profiles
    .map((profile) => ({ profile, score: scoreOf(profile, fingerprint) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const { manufacturer, model, usb } = fingerprint;
  const described = [manufacturer, model, usb && `(USB ${usb})`].filter(Boolean).join(' ');
  if (best !== undefined) return { profile: best.profile, why: `fits "${described}" best` };
  const generic = profiles.find(({ id }) => id === GENERIC);
  if (generic === undefined) throw new TocsinError('configInvalid', 'there is no generic modem profile');
  return { profile: generic, why: `no family fits "${described}"` };
};

/**
 * The profile that the configuration asks for by its id; undefined for `auto`.
 *
 * @throws TocsinError configInvalid if there is none of that name
 */
export const namedProfile = (profiles: readonly ModemProfile[], wanted: string): ModemProfile | undefined => {
  if (wanted === AUTO) return undefined;
  const asked = profiles.find(({ id }) => id === wanted);
  if (asked !== undefined) return asked;
  const names = [AUTO, ...profiles.map(({ id }) => id)].join(', ');
  throw new TocsinError('configInvalid', `there is no modem profile "${wanted}"; there are ${names}`);
};

const MODEL_WEIGHT = 10_000;
const MANUFACTURER_WEIGHT = 100;

const scoreOf = ({ match }: ModemProfile, { manufacturer, model, usb }: Fingerprint): number => {
  const type = lengthOf(match.model, model);
  const maker = lengthOf(match.manufacturer, manufacturer);
  const ids = usb === undefined ? 0 : lengthOf(match.usb, usb);
  if (type === undefined || maker === undefined || ids === undefined) return -1;
  return MODEL_WEIGHT * type + MANUFACTURER_WEIGHT * maker + ids;
};

/** Characters that the pattern matches; 0 without a pattern, undefined if it doesn't match. */
const lengthOf = (pattern: RegExp | undefined, text: string): number | undefined =>
  pattern === undefined ? 0 : pattern.exec(text)?.[0].length;
