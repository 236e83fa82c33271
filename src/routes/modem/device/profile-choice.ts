import { TocsinError } from '../../../kernel/errors.ts';
import { GENERIC, type ModemProfile } from './profile.ts';

const AUTO = 'auto';

export interface ProfileChoice {
  readonly profile: ModemProfile;
  /** Why this profile was chosen, in words for an operator. */
  readonly why: string;
}

/** The properties of a modem by which its profile is chosen. */
export interface Fingerprint {
  readonly manufacturer: string;
  readonly model: string;
  /** Vendor and product id as `vvvv:pppp`; undefined if the modem isn't on USB. */
  readonly usb: string | undefined;
}

/**
 * Chooses the profile that fits best. The model counts more than the manufacturer, and the manufacturer more than USB
 * ids, which different devices share; a longer match counts more than a shorter one. A profile is excluded if one of
 * its patterns doesn't match; its USB ids are ignored for a modem that isn't on USB. The generic profile is for a modem
 * that no other profile fits.
 *
 * @param wanted the profile of the configuration: an id, or `auto`
 * @throws TocsinError configInvalid if there is no profile with this id, or no generic one
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
 * The profile that the configuration names by its id; undefined for `auto`.
 *
 * @throws TocsinError configInvalid if there is no profile with this id
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

/** Number of characters that the pattern matches; 0 without a pattern, undefined if it doesn't match. */
const lengthOf = (pattern: RegExp | undefined, text: string): number | undefined =>
  pattern === undefined ? 0 : pattern.exec(text)?.[0].length;
