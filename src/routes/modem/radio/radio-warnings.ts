import type { TechnologyCheck } from '../../../domain/routes/radio-check.ts';
import { announcedFor, type Country } from './announcements.ts';

const carries = ({ result }: TechnologyCheck): boolean => result === 'works' || result === 'accepted';

/** What an operator should know about the technologies that carry messages. */
export const radioWarnings = (
  checks: readonly TechnologyCheck[],
  imsi: string | undefined,
  countries: readonly Country[],
): readonly string[] => {
  const working = checks.filter(carries).map(({ technology }) => technology);
  if (working.length === 0) return ['No technology carries messages with this modem and SIM.'];
  const unproven = checks.filter(({ result }) => result === 'accepted').map(({ technology }) => technology);
  const warnings =
    unproven.length === 0
      ? []
      : [
          `On ${unproven.map((each) => each ?? 'the present network').join(', ')} the network took the message, and ` +
            'nothing shows that it arrived.',
        ];
  if (working.some((each) => each === undefined || each === '4G' || each === '5G')) return warnings;
  const old = working.join(' and ');
  return [
    ...warnings,
    `Messages leave by ${old} only. When your operator switches ${working.length > 1 ? 'these networks' : 'it'} off, ` +
      'this modem sends nothing: try ims or smsDomain, ask your operator for messages over LTE, or take an LTE modem.',
    ...announcements(working, imsi, countries),
  ];
};

const announcements = (
  working: readonly TechnologyCheck['technology'][],
  imsi: string | undefined,
  countries: readonly Country[],
): readonly string[] => {
  const announced = announcedFor(countries, imsi);
  if (announced === undefined) {
    return [
      "Tocsin has no data on when this SIM's operator ends its old networks (hardware/networks): ask it.",
    ];
  }
  return announced.switchOff
    .filter(({ technology }) => working.includes(technology))
    .map(({ technology, from, until, words, source }) => {
      const when = from === until ? until : `${from} to ${until}`;
      return `${announced.operator} ends ${technology}, ${when}: ${words} (${source.url}, ${source.published})`;
    });
};
