import { TocsinError } from '../../domain/errors.ts';
import type { ModemProfile } from './profile.ts';

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
 * profile out, but for the USB ids of what isn't on USB. Generic fits everything, worst.
 *
 * @param wanted the configuration's: a profile's id, or `auto`
 * @throws TocsinError configInvalid without a profile that fits everything
 */
export const chooseProfile = (
  profiles: readonly ModemProfile[],
  fingerprint: Fingerprint,
  wanted: string,
): ProfileChoice => {
  const asked = profiles.find((profile) => profile.id === wanted);
  if (asked !== undefined) return { profile: asked, why: 'set in the configuration' };
  const [best] = profiles
    .map((profile) => ({ profile, score: scoreOf(profile, fingerprint) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score);
  if (best === undefined) throw new TocsinError('configInvalid', 'there is no generic modem profile');
  const { manufacturer, model, usb } = fingerprint;
  const described = [manufacturer, model, usb && `(USB ${usb})`].filter(Boolean).join(' ');
  const fits = best.score > 0 ? `fits "${described}" best` : `no family fits "${described}"`;
  return { profile: best.profile, why: wanted === 'auto' ? fits : `there is no "${wanted}"; ${fits}` };
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
